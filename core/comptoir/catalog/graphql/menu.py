"""Navigation menus."""

from enum import StrEnum
from typing import Annotated, Any, Union

import strawberry

from comptoir.catalog.graphql.image import absolute_url
from comptoir.catalog.graphql.lazy import (
    ArticleType,
    BlogType,
    CollectionType,
    MetaobjectType,
    PageType,
    ProductType,
)
from comptoir.catalog.graphql.lookup import resource_of
from comptoir.catalog.graphql.shop_policy import ShopPolicy
from comptoir.catalog.records import MenuItemRecord, MenuRecord
from comptoir.graphql.context import Info, RequestContext
from comptoir.graphql.node import Node
from comptoir.graphql.scalars import URL


@strawberry.enum(description="What an entry of a menu leads to.")
class MenuItemType(StrEnum):
    """What an entry of a menu leads to."""

    ARTICLE = "ARTICLE"
    BLOG = "BLOG"
    CATALOG = "CATALOG"
    COLLECTION = "COLLECTION"
    COLLECTIONS = "COLLECTIONS"
    CUSTOMER_ACCOUNT_PAGE = "CUSTOMER_ACCOUNT_PAGE"
    FRONTPAGE = "FRONTPAGE"
    HTTP = "HTTP"
    METAOBJECT = "METAOBJECT"
    PAGE = "PAGE"
    PRODUCT = "PRODUCT"
    SEARCH = "SEARCH"
    SHOP_POLICY = "SHOP_POLICY"


MenuItemResource = Annotated[
    Union[  # noqa: UP007 - names looked up later cannot be joined by |
        ArticleType, BlogType, CollectionType, MetaobjectType, PageType, ProductType, ShopPolicy
    ],
    strawberry.union("MenuItemResource", description="What an entry of a menu can lead to."),
]


@strawberry.type(description="An entry of a menu.")
class MenuItem(Node):
    """An entry of a menu."""

    title: str
    kind: MenuItemType = strawberry.field(name="type")
    resource_id: strawberry.ID | None
    tags: list[str] = strawberry.field(description="Tags that narrow the collection it leads to.")
    items: list["MenuItem"]

    @strawberry.field(graphql_type=URL | None, description="The full address.")
    def url(self: Any, info: Info) -> str:
        """Return the address on this site, or elsewhere."""
        return absolute_url(info.context, self.path)

    @strawberry.field(graphql_type=MenuItemResource | None, description="What it leads to, where it is here.")
    def resource(self: Any, info: Info) -> Any:
        """Return the thing itself; none for addresses and for what is not to be seen."""
        return menu_resource(info.context, self)

    @classmethod
    def is_type_of(cls, obj: object, _info: object) -> bool:
        """Tell whether a record is an entry of a menu."""
        return isinstance(obj, MenuItemRecord)


def menu_resource(context: RequestContext, item: MenuItemRecord) -> Any:
    """Return what an entry leads to; a context above may know more of a legal text than the catalogue."""
    load = context.shop.nodes.get("ShopPolicy")
    if item.kind == "SHOP_POLICY" and item.resource_id and load:
        return load(context, item.resource_id)
    return resource_of(context, item.resource_id)


@strawberry.type(description="A navigation menu.")
class Menu(Node):
    """A navigation menu."""

    handle: str
    title: str
    items: list[MenuItem]
    items_count: int = strawberry.field(description="How many entries it has on all levels.")

    @classmethod
    def is_type_of(cls, obj: object, _info: object) -> bool:
        """Tell whether a record is a menu."""
        return isinstance(obj, MenuRecord)
