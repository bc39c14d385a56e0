"""Orders as they are read: one order whole, with its lines, groups, charges and fulfillments."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from comptoir.addresses import Address
from comptoir.ids import gid
from comptoir.money import Money, allocate, total
from comptoir.orders.delivery import DeliveryMethod, FulfillmentState
from comptoir.orders.drafts import Amounts, FrozenQuote, Picture, Sourcing, Terms
from comptoir.orders.states import CancelReason, FinancialStatus, FulfillmentStatus
from comptoir.policies.records import PolicyVersion
from comptoir.principal import Owner


def part(amount: Money, *, of: int, whole: int) -> Money:
    """Return what of an amount for a whole quantity falls on so many pieces of it.

    Rounding: half up to a minor unit, always from the whole, so that taking pieces out one at a time or together
    gives the same; what is given back is the difference.
    """
    return allocate(amount, [of, whole - of])[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupRecord:
    """Lines that reach the buyer together."""

    group_id: int
    key: str
    method: DeliveryMethod
    title: str
    location_id: int | None
    address: Address | None
    promised_from: datetime | None
    promised_until: datetime | None
    instructions: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRecord:
    """A line: frozen, save that `current_quantity` shrinks when pieces are taken out of the order.

    `sources` are the pieces that locations have yet to give.
    """

    line_id: int
    order_id: int
    group_id: int
    key: str
    variant_id: int
    product_id: int
    title: str
    variant_title: str
    sku: str | None
    vendor: str
    product_type: str
    picture: Picture | None
    options: tuple[tuple[str, str], ...]
    attributes: tuple[tuple[str, str | None], ...]
    requires_shipping: bool
    is_gift_card: bool
    stock_counted: bool
    quantity: int
    current_quantity: int
    unit: Money
    compare_at_unit: Money | None
    amounts: Amounts
    policy: PolicyVersion
    added_at: datetime
    sources: tuple[Sourcing, ...] = ()

    @property
    def id(self) -> str:
        """The global id."""
        return gid("LineItem", self.line_id)

    @property
    def origin(self) -> str:
        """The key that uses of promotions are counted under where it was added to its order later."""
        return f"order/{self.order_id}/{self.key}"

    def part(self, amount: Money) -> Money:
        """Return what of an amount of the whole line falls on the pieces that are left."""
        return part(amount, of=self.current_quantity, whole=self.quantity)

    @property
    def current_total(self) -> Money:
        """What the pieces left cost, with tax."""
        return self.part(self.amounts.total)

    @property
    def discount(self) -> Money:
        """All discounts of the whole line."""
        return total((share.amount for share in self.amounts.discounts), currency=self.unit.currency)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeRecord:
    """What is charged beside goods; a dropped one is no longer due, one with `added_at` came later."""

    charge_id: int
    key: str
    title: str
    group_id: int | None
    amounts: Amounts
    dropped: bool
    added_at: datetime | None = None

    @property
    def current_total(self) -> Money:
        """What is due of it, with tax."""
        return Money(0, self.amounts.total.currency) if self.dropped else self.amounts.total


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracking:
    """Where a parcel can be followed."""

    company: str | None = None
    number: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryRecord:
    """Something that happened to an order."""

    history_id: int
    fulfillment_id: int | None
    kind: str
    happened_at: datetime
    actor: str
    details: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FulfillmentRecord:
    """Pieces that one location gives together; `pieces` are line number and quantity."""

    fulfillment_id: int
    order_id: int
    group_id: int
    location_id: int
    name: str
    method: DeliveryMethod
    state: FulfillmentState
    created_at: datetime
    updated_at: datetime
    shipped_at: datetime | None
    delivered_at: datetime | None
    tracking: Tracking | None
    pieces: tuple[tuple[int, int], ...]

    @property
    def id(self) -> str:
        """The global id."""
        return gid("Fulfillment", self.fulfillment_id)

    @property
    def under_way(self) -> bool:
        """Whether it is being worked on: neither left nor given up."""
        return not self.state.gone and self.state is not FulfillmentState.CANCELLED


@dataclass(kw_only=True)
class OrderRecord:
    """An order whole. `token` is the secret that it was read with, if it was read with one."""

    order_id: int
    origin: str
    order_number: int
    name: str
    confirmation_number: str
    placed_at: datetime
    updated_at: datetime
    version: int
    market: str
    country: str
    region: str
    language: str
    currency: str
    channel: str | None
    customer_id: int | None
    email: str | None
    phone: str | None
    note: str | None
    attributes: tuple[tuple[str, str | None], ...]
    shipping_address: Address | None
    billing_address: Address | None
    terms: Terms | None
    payment_owner: Owner
    quote: FrozenQuote
    total: Money
    current_total: Money
    paid: Money
    authorized: Money
    refunded: Money
    conceded: Money
    financial_status: FinancialStatus
    fulfillment_status: FulfillmentStatus
    edited: bool = False
    cancelled_at: datetime | None = None
    cancel_reason: CancelReason | None = None
    lines: tuple[LineRecord, ...]
    groups: tuple[GroupRecord, ...]
    charges: tuple[ChargeRecord, ...]
    fulfillments: tuple[FulfillmentRecord, ...]
    history: Sequence[HistoryRecord] = ()
    token: str | None = None

    @property
    def id(self) -> str:
        """The global id. It gives no right; the token does."""
        return gid("Order", self.order_id)

    @cached_property
    def line_by_id(self) -> dict[int, LineRecord]:
        """The lines by their number in the database."""
        return {line.line_id: line for line in self.lines}

    @cached_property
    def fulfillment_by_id(self) -> dict[int, FulfillmentRecord]:
        """The fulfillments by their number in the database."""
        return {fulfillment.fulfillment_id: fulfillment for fulfillment in self.fulfillments}

    @cached_property
    def group_by_id(self) -> dict[int, GroupRecord]:
        """The delivery groups by their number in the database."""
        return {group.group_id: group for group in self.groups}

    @property
    def placed_lines(self) -> tuple[LineRecord, ...]:
        """The lines that it was placed with; those that were added later are no part of what it cost then."""
        return tuple(line for line in self.lines if line.added_at == self.placed_at)

    @property
    def placed_charges(self) -> tuple[ChargeRecord, ...]:
        """The charges that it was placed with."""
        return tuple(charge for charge in self.charges if charge.added_at is None)

    @property
    def placed_amounts(self) -> list[Amounts]:
        """What those cost."""
        lines = [line.amounts for line in self.placed_lines]
        return lines + [charge.amounts for charge in self.placed_charges]

    @property
    def owner(self) -> Owner:
        """What stock is allocated to."""
        return Owner(kind="order", ident=str(self.order_id))

    @property
    def due(self) -> Money:
        """What the shop is to have of it: what it costs now, less what was given back for good."""
        return Money(max(0, self.current_total.minor - self.conceded.minor), self.currency)

    @property
    def outstanding(self) -> Money:
        """What is still to be paid; nothing where more was paid than is due."""
        return Money(max(0, self.due.minor - self.paid.minor), self.currency)

    @property
    def on_hold(self) -> bool:
        """Whether goods wait for the balance, as the payment terms say; an authorized balance will do."""
        held = self.terms is not None and self.terms.hold_until_paid
        return held and not self.covered and self.cancelled_at is None

    @property
    def covered(self) -> bool:
        """Whether all that is due is paid or set aside."""
        return self.paid.minor + self.authorized.minor >= self.due.minor

    @property
    def may_leave(self) -> bool:
        """Whether the goods may leave the shop.

        Once the order is covered; under terms that do not hold the goods back, once the deposit is. What was given
        back for good counts as paid.
        """
        if self.covered:
            return True
        if self.terms is None or self.terms.hold_until_paid or self.terms.deposit is None:
            return False
        kept = self.paid.minor + self.authorized.minor + self.conceded.minor
        return kept >= self.terms.deposit.minor

    def free_pieces(self, line_id: int, *, at: int) -> int:
        """Return how many pieces of a line a location has yet to give that are in no fulfillment under way."""
        line = self.line_by_id[line_id]
        there = sum(source.quantity for source in line.sources if source.location_id == at)
        busy = sum(
            quantity
            for fulfillment in self.fulfillments
            if fulfillment.under_way and fulfillment.location_id == at
            for each, quantity in fulfillment.pieces
            if each == line_id
        )
        return there - busy
