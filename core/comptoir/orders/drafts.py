"""What an order is made of: the one way in for whoever completes a purchase.

Amounts are those of the quote; `comptoir.orders.freezing` takes them over. `place_order` checks that they add up.
"""

from dataclasses import dataclass, field
from datetime import datetime

from comptoir.addresses import Address
from comptoir.ids import new_token
from comptoir.money import Money
from comptoir.orders.delivery import DeliveryMethod
from comptoir.policies.records import PolicyVersion
from comptoir.principal import Owner

TOKEN_BITS = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class Discount:
    """A promotion's part in an amount, with what the promotion was like then.

    `promotion` is its number, `code` the code that asked for it. `percentage` is 10.0 for 10 %, where it is a
    percentage. `method` (ACROSS, EACH, ONE), `selection` (ALL, ENTITLED) and `target` (LINE_ITEM, SHIPPING_LINE)
    are in the terms of the dialect.
    """

    promotion: str
    title: str
    amount: Money
    code: str | None = None
    percentage: float | None = None
    method: str = "ACROSS"
    selection: str = "ALL"
    target: str = "LINE_ITEM"


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxPart:
    """A tax within an amount; `rate` is a decimal text such as `0.20`, where it is known."""

    title: str
    amount: Money
    rate: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Amounts:
    """What a line or a charge costs, frozen.

    `subtotal` is before discounts, as the market shows prices; `total` is what is charged, with all tax. So
    `total` is subtotal less discounts, plus tax where prices are shown without it.
    """

    subtotal: Money
    total: Money
    tax: Money
    discounts: tuple[Discount, ...] = ()
    taxes: tuple[TaxPart, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """The picture of a line as it was at purchase; `path` as in the catalogue's `ImageRecord`."""

    path: str
    alt_text: str | None = None
    width: int | None = None
    height: int | None = None
    thumbhash: str | None = None

    @property
    def id(self) -> None:
        """None: the picture in the catalogue may be another by now."""
        return


@dataclass(frozen=True, slots=True, kw_only=True)
class Sourcing:
    """From which location how many pieces of a line come."""

    location_id: int
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LineDraft:
    """A line to freeze. `key` names it in the quote's steps; `group` is the key of its delivery group.

    `sources` say where its pieces come from and add up to the quantity; they are empty for what no location
    gives, such as a gift card. `stock_counted` tells whether inventory allocates the pieces of the sources.
    """

    key: str
    variant_id: int
    product_id: int
    title: str
    quantity: int
    unit: Money
    amounts: Amounts
    policy: PolicyVersion
    group: str
    variant_title: str = ""
    sku: str | None = None
    vendor: str = ""
    product_type: str = ""
    picture: Picture | None = None
    options: tuple[tuple[str, str], ...] = ()
    attributes: tuple[tuple[str, str | None], ...] = ()
    compare_at_unit: Money | None = None
    requires_shipping: bool = True
    is_gift_card: bool = False
    stock_counted: bool = True
    sources: tuple[Sourcing, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupDraft:
    """Lines that reach the buyer together. `location_id` is where they are collected, carried out or brought from.

    `promised_from` and `promised_until` are what the shop promised; `address` is none where nothing travels.
    """

    key: str
    method: DeliveryMethod
    title: str
    location_id: int | None = None
    address: Address | None = None
    promised_from: datetime | None = None
    promised_until: datetime | None = None
    instructions: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeDraft:
    """What is charged beside goods, such as delivery; `group` is the delivery group that it is for, if one."""

    key: str
    title: str
    amounts: Amounts
    group: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """When the money is due, frozen from payments.

    `deposit` is what had to be paid to place the order; `hold_until_paid` keeps goods from leaving before the
    balance is paid.
    """

    name: str
    deposit: Money | None = None
    balance_due_at: datetime | None = None
    hold_until_paid: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A rule that made an amount, as in the quote."""

    kind: str
    line_key: str | None
    label: str
    before: Money | None
    after: Money
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenQuote:
    """The quote that was agreed to."""

    digest: str
    revision: str
    includes_tax: bool
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderDraft:
    """An order to place.

    `origin` is the key of what it comes from: one origin makes one order, however often it is placed.
    `country` and `region` (ISO 3166) are the destination that tax was computed for. `payment_owner` is whom
    its payments stand for; none means the order itself (`order`, its number in the database). `token` is the
    secret of the buyer: derive it with `comptoir.orders.tokens.derive_token`, so that completing again gives
    the same link.
    """

    origin: str
    market: str
    country: str
    language: str
    currency: str
    lines: tuple[LineDraft, ...]
    groups: tuple[GroupDraft, ...]
    quote: FrozenQuote
    total: Money
    charges: tuple[ChargeDraft, ...] = ()
    region: str = ""
    channel: str | None = None
    customer_id: int | None = None
    email: str | None = None
    phone: str | None = None
    note: str | None = None
    attributes: tuple[tuple[str, str | None], ...] = ()
    shipping_address: Address | None = None
    billing_address: Address | None = None
    terms: Terms | None = None
    payment_owner: Owner | None = None
    token: str = field(default_factory=lambda: new_token(TOKEN_BITS))
