"""`create_app()`: the whole shop as one ASGI application."""

from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, aclosing, asynccontextmanager
from functools import partial
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from comptoir.catalog.media.route import media_routes
from comptoir.catalog.media.store import MediaStore
from comptoir.catalog.media.upload import PictureUpload
from comptoir.channels.boundary import mount
from comptoir.clock import Clock
from comptoir.customer_facts import PREVIEW_HEADER
from comptoir.doors.pages import door_routes
from comptoir.errors import Refusal
from comptoir.graphql.answer import GraphQLAnswer, refused
from comptoir.graphql.context import RequestContext
from comptoir.graphql.execute import GraphQLRequest
from comptoir.graphql.http import STAFF_ENDPOINT, GraphQLEndpoint, HttpRequest
from comptoir.graphql.ide import ide_files, ide_page, staff_ide_page
from comptoir.graphql.streaming.endpoint import Streaming, StreamingEndpoint
from comptoir.graphql.streaming.socket import SocketBounds
from comptoir.graphql.streaming.streams import closing_on_signals
from comptoir.health import health_routes
from comptoir.hooks.payments import RunningProvider
from comptoir.jobs.background import run_background
from comptoir.logs import configure_logging
from comptoir.payments.routes import payment_routes
from comptoir.principal import VISITOR, Actor
from comptoir.settings import Settings, load_settings
from comptoir.shop import Shop
from comptoir.staff.sign_in import staff_context
from comptoir.startup import start_shop
from comptoir.storefront_tokens import PURPOSE, TOKEN_HEADER, buyer_address, read_channel

_PAGE_SCHEMES = {"ws": "http", "wss": "https"}


def create_app(
    settings: Settings | None = None, *, plugins: Sequence[Any] = (), clock: Clock | None = None
) -> Starlette:
    """Return the application: settings → database → plugins → schema → snapshot → channels.

    `plugins` are taken in beside the installed ones. Raises `ConfigurationError` where the shop cannot start.
    """
    settings = settings or load_settings()
    configure_logging(settings)
    return serve(start_shop(settings, plugins=plugins, clock=clock))


def serve(shop: Shop) -> Starlette:
    """Return the ASGI application of a started shop; it closes the shop when it shuts down."""
    app = Starlette(
        routes=_routes(shop),
        middleware=[
            Middleware(TrustedHostMiddleware, allowed_hosts=list(shop.settings.trusted_hosts)),
            Middleware(StreamingEndpoint, streaming=_streaming(shop)),
            Middleware(
                GraphQLEndpoint,
                answer=_answer(shop),
                body_bytes=shop.settings.limits.body_bytes,
                page=ide_page() if shop.settings.ide else None,
            ),
            Middleware(
                GraphQLEndpoint,
                answer=_answer_staff(shop),
                body_bytes=shop.settings.limits.body_bytes,
                page=staff_ide_page() if shop.settings.ide else None,
                paths=STAFF_ENDPOINT,
                shared=False,
            ),
            Middleware(
                PictureUpload, store=MediaStore(shop.settings.data_dir), context=partial(_staff_context, shop)
            ),
            # Behind the endpoints above, which refuse what is too large in their own words.
            Middleware(RequestBodyLimitMiddleware, max_body_size=shop.settings.limits.body_bytes),
        ],
        lifespan=_lifespan(shop),
    )
    app.state.shop = shop
    return app


def _routes(shop: Shop) -> list[BaseRoute]:
    routes: list[BaseRoute] = [
        *health_routes(shop),
        *door_routes(shop),
        *payment_routes(shop),
        *media_routes(MediaStore(shop.settings.data_dir)),
    ]
    if shop.settings.ide:
        routes.append(ide_files())
    if shop.storefront is not None and shop.storefront.assets is not None:
        files = StaticFiles(directory=shop.storefront.assets)
        routes.append(Mount(f"/assets/{shop.storefront.name}", app=files))
    # The root channel takes every path, so it comes last.
    channels = sorted(shop.channels, key=lambda known: -len(known.path))
    doors = [Route(channel.path, _to_front_page) for channel in channels if channel.path]
    return [*routes, *doors, *(mount(channel, host=shop) for channel in channels)]


async def _to_front_page(request: Request) -> Response:
    # A mount answers below its path alone, and the root channel would take the bare path.
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"{request.url.path}/{query}", status_code=307)


def _answer(shop: Shop) -> Any:
    async def answer(request: GraphQLRequest, http: HttpRequest) -> GraphQLAnswer:
        return await shop.execute(request, await _context(shop, http))

    return answer


def _answer_staff(shop: Shop) -> Any:
    async def answer(request: GraphQLRequest, http: HttpRequest) -> GraphQLAnswer:
        return await shop.execute(request, await _staff_context(shop, http), schema="staff")

    return answer


async def _staff_context(shop: Shop, http: HttpRequest) -> RequestContext:
    client = http.scope.get("client")
    return await staff_context(
        shop,
        headers=http.headers,
        base_url=_base_url(shop, http),
        client_address=client[0] if client else "",
    )


def _streaming(shop: Shop) -> Streaming:
    async def follow(
        request: GraphQLRequest, http: HttpRequest, *, tick_seconds: float | None = None
    ) -> AsyncGenerator[GraphQLAnswer | None, None]:
        try:
            context = await _context(shop, http)
        except Refusal as refusal:
            yield refused(refusal.code, refusal.message)
            return
        async with aclosing(shop.subscribe(request, context, tick_seconds=tick_seconds)) as answers:
            async for answer in answers:
                yield answer

    settings = shop.settings
    return Streaming(
        follow=follow,
        is_subscription=shop.executors["storefront"].is_subscription,
        streams=shop.streams,
        bounds=SocketBounds(
            message_bytes=settings.limits.body_bytes,
            origins=frozenset({*settings.allowed_origins, settings.base_url.rstrip("/")} - {""}),
        ),
    )


async def _context(shop: Shop, http: HttpRequest) -> RequestContext:
    client = http.scope.get("client")
    address = client[0] if client else ""
    actor = VISITOR
    if token := http.headers.get(TOKEN_HEADER.encode()):
        channel = read_channel(shop.signer(PURPOSE), token.decode("latin-1"))
        if channel is not None:
            actor = Actor(kind="visitor", channel=channel)
            address = buyer_address(http.headers) or address
    preview = http.headers.get(PREVIEW_HEADER.encode())
    return await shop.context(
        base_url=_base_url(shop, http),
        actor=actor,
        client_address=address,
        customer=shop.customer_facts(preview=None if preview is None else preview.decode("latin-1")),
    )


def _base_url(shop: Shop, http: HttpRequest) -> str:
    if shop.settings.base_url:
        return shop.settings.base_url.rstrip("/")
    host = http.headers.get(b"host", b"localhost").decode("latin-1")
    scheme = http.scope.get("scheme", "http")
    return f"{_PAGE_SCHEMES.get(scheme, scheme)}://{host}"


def _background(shop: Shop) -> AbstractAsyncContextManager[None]:
    return run_background(
        shop,
        subscriptions=[found for _, found in shop.registry.contributions("register_subscriptions")],
        jobs=[found for _, found in shop.registry.contributions("register_jobs")],
    )


def _lifespan(shop: Shop) -> Any:
    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:  # noqa: ARG001
        try:
            async with AsyncExitStack() as stack:
                stack.enter_context(closing_on_signals(shop.streams))
                for provider in shop.providers:
                    if isinstance(provider, RunningProvider):
                        await stack.enter_async_context(provider.running())
                await stack.enter_async_context(_background(shop))
                yield
        finally:
            shop.streams.close()
            await shop.db.close()

    return lifespan
