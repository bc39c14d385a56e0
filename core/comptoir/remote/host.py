"""`RemoteHost`: what a channel asks of its host, when the shop is elsewhere."""

from collections.abc import Mapping

import httpx2
from starlette.requests import HTTPConnection

from comptoir.graphql.client import ChannelDocument, HttpTransport, ShopClient, Visitor
from comptoir.hooks.contributions import Storefront
from comptoir.settings import Settings
from comptoir.signing import Signer


class RemoteHost:
    """Runs one channel for a shop at another address."""

    def __init__(
        self,
        shop_url: str,
        *,
        settings: Settings,
        storefront: Storefront | None,
        http: httpx2.AsyncClient,
        token: str = "",
    ) -> None:
        self.shop_url = shop_url.rstrip("/")
        self.settings = settings
        self.storefront = storefront
        self.documents: Mapping[str, ChannelDocument] = {}
        self._transport = HttpTransport(self.shop_url, client=http, token=token)

    def client(
        self,
        connection: HTTPConnection | None,
        *,
        channel: str,
        country: str | None = None,
        language: str | None = None,
    ) -> ShopClient:
        """Return the door to the shop for one visitor."""
        visitor = Visitor(
            channel=channel,
            country=country,
            language=language,
            base_url=self.shop_url,
            address=connection.client.host if connection is not None and connection.client else "",
        )
        return ShopClient(self._transport, visitor, documents=self.documents)

    def base_url(self, connection: HTTPConnection) -> str:
        """Return the address of this process, without a trailing slash."""
        return self.settings.base_url.rstrip("/") or f"{connection.url.scheme}://{connection.url.netloc}"

    def media_base(self, connection: HTTPConnection) -> str:  # noqa: ARG002
        """Return the address that the shop's pictures have in its answers."""
        return self.shop_url

    def signer(self, purpose: str) -> Signer:
        """Return a signer whose texts are good for that purpose alone."""
        return Signer(self.settings.signing_key(), purpose=purpose)
