"""Saving a menu."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import bindparam, select

from comptoir.catalog.commands.content_saving import ContentKind, Parts, SavedContent, save_content
from comptoir.catalog.drafts import MenuDraft, MenuItemDraft
from comptoir.catalog.models import MENU
from comptoir.catalog.validation.content import check_menu
from comptoir.catalog.validation.texts import handle_of
from comptoir.catalog.writes import Values, Writes
from comptoir.db.tx import Tx


def save_menu(tx: Tx, *, draft: MenuDraft) -> SavedContent:
    """Make the stored menu equal to the draft, found by its handle; add it when there is none.

    Raises `DomainError` with the path of the first fault of the draft; then nothing is changed. What an entry
    leads to need not exist yet.
    """
    draft = replace(draft, handle=handle_of(draft.handle, draft.title))
    key = {"handle": draft.handle}
    return save_content(tx, kind=_MENU, draft=draft, handle=draft.handle, key=key, parts=_parts)


def _parts(writes: Writes, ident: int, draft: MenuDraft, created: bool) -> Parts:  # noqa: ARG001, FBT001
    texts: dict[str, dict[str, str]] = {}
    for place, item in _places(draft.items):
        for language, fields in item.translations.items():
            texts.setdefault(language, {})[place] = fields["title"]
    return Parts(translations=texts)


def _places(items: Sequence[MenuItemDraft], above: str = "") -> Iterator[tuple[str, MenuItemDraft]]:
    """Yield entries with their place in the tree: `0`, `0.0`, `0.1`, `1`."""
    for index, item in enumerate(items):
        yield f"{above}{index}", item
        yield from _places(item.items, f"{above}{index}.")


def _packed(items: Sequence[MenuItemDraft]) -> list[dict[str, Any]]:
    return [{"title": item.title, "target": item.target, "items": _packed(item.items)} for item in items]


def _values(draft: MenuDraft) -> Values:
    return {"handle": draft.handle, "title": draft.title, "items": _packed(draft.items)}


_MENU = ContentKind(
    name="menu",
    table=MENU,
    known=select(MENU).where(MENU.c.handle == bindparam("handle")),
    check=check_menu,
    values=_values,
)
