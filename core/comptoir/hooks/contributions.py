"""What a plugin's hooks return: plain, typed, frozen descriptions that the kernel assembles."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from starlette.routing import BaseRoute

from comptoir.db.tx import ReadTx
from comptoir.events.event import Event
from comptoir.graphql.context import RequestContext

if TYPE_CHECKING:
    from comptoir.shop import Shop

SchemaName = Literal["storefront", "staff"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeExtension:
    """Fields for a type that another context owns: the fields of the strawberry type `fields` join `target`.

    Resolvers of `fields` get the target's object as `self`. Fields that an outside plugin adds must be
    nullable, so that a fault nulls that field alone.
    """

    target: type
    fields: type


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphQLContribution:
    """Root fields (each class's fields join Query, Mutation or Subscription), type extensions, extra types."""

    schema: SchemaName = "storefront"
    queries: tuple[type, ...] = ()
    mutations: tuple[type, ...] = ()
    subscriptions: tuple[type, ...] = ()
    extensions: tuple[TypeExtension, ...] = ()
    types: tuple[Any, ...] = ()
    """Types that no field names, such as members of an interface."""
    nodes: Mapping[str, Callable[[RequestContext, str], Any]] = field(default_factory=dict)
    """Loaders for `node(id:)` by global-id type: `{"Product": load}`; gets the whole id, gives the object, an
    awaitable of it, or none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Migrations:
    """A folder of Alembic revisions with a version table of its own: `alembic_version_<owner>`."""

    owner: str
    folder: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """A subscriber to events of one class: awaited after the commit, retried, then dead-lettered.

    Delivery is at least once; `handler` must bear a repeated event. `concerns` says by the event alone whether it
    matters to the subscriber; by default each does.
    """

    event: type[Event]
    name: str
    handler: Callable[["Shop", Event], Awaitable[None]]
    concerns: Callable[[Any], bool] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Work that runs in the background every so many seconds, one process at a time."""

    name: str
    run: Callable[["Shop"], Awaitable[None]]
    every_seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Visibility:
    """Decides what a request may see of the catalogue; all contributed ones must agree.

    `products(context)` is a bitset over product ordinals; `variant(context, record)` decides one variant.
    """

    name: str
    products: Callable[[RequestContext], int]
    variant: Callable[[RequestContext, Any], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetValue:
    """A choice within a facet: `input` is the `ProductFilter` that picks it, `bits` the products it fits."""

    key: str
    label: str
    input: Mapping[str, Any]
    bits: int
    count: int | None = None
    """How many products it fits, when that is known without counting bits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """A group of filter values, such as Availability, Price, Size; `id` is `filter.v.availability` or the like."""

    id: str
    label: str
    kind: Literal["BOOLEAN", "LIST", "PRICE_RANGE"]
    values: Sequence[FacetValue]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingAxis:
    """A dimension of product lists that a context above the catalogue owns: a sort key, a filter, a facet.

    All sets of products are bitsets over `ProductRecord.ordinal`.
    """

    name: str
    """Field of `ProductFilter` that it answers, such as `price` or `available`; also its name in errors."""
    matches: Callable[[RequestContext, Any], int] | None = None
    """The products that a filter value fits; the value is the parsed GraphQL input."""
    facet: Callable[[RequestContext, int], Facet | None] | None = None
    """The facet to show for the products listed; none where it would not help."""
    sort_key: str | None = None
    """The sort key of the dialect that it answers, such as `PRICE`."""
    ranks: Callable[[RequestContext], Sequence[Any]] | None = None
    """For `sort_key`: a comparable rank for each product, indexed by ordinal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Capability:
    """Something a channel lets people do; where it does not, `fallback` says what to do instead."""

    name: str
    supported: bool = True
    fallback: str | None = None
    through: str | None = None
    """Name of the channel that people are led to for it: in a shop where that one does not support it, or that has
    none of the name, this channel does not either, and its `fallback` holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductView:
    """A view in which a channel shows products, as `comptoir parity` reads it.

    `path` has `{handle}`, `{country}` and `{language}` (as in the dialect: `FR`, `EN`) to fill in. A page carries
    JSON-LD and is read as everybody and as each customer group sees it. A probe lists all offers of a market as JSON
    (`comptoir.parity.probes`) and needs no handle; it stands for what is published to all, such as a feed, where
    there are no groups.
    """

    name: str
    path: str
    reads: Literal["jsonld", "probe"] = "jsonld"

    @property
    def knows_groups(self) -> bool:
        """Whether it may show members of a customer group prices of their own."""
        return self.reads == "jsonld"


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A front end of the shop, mounted at `path`; it reads and writes through `ShopClient` alone."""

    name: str
    title: str
    path: str
    """Where it is mounted, such as `/mobile`; the empty text is the root of the site."""
    routes: Sequence[BaseRoute]
    documents: Path | None = None
    """Folder of its `.graphql` files, each holding one operation; those in its folder `fragments` hold what
    they share. Validated at start-up."""
    capabilities: tuple[Capability, ...] = ()
    summary: Mapping[str, str] = field(default_factory=dict)
    """What it is for, in a sentence by language: `{"en": "The shop in a browser.", "fr": "…"}`."""
    product_views: tuple[ProductView, ...] = ()
    """Where it shows products: `comptoir parity` compares each of them with the core."""
    exception_handlers: Mapping[Any, Any] = field(default_factory=dict)
    """Its own pages for errors, as Starlette takes them: by status code or exception class."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Storefront:
    """A brand: theme tokens that all channels wear, and demonstration data."""

    name: str
    title: str
    theme: Mapping[str, str]
    """Design tokens as CSS custom properties without the dashes: `{"color-ink": "#1a1a1a"}`."""
    load: Callable[["Shop", Callable[[str, int, int], None]], Awaitable[None]] | None = None
    """Fills an empty shop with demonstration data; told a `progress(step, done, of)` to call."""
    assets: Path | None = None
    """Folder of public files (logo, fonts), served under `/assets/<storefront>/`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A contradiction that a check found: what it is about, such as an order, and what is wrong with it."""

    subject: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A check of what is stored, run by `comptoir doctor` in one consistent read; it repairs nothing."""

    name: str
    """What is checked, such as `stock`."""
    run: Callable[[ReadTx], Sequence[Finding]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A command for `comptoir`: `app` is a Typer application that joins the command line under `name`."""

    name: str
    app: Any
