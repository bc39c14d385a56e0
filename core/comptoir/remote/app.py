"""The application of one channel beside a remote shop."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx2
import structlog
from graphql import GraphQLSchema, build_client_schema, get_introspection_query
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from comptoir.channels.boundary import mount
from comptoir.errors import ConfigurationError
from comptoir.graphql.channel_documents import load_documents
from comptoir.hooks.contributions import Channel
from comptoir.hooks.registry import PluginRegistry
from comptoir.remote.host import RemoteHost
from comptoir.remote.passing import passing_routes
from comptoir.settings import Settings
from comptoir.startup import pick_storefront

_SECONDS = 10.0
_log = structlog.get_logger(__name__)


def remote_app(name: str, *, shop_url: str, settings: Settings, token: str = "") -> Starlette:
    """Return the application that serves an installed channel for the shop at an address.

    Its documents are held against the shop's schema; a shop that is away is no reason not to start. Raises
    `ConfigurationError` where no installed plugin has such a channel, or its documents do not fit.
    """
    registry = PluginRegistry(settings.plugins)
    registry.take_installed()
    http = httpx2.AsyncClient(timeout=_SECONDS)
    host = RemoteHost(
        shop_url, settings=settings, storefront=pick_storefront(settings, registry), http=http, token=token
    )
    channel = _find(registry, name, host)
    if channel.documents:
        host.documents = documents = load_documents(channel.documents)
        documents.check(_schema(host, shop_url))
    return Starlette(routes=_routes(channel, host, http), lifespan=_closing(http))


def _find(registry: PluginRegistry, name: str, host: RemoteHost) -> Channel:
    known: list[str] = []
    for plugin in registry.active:
        registry.contribute_with_shop(plugin, host)
        for channel in plugin.contributions.get("register_channels", ()):
            known.append(channel.name)
            if channel.name == name:
                return channel  # type: ignore[no-any-return]
    raise ConfigurationError(
        f"no installed plugin has the channel '{name}' (there are: {', '.join(known) or 'none'})"
    )


def _schema(host: RemoteHost, shop_url: str) -> GraphQLSchema | None:
    """Return the shop's schema, or none where it is away or tells nobody."""
    try:
        answer = httpx2.post(
            f"{host.shop_url}/graphql", json={"query": get_introspection_query()}, timeout=_SECONDS
        ).json()
    except (httpx2.HTTPError, ValueError):
        _log.warning("remote.shop_away", shop=shop_url)
        return None
    return build_client_schema(answer["data"]) if answer.get("data") else None


def _routes(channel: Channel, host: RemoteHost, http: httpx2.AsyncClient) -> list[BaseRoute]:
    async def healthz(request: Request) -> Response:  # noqa: ARG001
        return PlainTextResponse("ok")

    async def front(request: Request) -> Response:  # noqa: ARG001
        return RedirectResponse(f"{channel.path}/", status_code=307)

    doors = [Route(path, front) for path in ("/", channel.path)] if channel.path else []
    return [
        Route("/healthz", healthz),
        *passing_routes(host.shop_url, http),
        *doors,
        mount(channel, host=host),
    ]


def _closing(http: httpx2.AsyncClient):  # type: ignore[no-untyped-def]  # noqa: ANN202
    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:  # noqa: ARG001
        try:
            yield
        finally:
            await http.aclose()

    return lifespan
