"""Adding a line to an order: quoted, compared with what was agreed to, written in one transaction."""

from dataclasses import dataclass, replace

from comptoir.checkout import errors
from comptoir.checkout.additions.commands import Addition, add_line, line_key, lookup_added
from comptoir.checkout.additions.places import Place
from comptoir.checkout.additions.quoting import (
    DELIVERY,
    LINE,
    AdditionQuote,
    LineWish,
    Wanted,
    look_at_wish,
    quote_wish,
    shopper_of,
    title_of,
)
from comptoir.checkout.drafting import Need, draft_line
from comptoir.checkout.errors import MovedOnError, QuoteChangedError
from comptoir.checkout.taxing import check_taxes
from comptoir.errors import DomainError
from comptoir.graphql.context import RequestContext
from comptoir.inventory import OutOfStockError
from comptoir.inventory.records import LocationRecord
from comptoir.inventory.stock import availability_of
from comptoir.orders.delivery import DeliveryMethod
from comptoir.orders.drafts import ChargeDraft, GroupDraft
from comptoir.orders.freezing import freeze_amounts
from comptoir.orders.queries import get_order
from comptoir.orders.records import OrderRecord
from comptoir.payments.starting import check_key

_TRIES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRequest:
    """A request to add a line to an order, at a quote that was agreed to."""

    order_id: int
    wish: LineWish
    quote_digest: str
    key: str
    reason: str | None = None


async def add_to_order(context: RequestContext, request: LineRequest) -> OrderRecord:
    """Add a line to an order and return the order; the same key adds it once.

    Raises `DomainError` for what stands in the way; `QuoteChangedError` where it costs something else by now.
    """
    check_key(request.key)
    db, wish = context.shop.db, request.wish
    order = await db.read(get_order, order_id=request.order_id)
    known = lookup_added(order, key=request.key, variant_id=wish.variant_id, quantity=wish.quantity)
    if known is not None:
        return order
    for left in reversed(range(_TRIES)):
        wanted = await look_at_wish(context, order_id=request.order_id, wish=wish)
        quoted = await quote_wish(wanted)
        check_taxes(context.shop, quoted.taxes, field="order_id")
        addition = draft_addition(_agreed(quoted, request.quote_digest), key=request.key)
        try:
            return await db.write(
                add_line, actor=context.actor, addition=addition, key=request.key, reason=request.reason
            )
        except (MovedOnError, OutOfStockError) as error:
            # Of a location that somebody else emptied meanwhile, another one may have it.
            if not left:
                raise _given_up(error, addition) from error
            # What another process changed may be younger than the last look at it.
            await context.shop.readmodel.refresh()
            context = await context.renewed()
    raise AssertionError("the last try returns or raises")


def draft_addition(quoted: AdditionQuote, *, key: str) -> Addition:
    """Return a quoted line as its order freezes it."""
    wanted, named = quoted.wanted, line_key(key)
    group = wanted.place.joins.key if wanted.place.joins is not None else named
    line = draft_line(wanted.context, wanted.variant, quoted.quote, key=LINE, group=group)
    return Addition(
        order_id=wanted.order.order_id,
        version=wanted.order.version,
        prices=wanted.context.snapshot.revisions["catalog"],
        line=replace(line, key=named),
        need=_need(wanted, group=group),
        group=None if wanted.place.joins is not None else _group(quoted, key=group),
        charge=_charge(quoted, key=f"{DELIVERY}/{named}", group=group),
        quote_digest=quoted.quote.digest,
        promotions=quoted.quote.applied_promotions,
        shopper=shopper_of(wanted.order),
    )


def _agreed(quoted: AdditionQuote, quote_digest: str) -> AdditionQuote:
    quote = quoted.quote
    if quote.digest != quote_digest:
        raise QuoteChangedError(
            "QUOTE_CHANGED",
            f"The price has changed since. It is now {quote.total.amount} {quote.total.currency}.",
            was=quote_digest,
            now=quote.digest,
            total=quote.total,
        )
    return quoted


def _group(quoted: AdditionQuote, *, key: str) -> GroupDraft:
    wanted, place = quoted.wanted, quoted.wanted.place
    return GroupDraft(
        key=key,
        method=place.method,
        title=place.location.name if place.location is not None else _title(wanted, quoted),
        location_id=None if place.location is None else place.location.number,
        address=place.address,
    )


def _title(wanted: Wanted, quoted: AdditionQuote) -> str:
    assert quoted.offer is not None, "what is sent in a group of its own is sent by something"
    return title_of(wanted, quoted.offer)


def _charge(quoted: AdditionQuote, *, key: str, group: str) -> ChargeDraft | None:
    charge = next(iter(quoted.quote.charges), None)
    if charge is None:
        return None
    amounts = freeze_amounts(charge, quote=quoted.quote, key=DELIVERY)
    return ChargeDraft(key=key, title=charge.label, amounts=amounts, group=group)


def _need(wanted: Wanted, *, group: str) -> Need:
    variant = wanted.variant
    return Need(
        line=LINE,
        title=variant.product.title,
        group=group,
        variant_id=variant.number,
        quantity=wanted.wish.quantity,
        counted=variant.inventory_tracked,
        # Nobody is handed what is not there.
        backorder=variant.backorder and wanted.place.method is not DeliveryMethod.RETAIL,
        locations=_sources(wanted.context, wanted.place),
    )


def _sources(context: RequestContext, place: Place) -> tuple[LocationRecord, ...]:
    if place.location is not None:
        return (place.location,)
    return tuple(each for each in availability_of(context).locations if each.fulfils_online)


def _given_up(error: Exception, addition: Addition) -> DomainError:
    if not isinstance(error, OutOfStockError):
        return errors.moved_on()
    message = f"“{addition.need.title}”: {max(0, error.available)} left."
    return DomainError("OUT_OF_STOCK", message, field=("line", "quantity"))
