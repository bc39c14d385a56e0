"""The terms of a returns policy: what a shop promises before purchase.

The enums map one to one to schema.org's MerchantReturnPolicy (https://schema.org/MerchantReturnPolicy), so
that a page's JSON-LD needs no judgement; each says which value stands for which.
"""

from dataclasses import dataclass
from enum import StrEnum

from comptoir.money import Money

HUNDRED_PERCENT = 10_000
"""Percentages are whole basis points: 10,000 are 100 %."""
LONGEST_WINDOW = 3_650
"""Days; anything above ten years is a slip of the pen."""


class PolicyScope(StrEnum):
    """What a policy covers, narrowest first: the narrowest that covers a product decides."""

    PRODUCT = "product"
    COLLECTION = "collection"
    TYPE = "type"
    MARKET = "market"


class ReturnWindowAnchor(StrEnum):
    """The moment from which the days of a return window count.

    schema.org's `merchantReturnDays` counts from delivery, so only DELIVERY can be published there as it is.
    """

    ORDER = "ORDER"
    SHIPMENT = "SHIPMENT"
    DELIVERY = "DELIVERY"


class ReturnResolution(StrEnum):
    """What a return gives; schema.org `refundType`: FullRefund, ExchangeRefund, StoreCreditRefund."""

    REFUND = "REFUND"
    EXCHANGE = "EXCHANGE"
    STORE_CREDIT = "STORE_CREDIT"


class ReturnMethodKind(StrEnum):
    """How goods come back; schema.org `returnMethod`: ReturnInStore, ReturnByMail, ReturnAtKiosk."""

    IN_STORE = "IN_STORE"
    BY_MAIL = "BY_MAIL"
    KIOSK = "KIOSK"


class ReturnFees(StrEnum):
    """Who pays for the way back.

    schema.org `returnFees`: FreeReturn, ReturnFeesCustomerResponsibility (the shopper arranges and pays the
    carriage), ReturnShippingFees (the shop charges a fixed fee).
    """

    FREE = "FREE"
    CUSTOMER_RESPONSIBILITY = "CUSTOMER_RESPONSIBILITY"
    SHIPPING_FEE = "SHIPPING_FEE"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnMethod:
    """A way to bring goods back; `fee` is there exactly when `fees` is SHIPPING_FEE."""

    kind: ReturnMethodKind
    fees: ReturnFees = ReturnFees.FREE
    fee: Money | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RestockingFee:
    """What the shop keeps of the refund: a share of the line in basis points, or a fixed amount."""

    basis_points: int | None = None
    amount: Money | None = None


class Exemption(StrEnum):
    """A lawful exception to the right of withdrawal from a distance contract.

    Each value names the letter of article 16 of Directive 2011/83/EU; the United Kingdom has the same ones in
    regulation 28 of SI 2013/3134.
    """

    PRICE_FLUCTUATION = "PRICE_FLUCTUATION"
    """Art. 16(b); reg. 28(1)(b): the price follows a market that the trader cannot control."""
    MADE_TO_ORDER = "MADE_TO_ORDER"
    """Art. 16(c); reg. 28(1)(c): made to the consumer's specification or clearly personalised."""
    PERISHABLE = "PERISHABLE"
    """Art. 16(d); reg. 28(1)(d): likely to deteriorate or expire rapidly."""
    SEALED_HYGIENE = "SEALED_HYGIENE"
    """Art. 16(e); reg. 28(3)(a): sealed for health or hygiene, once unsealed after delivery."""
    INSEPARABLY_MIXED = "INSEPARABLY_MIXED"
    """Art. 16(f); reg. 28(3)(c): inseparably mixed with other things after delivery."""
    SEALED_MEDIA = "SEALED_MEDIA"
    """Art. 16(i); reg. 28(3)(b): sealed audio, video or software, once unsealed after delivery."""
    PERIODICAL = "PERIODICAL"
    """Art. 16(j); reg. 28(1)(g): a newspaper, periodical or magazine outside a subscription."""


AFTER_OPENING = frozenset({Exemption.SEALED_HYGIENE, Exemption.INSEPARABLY_MIXED, Exemption.SEALED_MEDIA})
"""Exceptions that begin only with what the consumer does after delivery: until then the right stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyTerms:
    """The promise itself. `window_days` is none for a final sale, and for returns without a limit in time."""

    final_sale: bool = False
    window_days: int | None = 30
    window_anchor: ReturnWindowAnchor = ReturnWindowAnchor.DELIVERY
    resolutions: tuple[ReturnResolution, ...] = (ReturnResolution.REFUND,)
    methods: tuple[ReturnMethod, ...] = (
        ReturnMethod(kind=ReturnMethodKind.IN_STORE),
        ReturnMethod(kind=ReturnMethodKind.BY_MAIL, fees=ReturnFees.CUSTOMER_RESPONSIBILITY),
    )
    restocking_fee: RestockingFee | None = None
    exemption: Exemption | None = None


def final_sale(exemption: Exemption | None = None) -> PolicyTerms:
    """Return the terms of a final sale: nothing comes back; most of Europe asks for an exemption."""
    return PolicyTerms(final_sale=True, window_days=None, resolutions=(), methods=(), exemption=exemption)
