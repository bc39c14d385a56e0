"""Payments in the GraphQL schema: who takes them, and what a payer has to do."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import strawberry

from comptoir.graphql.context import Info
from comptoir.hooks.payments import PaymentProvider as Provider
from comptoir.markets import locale_of
from comptoir.payments.adapters import adapter_path


@strawberry.enum(description="What a payer has to do before a payment goes on.")
class PaymentActionKind(StrEnum):
    """What a payer has to do."""

    REDIRECT = "REDIRECT"
    CLIENT_SECRET = "CLIENT_SECRET"  # noqa: S105 - a kind, not a secret
    READER = "READER"


@strawberry.type(description="What a payer has to do before a payment goes on.")
class PaymentAction:
    """What a payer has to do. Resolves on `comptoir.hooks.payments.PaymentAction`."""

    kind: PaymentActionKind
    url: str | None = strawberry.field(
        description="REDIRECT: the page to open. READER: a page that stands in for the card, where there is one."
    )
    client_secret: str | None = strawberry.field(
        description="CLIENT_SECRET: what the provider's own script needs to let this payer confirm."
    )
    publishable_key: str | None = strawberry.field(
        description="CLIENT_SECRET: names the shop to the provider's own script; no secret."
    )


@strawberry.type(description="A provider's own script, for the page where its payers pay and for no other.")
class PaymentScript:
    """A provider's own script. Resolves on `comptoir.hooks.payments.PaymentScript`."""

    url: str
    publishable_key: str = strawberry.field(description="Names the shop to the script; no secret.")
    script_sources: list[str] = strawberry.field(
        description="What the page's Content-Security-Policy allows for scripts, besides its own."
    )
    frame_sources: list[str] = strawberry.field(description="The same for frames.")
    connect_sources: list[str] = strawberry.field(description="The same for connections.")

    @strawberry.field(
        description="The path of a script of the shop's own that mounts the provider's form and gives its tokens; "
        "it needs the script at `url` before it."
    )
    def adapter(self: Any) -> str | None:
        """Return the path of the adapter."""
        return None if self.adapter is None else adapter_path(self.adapter)


@strawberry.type(description="A token that payers choose by name, such as a test card.")
class PaymentToken:
    """A token that payers choose by name. Resolves on `comptoir.hooks.payments.PaymentToken`."""

    token: str

    @strawberry.field(description="What a payer reads.")
    def title(self: Any, info: Info) -> str:
        """Return the title in the language of the request, else in English."""
        return _title(self.title, info)


@strawberry.type(description="Someone who takes payments.")
class PaymentProvider:
    """Someone who takes payments. Resolves on the provider itself."""

    name: str = strawberry.field(description="How `payment: {provider}` names it.")

    @strawberry.field(description="What a payer reads.")
    def title(self: Any, info: Info) -> str:
        """Return the title in the language of the request, else in English."""
        return _title(self.title, info)

    @strawberry.field(
        graphql_type=list[PaymentToken],
        description="What payers choose from, such as test cards; a page needs no script for them.",
    )
    def tokens(self: Any) -> Any:
        """Return the tokens to choose from."""
        return self.capabilities.tokens

    @strawberry.field(description="Whether it drives card readers at a counter.")
    def readers(self: Any) -> bool:
        """Tell whether it drives readers."""
        return bool(self.capabilities.readers)

    @strawberry.field(
        graphql_type=PaymentScript | None,
        description="Its script for web pages; none where it needs none.",
    )
    def script(self: Any) -> Any:
        """Return its script."""
        return self.capabilities.script


def _title(titles: Mapping[str, str], info: Info) -> str:
    return titles.get(locale_of(info.context).language.lower()) or titles["en"]


@strawberry.type
class PaymentQueries:
    """Reading who takes payments."""

    @strawberry.field(
        graphql_type=list[PaymentProvider], description="Who takes payments in this shop, by name."
    )
    def payment_providers(self, info: Info) -> list[Provider]:
        """Return the providers."""
        providers = info.context.shop.payment_providers
        return [providers[name] for name in sorted(providers)]
