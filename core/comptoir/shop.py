"""`Shop`: one running application, as its parts see it."""

from collections.abc import AsyncGenerator, Callable, Hashable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any, TypeVar

from starlette.requests import HTTPConnection

from comptoir.clock import Clock
from comptoir.customer_facts import NOBODY, PURPOSE, CustomerFacts, preview_of, read_preview
from comptoir.db.database import Database
from comptoir.errors import Refusal
from comptoir.graphql.answer import GraphQLAnswer, refused
from comptoir.graphql.channel_documents import ChannelDocument
from comptoir.graphql.client import ShopClient, Visitor
from comptoir.graphql.context import RequestContext
from comptoir.graphql.execute import Executor, GraphQLRequest
from comptoir.graphql.streaming.streams import Streams
from comptoir.hooks.contributions import (
    Channel,
    ListingAxis,
    SchemaName,
    Storefront,
    Visibility,
)
from comptoir.hooks.payments import PaymentProvider
from comptoir.hooks.registry import PluginRegistry
from comptoir.hooks.shipping import ShippingProvider
from comptoir.hooks.tax import TaxProvider
from comptoir.principal import Actor
from comptoir.readmodel.owner import ReadModel
from comptoir.settings import Settings
from comptoir.signing import Signer

T = TypeVar("T")


@dataclass(slots=True, kw_only=True, eq=False)
class Shop:
    """One running application: its database, read model, schemas, plugins and channels."""

    settings: Settings
    clock: Clock
    db: Database
    registry: PluginRegistry
    readmodel: ReadModel
    executors: Mapping[SchemaName, Executor]
    axes: Sequence[ListingAxis] = ()
    visibilities: Sequence[Visibility] = ()
    nodes: Mapping[str, Callable[[RequestContext, str], Any]] = field(default_factory=dict)
    """Loaders of objects by the type in their global id."""
    storefront: Storefront | None = None
    payment_providers: dict[str, PaymentProvider] = field(default_factory=dict)
    """Who takes payments, by name."""
    shipping_providers: dict[str, ShippingProvider] = field(default_factory=dict)
    """Who says what carriage costs, by name, in the order in which their options are shown."""
    tax_providers: dict[str, TaxProvider] = field(default_factory=dict)
    """Who could say what tax is due, by name."""
    channels: list[Channel] = field(default_factory=list)
    documents: dict[str, Mapping[str, ChannelDocument]] = field(default_factory=dict)
    memo: dict[Hashable, Any] = field(default_factory=dict)
    """Objects that contexts keep for as long as the application runs, such as counters of attempts."""

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return the object for a key, made at the first call in this application."""
        try:
            found: T = self.memo[key]
        except KeyError:
            found = self.memo[key] = make()
        return found

    async def context(
        self,
        *,
        base_url: str,
        actor: Actor,
        country: str | None = None,
        language: str | None = None,
        client_address: str = "",
        customer: CustomerFacts = NOBODY,
    ) -> RequestContext:
        """Return the context of one operation, over an up-to-date snapshot."""
        return RequestContext(
            shop=self,
            snapshot=await self.readmodel.current(),
            actor=actor,
            now=self.clock.now(),
            base_url=base_url,
            country=country,
            language=language,
            client_address=client_address,
            customer=customer,
        )

    def customer_facts(self, *, preview: str | None = None) -> CustomerFacts:
        """Return what is known of whoever asks: what their preview states, else nothing.

        Raises `BadUserInputError` for a preview that this shop did not make, or that has expired.
        """
        return NOBODY if preview is None else read_preview(self.signer(PURPOSE), preview)

    async def check_preview(self, preview: str) -> None:
        """Raise `BadUserInputError` for a preview that this shop did not make, or that has expired."""
        self.customer_facts(preview=preview)

    async def execute(
        self, request: GraphQLRequest, context: RequestContext, *, schema: SchemaName = "storefront"
    ) -> GraphQLAnswer:
        """Answer a GraphQL request."""
        return await self.executors[schema].execute(request, context)

    async def subscribe(
        self,
        request: GraphQLRequest,
        context: RequestContext,
        *,
        schema: SchemaName = "storefront",
        tick_seconds: float | None = None,
    ) -> AsyncGenerator[GraphQLAnswer | None, None]:
        """Answer a GraphQL request as a stream, which ends when the application shuts down.

        Yields none after each silence of `tick_seconds`. Raises `Refusal` where too many streams are open.
        """
        with self.streams.admitted():
            answers = self.executors[schema].subscribe(request, context)
            async with aclosing(self.streams.follow(answers, tick_seconds=tick_seconds)) as followed:
                async for answer in followed:
                    yield answer

    @property
    def streams(self) -> Streams:
        """The streams that this process holds open."""
        return self.once(Streams, lambda: Streams(most=self.settings.most_streams))

    def client(
        self,
        connection: HTTPConnection | None,
        *,
        channel: str,
        country: str | None = None,
        language: str | None = None,
    ) -> ShopClient:
        """Return a channel's client for one visitor; country and language as in the dialect: `FR`, `EN`."""
        base_url = self.base_url(connection) if connection is not None else self.settings.base_url
        visitor = Visitor(
            channel=channel,
            country=country,
            language=language,
            base_url=base_url,
            address=connection.client.host if connection is not None and connection.client else "",
            preview=preview_of(connection.headers) if connection is not None else None,
        )
        return ShopClient(InProcessTransport(self), visitor, documents=self.documents.get(channel, {}))

    @property
    def providers(self) -> Sequence[object]:
        """All providers of payments, carriage and tax."""
        return [
            *self.payment_providers.values(),
            *self.shipping_providers.values(),
            *self.tax_providers.values(),
        ]

    @property
    def tax_provider(self) -> TaxProvider | None:
        """Who is asked what tax is due; none where the shop's own table says it."""
        return self.tax_providers.get(self.settings.tax.provider)

    def base_url(self, connection: HTTPConnection) -> str:
        """Return the public address of the shop, without a trailing slash."""
        return self.settings.base_url.rstrip("/") or f"{connection.url.scheme}://{connection.url.netloc}"

    def media_base(self, connection: HTTPConnection) -> str:
        """Return the address that pictures begin with in answers: the shop's own."""
        return self.base_url(connection)

    def signer(self, purpose: str) -> Signer:
        """Return a signer whose texts are good for that purpose alone."""
        return self.once((Signer, purpose), lambda: Signer(self.settings.signing_key(), purpose=purpose))


class InProcessTransport:
    """Carries a channel's requests to the shop in the same process, through the one path to the schema."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop

    async def send(self, request: GraphQLRequest, visitor: Visitor) -> Mapping[str, Any]:
        """Return the body of the answer."""
        try:
            context = await self._context(visitor)
        except Refusal as refusal:
            return refused(refusal.code, refusal.message).body()
        return (await self._shop.execute(request, context)).body()

    async def follow(
        self, request: GraphQLRequest, visitor: Visitor
    ) -> AsyncGenerator[Mapping[str, Any], None]:
        """Yield the bodies of a subscription's answers."""
        async with aclosing(self._shop.subscribe(request, await self._context(visitor))) as answers:
            async for answer in answers:
                if answer is not None:
                    yield answer.body()

    async def _context(self, visitor: Visitor) -> RequestContext:
        return await self._shop.context(
            base_url=visitor.base_url,
            actor=Actor(kind="visitor", channel=visitor.channel),
            country=visitor.country,
            language=visitor.language,
            client_address=visitor.address,
            customer=self._shop.customer_facts(preview=visitor.preview),
        )
