"""Menus in the staff schema."""

from typing import Any

import strawberry
from strawberry import UNSET

from comptoir.catalog.drafts import MenuItemDraft
from comptoir.catalog.editing.content import MENUS
from comptoir.catalog.graphql.staff.content import ContentDeletePayload, put
from comptoir.catalog.graphql.staff.values import Translation, TranslationInput, translations_of
from comptoir.graphql.context import Info
from comptoir.staff.graphql import Permission, StaffPayload, change, requires
from comptoir.staff.graphql.inputs import given

_READ = Permission.CONTENT_READ
_WRITE = Permission.CONTENT_WRITE


@requires(_READ)
@strawberry.type(description="An entry of a menu.")
class MenuItem:
    """An entry of a menu."""

    title: str
    target: str = strawberry.field(
        description="`collection:<handle>`, `product:<handle>`, `page:<handle>`, `blog:<handle>`, "
        "`policy:<handle>`, `search`, `catalog`, `frontpage`, or an address."
    )
    items: list["MenuItem"]

    @strawberry.field(graphql_type=list[Translation])
    def translations(self: Any) -> Any:
        """Return the title in other languages."""
        return translations_of(self.translations)


@requires(_READ)
@strawberry.type(description="A navigation menu.")
class Menu:
    """A navigation menu."""

    id: strawberry.ID
    handle: str
    title: str
    items: list[MenuItem]


@strawberry.input(description="An entry of a menu.")
class MenuItemInput:
    """An entry of a menu."""

    title: str
    target: str
    items: list["MenuItemInput"] | None = UNSET
    translations: list[TranslationInput] | None = UNSET

    def draft(self) -> MenuItemDraft:
        """Return it as a draft."""
        return MenuItemDraft(**given(self, MenuItemDraft))


@strawberry.input(description="A menu, found by its handle; its entries are given whole.")
class MenuInput:
    """A menu."""

    handle: str | None = UNSET
    title: str | None = UNSET
    items: list[MenuItemInput] | None = UNSET


@requires(_WRITE)
@strawberry.type(description="A change to a menu.")
class MenuPayload(StaffPayload):
    """A change to a menu."""

    @strawberry.field(graphql_type=Menu | None)
    def menu(self: Any) -> Any:
        """Return the menu."""
        return self.value


@requires(_READ)
@strawberry.type
class MenuStaffQueries:
    """Reading menus."""

    @strawberry.field(graphql_type=list[Menu], description="All menus, by handle.")
    async def menus(self, info: Info) -> Any:
        """Return all menus."""
        return await info.context.shop.db.read_in_thread(MENUS.find)


@requires(_WRITE)
@strawberry.type
class MenuStaffMutations:
    """Changing menus."""

    @strawberry.mutation(
        graphql_type=MenuPayload, description="Add a menu, or change the one with its handle."
    )
    async def menu_save(self, info: Info, input: MenuInput, reason: str | None = None) -> Any:
        """Save a menu."""
        return await put(info, MENUS, input, reason=reason)

    @strawberry.mutation(graphql_type=ContentDeletePayload, description="Remove a menu for good.")
    async def menu_delete(self, info: Info, handle: str, reason: str | None = None) -> Any:
        """Remove a menu."""
        return await change(info, MENUS.remove, handle=handle, reason=reason)
