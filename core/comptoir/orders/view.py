"""An order as a request sees it: places in the reader's language, amounts ready to be answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from comptoir.addresses import Address
from comptoir.catalog.records import MetafieldRecord
from comptoir.customers.addresses import AddressRecord
from comptoir.graphql.context import RequestContext
from comptoir.graphql.money import MoneyRecord, money_v2
from comptoir.ids import gid
from comptoir.inventory.addresses import country_name
from comptoir.inventory.records import LocationRecord
from comptoir.inventory.stock import availability_of
from comptoir.markets import locale_of
from comptoir.orders.drafts import Amounts, Discount
from comptoir.orders.records import FulfillmentRecord, GroupRecord, LineRecord, OrderRecord
from comptoir.orders.returning import return_eligibility
from comptoir.orders.sums import discounted
from comptoir.policies.promise import present_version
from comptoir.policies.records import PolicyRecord


class Pair(NamedTuple):
    """A pair with a key, as `Attribute` shows it."""

    key: str
    value: str | None


class Choice(NamedTuple):
    """A pair with a name, as options show it."""

    name: str
    value: str


def show_address(address: Address, *, ident: str, language: str) -> AddressRecord:
    """Return a frozen address as `MailingAddress` shows it, its country in the reader's language."""
    country = country_name(address.country_code, language=language)
    area = (address.city, address.province_code or address.province, country)
    return AddressRecord(
        id=ident,
        first_name=address.first_name,
        last_name=address.last_name,
        name=" ".join(part for part in (address.first_name, address.last_name) if part) or None,
        company=address.company,
        address1=address.address1,
        address2=address.address2,
        city=address.city,
        zip=address.zip,
        province=address.province,
        province_code=address.province_code,
        country=country,
        country_code_v2=address.country_code,
        phone=address.phone,
        formatted_area=", ".join(part for part in area if part) or None,
        latitude=address.latitude,
        longitude=address.longitude,
    )


@dataclass(frozen=True, slots=True)
class DiscountView:
    """A discount of an order: what it was like, and what it takes off a line or a charge."""

    record: Discount

    @property
    def key(self) -> tuple[str, str | None]:
        """What tells applications of discounts apart."""
        return self.record.promotion, self.record.code


class OrderView:
    """An order within a request."""

    def __init__(self, record: OrderRecord, context: RequestContext) -> None:
        self.record = record
        self.context = context

    @property
    def id(self) -> str:
        """The global id. It gives no right; the secret does."""
        return self.record.id

    @property
    def metafields(self) -> Sequence[MetafieldRecord]:
        """None: orders have no metafields."""
        return ()

    @property
    def status_address(self) -> str:
        """The address of the order's page on the shop's own site, with the secret where it is known."""
        address = f"{self.context.base_url}/orders/{self.record.order_id}"
        return f"{address}?key={self.record.token}" if self.record.token else address

    @cached_property
    def market_context(self) -> RequestContext:
        """The request as if it came from the order's own country, in the reader's language."""
        return replace(self.context, country=self.record.country, memo={})

    @cached_property
    def language(self) -> str:
        """The reader's language."""
        return locale_of(self.market_context).language

    @cached_property
    def lines(self) -> Sequence["LineView"]:
        """The lines."""
        return [LineView(line, self) for line in self.record.lines]

    @cached_property
    def line_by_id(self) -> Mapping[int, "LineView"]:
        """The lines by their number."""
        return {view.record.line_id: view for view in self.lines}

    @property
    def discounts(self) -> Sequence[DiscountView]:
        """The promotions that reduced the order, each once."""
        found: dict[tuple[str, str | None], DiscountView] = {}
        amounts = [line.amounts for line in self.record.lines]
        for each in (*amounts, *(charge.amounts for charge in self.record.charges)):
            for share in each.discounts:
                view = DiscountView(share)
                found.setdefault(view.key, view)
        return list(found.values())

    @property
    def charge_discounts(self) -> Sequence[DiscountView]:
        """What promotions take off delivery and other charges."""
        charges = self.record.charges
        return [DiscountView(share) for charge in charges for share in charge.amounts.discounts]

    @cached_property
    def fulfillments(self) -> Sequence["FulfillmentView"]:
        """The fulfillments, first one first."""
        return [FulfillmentView(each, self) for each in self.record.fulfillments]

    @cached_property
    def groups(self) -> Sequence["GroupView"]:
        """The delivery groups."""
        return [GroupView(group, self) for group in self.record.groups]

    def location(self, location_id: int | None) -> LocationRecord | None:
        """Return a location, or none where it was closed."""
        return availability_of(self.context).by_id.get(gid("Location", location_id or 0))

    def address(self, address: Address | None, *, kind: str) -> AddressRecord | None:
        """Return an address of the order."""
        if address is None:
            return None
        ident = f"{gid('MailingAddress', self.record.order_id)}?model_name=Order&kind={kind}"
        return show_address(address, ident=ident, language=self.language)


@dataclass(frozen=True, slots=True)
class LineView:
    """A line within its order."""

    record: LineRecord
    order: OrderView

    @property
    def id(self) -> str:
        """The global id."""
        return self.record.id

    @property
    def amounts(self) -> Amounts:
        """The frozen amounts of the whole line."""
        return self.record.amounts

    @property
    def discounts(self) -> Sequence[DiscountView]:
        """What promotions take off the line."""
        return [DiscountView(share) for share in self.record.amounts.discounts]

    @property
    def shown_policy(self) -> PolicyRecord:
        """The policy frozen with the line, in the reader's language."""
        return present_version(self.record.policy, locale_of(self.order.market_context))

    @property
    def eligibility(self) -> "EligibilityView":
        """Whether the line can be returned now."""
        return EligibilityView(self)

    def shown(self) -> MoneyRecord:
        """Return what the whole line costs, less discounts, as the market shows prices."""
        return money_v2(discounted(self.record.amounts))


class EligibilityView:
    """Whether a line can be returned, within a request."""

    def __init__(self, line: LineView) -> None:
        order = line.order
        group = order.record.group_by_id[line.record.group_id]
        location = None if group.method.travels else order.location(group.location_id)
        self.found = return_eligibility(
            order.record,
            line.record,
            now=order.context.now,
            zone=location.time_zone if location is not None else None,
        )
        self.language = order.language
        self._line = line

    @property
    def shown_policy(self) -> PolicyRecord:
        """The policy frozen with the line, in the reader's language."""
        return self._line.shown_policy


@dataclass(frozen=True, slots=True)
class GroupView:
    """A delivery group within its order."""

    record: GroupRecord
    order: OrderView

    @property
    def id(self) -> str:
        """The global id."""
        return gid("OrderDeliveryGroup", self.record.group_id)

    @property
    def lines(self) -> Sequence[LineView]:
        """The lines of the group."""
        return [view for view in self.order.lines if view.record.group_id == self.record.group_id]


@dataclass(frozen=True, slots=True)
class FulfillmentView:
    """A fulfillment within its order."""

    record: FulfillmentRecord
    order: OrderView

    @property
    def id(self) -> str:
        """The global id."""
        return self.record.id

    @property
    def pieces(self) -> Sequence["PieceView"]:
        """The pieces of each line."""
        return [
            PieceView(gid("FulfillmentLineItem", f"{self.record.fulfillment_id}-{line_id}"), line, quantity)
            for line_id, quantity in self.record.pieces
            if (line := self.order.line_by_id.get(line_id)) is not None
        ]


@dataclass(frozen=True, slots=True)
class PieceView:
    """So many pieces of a line."""

    id: str
    line: LineView
    quantity: int
