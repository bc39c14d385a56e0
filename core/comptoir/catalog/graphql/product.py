"""Products and lists of them."""

from typing import Any

import strawberry

from comptoir.catalog import view_of
from comptoir.catalog.graphql.access import seen_variants
from comptoir.catalog.graphql.category import CategoryNode, TaxonomyCategory
from comptoir.catalog.graphql.encoding import encode_choices
from comptoir.catalog.graphql.filters import Filter
from comptoir.catalog.graphql.image import Image, ImageConnection
from comptoir.catalog.graphql.lazy import CollectionConnectionType
from comptoir.catalog.graphql.media import MediaConnection
from comptoir.catalog.graphql.metafield import HasMetafields
from comptoir.catalog.graphql.option import ProductOption, SelectedOptionInput
from comptoir.catalog.graphql.option_nodes import OptionNode, option_nodes
from comptoir.catalog.graphql.ordering import id_number, ordered
from comptoir.catalog.graphql.product_lists import facets_of_page
from comptoir.catalog.graphql.selection import choices_of, exact_variant
from comptoir.catalog.graphql.selling_plan import SellingPlanGroupConnection
from comptoir.catalog.graphql.size_chart import SizeChart
from comptoir.catalog.graphql.sort_keys import (
    ProductImageSortKeys,
    ProductMediaSortKeys,
    ProductVariantSortKeys,
)
from comptoir.catalog.graphql.traits import (
    SEO,
    Count,
    OnlineStorePublishable,
    Trackable,
    exact_count,
    truncated,
)
from comptoir.catalog.graphql.variant import ProductVariant, ProductVariantConnection
from comptoir.catalog.records import (
    CollectionRecord,
    ImageRecord,
    MediaRecord,
    ProductRecord,
    VariantRecord,
)
from comptoir.graphql.context import Info
from comptoir.graphql.node import Node
from comptoir.graphql.pagination import Page, PageInfo, paginate
from comptoir.graphql.scalars import HTML, DateTime

_BY_ID = {"ID": id_number, "CREATED_AT": id_number}
_VARIANT_ORDERS: dict[str, Any] = {
    "ID": lambda variant: variant.number,
    "SKU": lambda variant: variant.sku or "",
    "TITLE": lambda variant: variant.title.casefold(),
}


@strawberry.type(description="Something that the shop offers, in one or more variants.")
class Product(HasMetafields, Node, OnlineStorePublishable, Trackable):
    """Something that the shop offers, in one or more variants."""

    handle: str = strawberry.field(description="Its name in addresses.")
    title: str
    description_html: HTML
    vendor: str
    product_type: str
    tags: list[str]
    is_gift_card: bool
    created_at: DateTime
    updated_at: DateTime
    published_at: DateTime
    seo: SEO
    featured_image: Image | None = strawberry.field(description="Its first picture.")
    size_chart: SizeChart | None = strawberry.field(description="Measures by size.")

    @strawberry.field(description="Plain text, cut with an ellipsis where a length is given.")
    def description(self: Any, truncate_at: int | None = None) -> str:
        """Return the description as plain text."""
        return truncated(self.description, truncate_at)

    @strawberry.field(graphql_type=TaxonomyCategory | None, description="Its kind in a tree of kinds.")
    def category(self: Any) -> CategoryNode | None:
        """Return the category."""
        return CategoryNode(path=self.category) if self.category else None

    @strawberry.field(graphql_type=list[ProductOption], description="In what its variants differ.")
    def options(self: Any, first: int | None = None) -> list[OptionNode]:
        """Return the options, or the first few."""
        return option_nodes(self, first=first)

    @strawberry.field(graphql_type=ImageConnection)
    def images(
        self: Any,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
        reverse: bool | None = False,
        sort_key: ProductImageSortKeys | None = ProductImageSortKeys.POSITION,
    ) -> Page[ImageRecord]:
        """Return its pictures."""
        items = ordered(self.images, sort_key=sort_key, orders=_BY_ID, reverse=reverse)
        return paginate(items, first=first, after=after, last=last, before=before)

    @strawberry.field(graphql_type=MediaConnection)
    def media(
        self: Any,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
        reverse: bool | None = False,
        sort_key: ProductMediaSortKeys | None = ProductMediaSortKeys.POSITION,
    ) -> Page[MediaRecord]:
        """Return its media."""
        items = ordered(self.media, sort_key=sort_key, orders=_BY_ID, reverse=reverse)
        return paginate(items, first=first, after=after, last=last, before=before)

    @strawberry.field(graphql_type=ProductVariantConnection)
    def variants(
        self: Any,
        info: Info,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
        reverse: bool | None = False,
        sort_key: ProductVariantSortKeys | None = ProductVariantSortKeys.POSITION,
    ) -> Page[VariantRecord]:
        """Return its variants."""
        seen = seen_variants(info.context, self)
        items = ordered(seen, sort_key=sort_key, orders=_VARIANT_ORDERS, reverse=reverse)
        return paginate(items, first=first, after=after, last=last, before=before)

    @strawberry.field(graphql_type=Count | None)
    def variants_count(self: Any, info: Info) -> Count:
        """Return how many variants there are to see."""
        return exact_count(len(seen_variants(info.context, self)))

    @strawberry.field(graphql_type=CollectionConnectionType, description="The collections that it is in.")
    def collections(
        self: Any,
        info: Info,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
        reverse: bool | None = False,
    ) -> Page[CollectionRecord]:
        """Return its collections."""
        known = view_of(info.context).collections
        held = [known[found.number] for found in self.collections if found.number in known]
        items = ordered(held, sort_key=None, orders={}, reverse=reverse)
        return paginate(items, first=first, after=after, last=last, before=before)

    @strawberry.field(
        graphql_type=ProductVariant | None, description="The variant with a value picked for every option."
    )
    def variant_by_selected_options(
        self: Any,
        info: Info,
        selected_options: list[SelectedOptionInput],
        ignore_unknown_options: bool | None = False,
        case_insensitive_match: bool | None = False,
    ) -> VariantRecord | None:
        """Return the variant; none when the picks are too few or fit no variant."""
        choices = choices_of(
            self,
            picks=selected_options,
            ignore_unknown_options=bool(ignore_unknown_options),
            case_insensitive_match=bool(case_insensitive_match),
        )
        return exact_variant(seen_variants(info.context, self), choices)

    @strawberry.field(description="Which combinations of option values exist, encoded as `v1_` and a trie.")
    def encoded_variant_existence(self: Any, info: Info) -> str | None:
        """Return the combinations that there are to see."""
        return encode_choices(variant.choices for variant in seen_variants(info.context, self))

    @strawberry.field(description="Whether it is sold only by subscription; there are none here.")
    def requires_selling_plan(self: Any) -> bool:
        """Return false: there are no subscriptions."""
        return False

    @strawberry.field(
        graphql_type=SellingPlanGroupConnection, description="Its subscriptions; there are none here."
    )
    def selling_plan_groups(
        self: Any,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
        reverse: bool | None = False,  # noqa: ARG002
    ) -> Page[Any]:
        """Return no group."""
        return paginate([], first=first, after=after, last=last, before=before)

    @classmethod
    def is_type_of(cls, obj: object, _info: object) -> bool:
        """Tell whether a record is a product."""
        return isinstance(obj, ProductRecord)


@strawberry.type(description="A product in a list.")
class ProductEdge:
    """A product in a list."""

    cursor: str
    node: Product


@strawberry.type(description="A page of products.")
class ProductConnection:
    """A page of products."""

    edges: list[ProductEdge]
    nodes: list[Product]
    page_info: PageInfo

    @strawberry.field(graphql_type=list[Filter], description="Ways to narrow the whole list.")
    def filters(self: Any) -> Any:
        """Return the filters with counts; they are counted when asked for."""
        return facets_of_page(self)
