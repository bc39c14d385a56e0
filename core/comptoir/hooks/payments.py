"""What a payment provider is: a card company, a reader, a wallet; and how it answers.

Every call may be repeated with the same idempotency key and then takes effect once. Amounts are in minor units
of their currency. A call that ends without an answer raises `ProviderUnavailableError`: its outcome is unknown,
and `lookup` is asked later what became of it.
"""

from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal, Protocol, runtime_checkable

from comptoir.errors import ComptoirError
from comptoir.money import Money
from comptoir.principal import Owner

GIFT_CARD = "gift-card"
STORE_CREDIT = "store-credit"
CASH = "cash"
EXTERNAL_TERMINAL = "external-terminal"
RESERVED_NAMES = frozenset({GIFT_CARD, STORE_CREDIT, CASH, EXTERNAL_TERMINAL})
"""Tenders of the shop's own, which no provider may be named like."""

ActionKind = Literal["REDIRECT", "CLIENT_SECRET", "READER"]


class ProviderUnavailableError(ComptoirError):
    """A provider did not answer, or answered nothing that can be understood: the outcome is unknown."""


class UntrustedWebhookError(ComptoirError):
    """A message to the shop's webhook is unsigned, wrongly signed, too old or no message at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentScript:
    """A provider's own script, for the page where its payers pay and for no other.

    The page's Content-Security-Policy has to allow these sources besides its own.
    """

    url: str
    publishable_key: str
    """Names the shop to the script; no secret."""
    script_sources: tuple[str, ...]
    frame_sources: tuple[str, ...]
    connect_sources: tuple[str, ...]
    adapter: Path | None = None
    """A file with a script of the plugin's own, which the shop serves: it puts `mount` into
    `window.comptoirPayments[<name of the provider>]`, so that pages know no provider (see docs: payments)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentToken:
    """A token that payers choose by name, such as a test card; titles are by language."""

    token: str
    title: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentCapabilities:
    """What a provider can do."""

    script: PaymentScript | None = None
    """Where payers enter their card into a script of the provider's; none where the token comes otherwise."""

    separate_capture: bool = True
    """Authorize now and capture later."""
    multiple_captures: bool = False
    """Capture an authorization in several parts; else the rest is released with the first."""
    readers: bool = False
    """Drives card readers at a counter: the token names one."""
    tokens: tuple[PaymentToken, ...] = ()
    """What payers choose from on a page, without any script; none for providers of real money."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentAction:
    """What the payer has to do before a payment goes on.

    `REDIRECT`: open `url`. `CLIENT_SECRET`: hand the secret and the publishable key to the provider's own script
    on the page. `READER`: present a card to the reader; `url`, where there is one, stands in for it.
    """

    kind: ActionKind
    url: str | None = None
    client_secret: str | None = None
    publishable_key: str | None = None

    def __repr__(self) -> str:
        return f"PaymentAction(kind={self.kind!r})"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentMethod:
    """What was paid with, as a receipt names it: `card`, `Visa`, `4242`."""

    kind: str
    label: str = ""
    last_characters: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorized:
    """The amount is reserved for the shop; `captured` of it is taken already."""

    provider_id: str
    amount: Money
    captured: Money
    method: PaymentMethod | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionRequired:
    """The payer has to do something first."""

    provider_id: str
    action: PaymentAction


@dataclass(frozen=True, slots=True, kw_only=True)
class Processing:
    """The provider has it and will tell later, as with bank transfers."""

    provider_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Declined:
    """Nothing is charged, and nothing will be under this key; `code` is one of `DECLINE_CODES`."""

    provider_id: str = ""
    code: str = "DECLINED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancelled:
    """What was reserved is released; nothing will be charged."""

    provider_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NotStarted:
    """The provider knows nothing of the attempt, and nothing will come of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Completed:
    """A capture or a refund is done. `provider_id` is that of the refund."""

    provider_id: str
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A capture, a cancellation or a refund is not possible, and will not be."""

    code: str
    provider_id: str = ""


PaymentResult = Authorized | ActionRequired | Processing | Declined | Cancelled
LookupResult = PaymentResult | NotStarted
OperationResult = Completed | Processing | Refused

DECLINE_CODES = (
    "DECLINED",
    "INSUFFICIENT_FUNDS",
    "EXPIRED_CARD",
    "INCORRECT_CVC",
    "INCORRECT_NUMBER",
    "LOST_OR_STOLEN",
    "AUTHENTICATION_FAILED",
    "NOT_SUPPORTED",
    "LIMIT_EXCEEDED",
    "TRY_AGAIN",
    "ABANDONED",
    "NOT_STARTED",
)
"""Why a payment failed; anything else a provider says becomes `DECLINED`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundNews:
    """What a provider tells of one refund."""

    provider_id: str
    amount: Money
    result: Literal["COMPLETED", "PROCESSING", "REFUSED"]
    operation: str = ""
    """The idempotency key that the shop gave for it; empty for a refund made at the provider's own desk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderEvent:
    """A signed message of a provider. Who, what for and how much are compared before it changes anything."""

    ident: str
    type: str
    provider_id: str
    reference: str
    owner: str
    """The owner as it was given to `authorize`, as text: `checkout/…`."""
    amount: Money
    """Of the whole payment."""
    result: PaymentResult | None = None
    refund: RefundNews | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """A payment as it was asked for."""

    amount: Money
    reference: str
    owner: Owner
    idempotency_key: str
    capture: bool
    started_at: datetime
    provider_id: str = ""
    """Empty where the provider's answer was never heard."""


@runtime_checkable
class PaymentProvider(Protocol):
    """Takes payments. Titles are by language; every call may be repeated with its key."""

    name: str
    title: Mapping[str, str]
    capabilities: PaymentCapabilities

    async def authorize(
        self,
        *,
        amount: Money,
        token: str,
        idempotency_key: str,
        reference: str,
        owner: Owner,
        return_url: str,
        capture: bool,
    ) -> PaymentResult:
        """Reserve an amount, and take it at once with `capture`.

        `token` is what the provider's script or reader gave; empty asks for an action of the payer first.
        """
        ...

    async def lookup(self, attempt: Attempt) -> LookupResult:
        """Say what became of an attempt; one that is still to begin is stopped for good."""
        ...

    async def capture(
        self, *, provider_id: str, amount: Money, idempotency_key: str, final: bool
    ) -> OperationResult:
        """Take an amount of what is reserved; with `final`, release the rest."""
        ...

    async def cancel(self, *, provider_id: str, idempotency_key: str) -> PaymentResult:
        """Release what is reserved, or stop what is under way; answers what the payment is then."""
        ...

    async def refund(
        self, *, provider_id: str, amount: Money, idempotency_key: str, repeated: bool
    ) -> OperationResult:
        """Give an amount back. `repeated` where an earlier call with the key may have been heard."""
        ...

    async def parse_webhook(self, *, headers: Mapping[str, str], body: bytes) -> ProviderEvent | None:
        """Read a message; none for one that says nothing of payments. Header names are in lower case.

        Raises `UntrustedWebhookError` unless it is signed by the provider and recent.
        """
        ...


@runtime_checkable
class RunningProvider(Protocol):
    """A provider that keeps something open for as long as the shop runs, such as connections."""

    def running(self) -> AbstractAsyncContextManager[None]:
        """Entered when the application starts, in its event loop, and left when it shuts down."""
        ...
