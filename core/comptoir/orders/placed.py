"""An order as its draft makes it: what a read of the rows just written would return, without the read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from comptoir.money import Money
from comptoir.orders.drafts import ChargeDraft, GroupDraft, LineDraft, OrderDraft
from comptoir.orders.records import ChargeRecord, GroupRecord, LineRecord, OrderRecord
from comptoir.orders.states import FinancialStatus, FulfillmentStatus
from comptoir.principal import Owner


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """What the database gave an order besides its draft; parts by their keys, in the order of the draft."""

    order_id: int
    order_number: int
    name: str
    confirmation_number: str
    groups: Mapping[str, int]
    lines: Mapping[str, int]
    charges: Mapping[str, int]


def placed_order(
    draft: OrderDraft,
    numbers: Numbers,
    *,
    at: datetime,
    financial_status: FinancialStatus,
    fulfillment_status: FulfillmentStatus,
) -> OrderRecord:
    """Return the record of an order that was placed at a moment; nothing has been paid yet."""
    nothing = Money(0, draft.currency)
    return OrderRecord(
        order_id=numbers.order_id,
        origin=draft.origin,
        order_number=numbers.order_number,
        name=numbers.name,
        confirmation_number=numbers.confirmation_number,
        placed_at=at,
        updated_at=at,
        version=1,
        market=draft.market,
        country=draft.country,
        region=draft.region,
        language=draft.language,
        currency=draft.currency,
        channel=draft.channel,
        customer_id=draft.customer_id,
        email=draft.email,
        phone=draft.phone,
        note=draft.note,
        attributes=draft.attributes,
        shipping_address=draft.shipping_address,
        billing_address=draft.billing_address,
        terms=draft.terms,
        payment_owner=draft.payment_owner or Owner(kind="order", ident=str(numbers.order_id)),
        quote=draft.quote,
        total=draft.total,
        current_total=draft.total,
        paid=nothing,
        authorized=nothing,
        refunded=nothing,
        conceded=nothing,
        financial_status=financial_status,
        fulfillment_status=fulfillment_status,
        lines=tuple(_line(line, numbers, at=at) for line in draft.lines),
        groups=tuple(_group(group, number=numbers.groups[group.key]) for group in draft.groups),
        charges=tuple(_charge(charge, numbers) for charge in draft.charges),
        fulfillments=(),
        token=draft.token,
    )


def _group(group: GroupDraft, *, number: int) -> GroupRecord:
    return GroupRecord(
        group_id=number,
        key=group.key,
        method=group.method,
        title=group.title,
        location_id=group.location_id,
        address=group.address,
        promised_from=group.promised_from,
        promised_until=group.promised_until,
        instructions=group.instructions,
    )


def _line(line: LineDraft, numbers: Numbers, *, at: datetime) -> LineRecord:
    return LineRecord(
        line_id=numbers.lines[line.key],
        order_id=numbers.order_id,
        group_id=numbers.groups[line.group],
        key=line.key,
        variant_id=line.variant_id,
        product_id=line.product_id,
        title=line.title,
        variant_title=line.variant_title,
        sku=line.sku,
        vendor=line.vendor,
        product_type=line.product_type,
        picture=line.picture,
        options=line.options,
        attributes=line.attributes,
        requires_shipping=line.requires_shipping,
        is_gift_card=line.is_gift_card,
        stock_counted=line.stock_counted,
        quantity=line.quantity,
        current_quantity=line.quantity,
        unit=line.unit,
        compare_at_unit=line.compare_at_unit,
        amounts=line.amounts,
        policy=line.policy,
        added_at=at,
        sources=tuple(sorted(line.sources, key=lambda source: source.location_id)),
    )


def _charge(charge: ChargeDraft, numbers: Numbers) -> ChargeRecord:
    return ChargeRecord(
        charge_id=numbers.charges[charge.key],
        key=charge.key,
        title=charge.title,
        group_id=None if charge.group is None else numbers.groups[charge.group],
        amounts=charge.amounts,
        dropped=False,
    )
