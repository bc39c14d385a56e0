"""From a cart to the order that it asks for: everything frozen but where the pieces come from."""

from collections.abc import Sequence
from dataclasses import dataclass

from comptoir.addresses import Address, check_address
from comptoir.cart.delivery import LOCAL, NONE, RETAIL
from comptoir.cart.view import CartView, GroupView, LineView
from comptoir.catalog.records import VariantRecord
from comptoir.checkout import errors
from comptoir.checkout.options import options_for, selected_option
from comptoir.errors import DomainError
from comptoir.graphql.context import RequestContext
from comptoir.inventory.records import LocationRecord
from comptoir.inventory.stock import availability_of
from comptoir.markets import locale_of
from comptoir.orders.delivery import DeliveryMethod
from comptoir.orders.drafts import ChargeDraft, GroupDraft, LineDraft, OrderDraft, Picture
from comptoir.orders.freezing import freeze_amounts, freeze_quote, unit_before_discounts
from comptoir.policies.promise import resolve_version
from comptoir.pricing.quote import Quote

_ONLY_VARIANT = "Default Title"


@dataclass(frozen=True, slots=True, kw_only=True)
class Buyer:
    """Who buys, and where the goods and the bill go."""

    email: str | None
    phone: str | None
    address: Address | None
    billing: Address | None = None

    @property
    def contact(self) -> str | None:
        """How they are known: by email, else by phone."""
        return self.email or self.phone


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """Pieces of a line, and the locations that may give them; `counted` where stock limits them."""

    line: str
    title: str
    group: str
    variant_id: int
    quantity: int
    counted: bool
    backorder: bool
    locations: tuple[LocationRecord, ...]


def check_cart(cart: CartView, buyer: Buyer) -> None:
    """Raise `DomainError` for what a cart lacks to be ordered."""
    if not cart.sold_lines:
        raise errors.empty_cart()
    if buyer.contact is None and any(group.way.method != RETAIL for group in cart.groups):
        raise errors.contact_required()
    for group in cart.groups:
        if _travels(group):
            _check_address(buyer.address, cart)
        if group.way.method != NONE and selected_option(group, options_for(group)) is None:
            raise _unchosen(group)


def _travels(group: GroupView) -> bool:
    return group.way.method != NONE and DeliveryMethod(group.way.method).travels


def _unchosen(group: GroupView) -> DomainError:
    """Return why a group goes by nothing that it could go by."""
    once = group.chosen_once
    if once is not None and once.promise is not None and not group.keeps(once.promise):
        return errors.promise_lapsed(once.title(locale_of(group.cart.context).language))
    return errors.delivery_required()


def _check_address(address: Address | None, cart: CartView) -> None:
    if address is None or address.country_code != cart.stored.country:
        raise errors.address_required()
    _, faults = check_address(address, whole=True)
    if faults:
        raise errors.address_required(faults[0].message)


def draft_order(cart: CartView, quote: Quote, buyer: Buyer) -> OrderDraft:
    """Return the order that a cart asks for, with a quote of it; its secret and sources are still to come."""
    locale = locale_of(cart.context)
    return OrderDraft(
        origin="",
        token="",
        market=locale.market.handle,
        country=cart.stored.country,
        region=cart.region,
        language=locale.language,
        currency=locale.currency,
        channel=cart.context.actor.channel,
        email=buyer.email,
        phone=buyer.phone,
        note=cart.stored.note,
        attributes=tuple((pair.key, pair.value) for pair in cart.stored.attributes),
        shipping_address=buyer.address if any(map(_travels, cart.groups)) else None,
        billing_address=buyer.billing or buyer.address,
        quote=freeze_quote(quote),
        total=quote.total,
        lines=tuple(_line(line, group, quote) for group in cart.groups for line in group.lines),
        groups=tuple(_group(group, buyer) for group in cart.groups),
        charges=tuple(
            ChargeDraft(
                key=charge.key,
                title=charge.label,
                amounts=freeze_amounts(charge, quote=quote, key=charge.key),
                group=next(group.key for group in cart.groups if group.charge_key == charge.key),
            )
            for charge in quote.charges
        ),
    )


def _group(group: GroupView, buyer: Buyer) -> GroupDraft:
    option = selected_option(group, options_for(group))
    return GroupDraft(
        key=group.key,
        # What does not travel, such as a gift card, is sent all the same: by email.
        method=DeliveryMethod.SHIPPING if group.way.method == NONE else DeliveryMethod(group.way.method),
        title=option.title if option is not None else "",
        location_id=group.way.location_id,
        address=buyer.address if _travels(group) else None,
        promised_until=option.promised_until if option is not None else None,
    )


def _line(line: LineView, group: GroupView, quote: Quote) -> LineDraft:
    return draft_line(
        line.cart.context,
        line.merchandise,
        quote,
        key=line.id,
        group=group.key,
        attributes=tuple((pair.key, pair.value) for pair in line.stored_attributes),
    )


def draft_line(
    context: RequestContext,
    variant: VariantRecord,
    quote: Quote,
    *,
    key: str,
    group: str,
    attributes: tuple[tuple[str, str | None], ...] = (),
) -> LineDraft:
    """Return a line of a quote as an order freezes it, with the policy that is promised in the request's market."""
    product = variant.product
    quoted = quote.lines[key]
    image = variant.image or product.featured_image
    return LineDraft(
        key=key,
        variant_id=variant.number,
        product_id=product.number,
        title=product.title,
        variant_title="" if variant.title == _ONLY_VARIANT else variant.title,
        sku=variant.sku,
        vendor=product.vendor,
        product_type=product.product_type,
        picture=None
        if image is None
        else Picture(
            path=image.path,
            alt_text=image.alt_text,
            width=image.width,
            height=image.height,
            thumbhash=image.thumbhash,
        ),
        options=tuple((option.name, option.value) for option in variant.selected_options),
        attributes=attributes,
        quantity=quoted.quantity,
        unit=unit_before_discounts(quoted),
        compare_at_unit=quoted.compare_at_unit,
        amounts=freeze_amounts(quoted, quote=quote, key=key),
        policy=resolve_version(context, product),
        group=group,
        requires_shipping=variant.requires_shipping,
        is_gift_card=product.is_gift_card,
        stock_counted=variant.inventory_tracked,
    )


def needs_of(cart: CartView) -> tuple[Need, ...]:
    """Return what each line needs, in the order of the draft's lines."""
    return tuple(_need(line, group) for group in cart.groups for line in group.lines)


def _need(line: LineView, group: GroupView) -> Need:
    variant = line.merchandise
    title = variant.product.title
    return Need(
        line=line.id,
        title=title if variant.title == _ONLY_VARIANT else f"{title}, {variant.title}",
        group=group.key,
        variant_id=variant.number,
        quantity=line.quantity,
        counted=variant.inventory_tracked,
        # What is brought today has to be there.
        backorder=variant.backorder and group.way.method != LOCAL,
        locations=tuple(_places(group, counted=variant.inventory_tracked)),
    )


def _places(group: GroupView, *, counted: bool) -> Sequence[LocationRecord]:
    locations = availability_of(group.cart.context).locations
    if group.way.location_id is not None:
        return [each for each in locations if each.number == group.way.location_id]
    if group.way.method == NONE and not counted:
        return []
    return [each for each in locations if each.fulfils_online]
