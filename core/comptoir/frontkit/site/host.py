"""What a channel may ask of whoever runs it: the shop itself, or a process of its own beside a remote shop."""

from typing import Any, Protocol

from starlette.requests import HTTPConnection

from comptoir.graphql.client import ShopClient
from comptoir.hooks.contributions import Storefront
from comptoir.settings import Settings


class SignsTexts(Protocol):
    """Signs values for one purpose."""

    def dumps(self, value: Any) -> str:
        """Return a signed text."""
        ...

    def loads(self, text: str, *, max_age: int) -> Any:
        """Return the value, or raise `BadUserInputError`."""
        ...


class ChannelHost(Protocol):
    """Runs channels."""

    @property
    def settings(self) -> Settings:
        """The settings of the process."""
        ...

    @property
    def storefront(self) -> Storefront | None:
        """The brand whose theme channels wear."""
        ...

    def client(
        self,
        connection: HTTPConnection | None,
        *,
        channel: str,
        country: str | None = None,
        language: str | None = None,
    ) -> ShopClient:
        """Return the door to the shop for one visitor."""
        ...

    def base_url(self, connection: HTTPConnection) -> str:
        """Return the public address, without a trailing slash."""
        ...

    def media_base(self, connection: HTTPConnection) -> str:
        """Return the address that pictures begin with in the shop's answers; this host serves them, too."""
        ...

    def signer(self, purpose: str) -> SignsTexts:
        """Return a signer whose texts are good for that purpose alone."""
        ...
