"""`RemoteHost`: what a channel asks of its host, when the shop is elsewhere."""

from collections.abc import Mapping

import httpx2
from starlette.requests import HTTPConnection

from comptoir.customer_facts import preview_of
from comptoir.errors import BadUserInputError, RefusalCode
from comptoir.graphql.channel_documents import ChannelDocument
from comptoir.graphql.client import ShopClient, ShopClientError, Visitor
from comptoir.graphql.http_transport import HttpTransport
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
            preview=preview_of(connection.headers) if connection is not None else None,
        )
        return ShopClient(self._transport, visitor, documents=self.documents)

    async def check_preview(self, preview: str) -> None:
        """Ask the shop whether a preview is good, which it alone can tell.

        Raises `BadUserInputError` for one that is not, and `ShopClientError` where the shop does not answer.
        """
        visitor = Visitor(channel="", base_url=self.shop_url, preview=preview)
        try:
            await ShopClient(self._transport, visitor, documents={}).execute("{ __typename }")
        except ShopClientError as error:
            if error.code == RefusalCode.BAD_USER_INPUT:
                raise BadUserInputError(str(error)) from error
            raise

    def base_url(self, connection: HTTPConnection) -> str:
        """Return the address of this process, without a trailing slash."""
        return self.settings.base_url.rstrip("/") or f"{connection.url.scheme}://{connection.url.netloc}"

    def media_base(self, connection: HTTPConnection) -> str:  # noqa: ARG002
        """Return the address that the shop's pictures have in its answers."""
        return self.shop_url

    def signer(self, purpose: str) -> Signer:
        """Return a signer whose texts are good for that purpose alone."""
        return Signer(self.settings.signing_key(), purpose=purpose)
