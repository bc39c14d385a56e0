"""The commands that sell a reservation: begun with its payments written down, finished by what those come to."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects.postgresql import insert

from comptoir.checkout import errors
from comptoir.checkout.attempts import AttemptState, pack_draft, shopper_digest
from comptoir.checkout.commands.begin import HOLD_TIME
from comptoir.checkout.commands.finish import give_back
from comptoir.checkout.commands.paying import pay_by_value
from comptoir.checkout.counter.sales import Sale, lock_sale, lookup_sale, lookup_standing_sale, sale_record
from comptoir.checkout.errors import MovedOnError
from comptoir.checkout.models import SALES
from comptoir.db.revisions import read_revisions
from comptoir.db.tx import ReadTx, Tx
from comptoir.errors import DomainError
from comptoir.ids import gid, new_token
from comptoir.inventory import Demand, allocate_holds, extend_holds, find_holds, place_holds, release_holds
from comptoir.inventory.models import LEVEL
from comptoir.orders.commands.leave import hand_over
from comptoir.orders.commands.open import open_fulfillment
from comptoir.orders.commands.place import place_order
from comptoir.orders.commands.settle import settle_order
from comptoir.orders.drafts import OrderDraft
from comptoir.orders.records import OrderRecord
from comptoir.payments.queries import find_payments
from comptoir.payments.records import OPEN, OVER, OperationRecord, PaymentRecord
from comptoir.payments.starting import move_payments, start_payment
from comptoir.pricing import AppliedPromotion, release_promotion_uses, use_promotions
from comptoir.principal import Owner
from comptoir.reservations import Reservation, ReservationStatus, collect_reservation, owner_of
from comptoir.reservations.closing import lock_reservation
from comptoir.reservations.errors import closed
from comptoir.staff.audit import record

_OUT_OF_STOCK = "OUT_OF_STOCK"
_ADD = insert(SALES).on_conflict_do_nothing().returning(SALES)
_SET = (
    update(SALES)
    .where(SALES.c.id == bindparam("of_sale"))
    .values(
        state=bindparam("to_state"),
        code=bindparam("to_code"),
        order_id=bindparam("to_order"),
        looked_at=bindparam("now"),
    )
)
_THERE = select(LEVEL.c.on_hand).where(
    LEVEL.c.variant_id == bindparam("variant"), LEVEL.c.location_id == bindparam("location")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tender:
    """How the buyer pays: by gift cards, store credit, then one tender of the counter's or a provider for the rest.

    `token` is a provider's token or reader, or the reference of a receipt; `store_credit` the holder whom staff name.
    """

    name: str
    token: str = ""
    gift_cards: tuple[str, ...] = ()
    store_credit: Owner | None = None

    def __repr__(self) -> str:
        return f"Tender(name={self.name!r})"


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterPurchase:
    """A reservation as it was quoted, at a state of the prices."""

    reservation_id: int
    prices: int
    draft: OrderDraft
    promotions: tuple[AppliedPromotion, ...]
    shopper: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishedSale:
    """Where a sale stands, its payments, and what their providers still have to be told."""

    sale: Sale
    payments: tuple[PaymentRecord, ...]
    operations: tuple[OperationRecord, ...] = ()


def begin_sale(
    tx: Tx, *, purchase: CounterPurchase, key: str, tender: Tender, reason: str | None = None
) -> Sale:
    """Begin to sell a reservation; the same key gives the sale that it began before.

    Raises `MovedOnError` where prices are no longer what was quoted, and `DomainError` for all that refuses the
    sale: `RESERVATION_CLOSED`, `IN_PROGRESS`, `OUT_OF_STOCK`, `DISCOUNT_LIMIT`, and why a gift card is none. Then
    nothing has changed.
    """
    reservation = lock_reservation(tx, number=purchase.reservation_id)
    known = lookup_sale(tx, reservation=reservation.number, key=key)
    if known is not None:
        return known
    if reservation.status is not ReservationStatus.ACTIVE:
        raise closed(reservation.status)
    if read_revisions(tx).get("catalog") != purchase.prices:
        raise MovedOnError
    if lookup_standing_sale(tx, reservation=reservation.number) is not None:
        raise errors.in_progress()
    draft = _counted(tx, reservation, purchase.draft)
    row = tx.execute(_ADD, _columns(tx, reservation, key=key, shopper=purchase.shopper, draft=draft)).first()
    if row is None:
        raise errors.in_progress()
    sale = sale_record(row)
    try:
        use_promotions(tx, order_key=sale.origin, uses=purchase.promotions, shopper=purchase.shopper)
    except DomainError as error:
        raise DomainError("DISCOUNT_LIMIT", error.message, field=("input", "quote_digest")) from error
    _start_payments(tx, sale, draft, tender)
    credit = None if tender.store_credit is None else str(tender.store_credit)
    began = {
        "total": _shown(draft),
        "tender": tender.name,
        "gift_cards": len(tender.gift_cards),
        "store_credit_of": credit,
    }
    _tell(tx, "reservation.sale_begun", sale, began, reason=reason)
    return sale


def finish_sale(tx: Tx, *, ident: str, token: str) -> FinishedSale | None:
    """Go on with a sale as far as its payments allow; none where there is no such sale.

    `token` is the secret of the order that it may become. What is paid is handed over: order, allocation and
    fulfillment in this transaction, or none of them. It may be repeated at any time and by anyone.
    """
    sale = lock_sale(tx, ident=ident)
    if sale is None:
        return None
    payments = tuple(find_payments(tx, owner=sale.owner))
    operations: tuple[OperationRecord, ...] = ()
    if sale.state is AttemptState.RELEASED:
        operations = give_back(tx, payments)
    elif sale.state is AttemptState.OPEN:
        failed = next((each for each in payments if each.status in OVER), None)
        if failed is not None:
            operations = _release(tx, sale, payments, code=failed.code or "ABANDONED")
        elif any(each.status in OPEN for each in payments):
            _set(tx, sale, AttemptState.OPEN)
        elif code := _lacks(tx, sale):
            operations = _release(tx, sale, payments, code=code)
        else:
            _place(tx, sale, token=token)
    now = lock_sale(tx, ident=ident)
    assert now is not None, "sales are never deleted"
    return FinishedSale(sale=now, payments=payments, operations=operations)


def _counted(tx: Tx, reservation: Reservation, draft: OrderDraft) -> OrderDraft:
    """Return the draft with what stock says of it; levels are locked before anything that is paid with."""
    owner = owner_of(reservation.number)
    counted = bool(find_holds(tx, owner=owner))
    (line,) = draft.lines
    if counted:
        extend_holds(tx, owner=owner, expires_at=reservation.expires_at)
        _check_there(tx, line.variant_id, reservation.location_id, wanted=line.quantity, title=line.title)
    return replace(draft, lines=(replace(line, stock_counted=counted),))


def _check_there(tx: ReadTx, variant: int, location: int, *, wanted: int, title: str) -> None:
    there = int(tx.scalar(_THERE, {"variant": variant, "location": location}) or 0)
    if there < wanted:
        raise errors.out_of_stock(title, left=there)


def _columns(
    tx: Tx, reservation: Reservation, *, key: str, shopper: str, draft: OrderDraft
) -> dict[str, Any]:
    now = tx.clock.now()
    return {
        "ident": new_token(),
        "reservation_id": reservation.number,
        "location_id": reservation.location_id,
        "idempotency_key": key,
        "state": AttemptState.OPEN.value,
        "code": "",
        "shopper": shopper_digest(shopper),
        "draft": pack_draft(draft),
        "order_id": None,
        "created_at": now,
        "looked_at": now,
    }


def _start_payments(tx: Tx, sale: Sale, draft: OrderDraft, tender: Tender) -> None:
    due = draft.total
    rest = due - pay_by_value(
        tx, owner=sale.owner, due=due, codes=tender.gift_cards, holder=tender.store_credit
    )
    if rest.minor:
        start_payment(
            tx,
            owner=sale.owner,
            provider=tender.name,
            amount=rest,
            idempotency_key="counter",
            token=tender.token,
            ceiling=draft.total,
        )


def _lacks(tx: Tx, sale: Sale) -> str:
    """Return why the goods cannot be handed over any more, or nothing once they are held for it.

    Pieces that the reservation no longer keeps are taken from what is on sale at the store.
    """
    (line,) = sale.draft.lines
    reservation = lock_reservation(tx, number=sale.reservation_id)
    if reservation.status is ReservationStatus.COLLECTED:
        return "RESERVATION_CLOSED"
    if not line.stock_counted:
        return ""
    try:
        if reservation.status is ReservationStatus.ACTIVE:
            extend_holds(tx, owner=owner_of(reservation.number), expires_at=reservation.expires_at)
        else:
            _hold_anew(tx, sale)
        _check_there(tx, line.variant_id, sale.location_id, wanted=line.quantity, title=line.title)
    except DomainError:
        return _OUT_OF_STOCK
    return ""


def _hold_anew(tx: Tx, sale: Sale) -> None:
    (line,) = sale.draft.lines
    demand = Demand(variant_id=line.variant_id, location_id=sale.location_id, quantity=line.quantity)
    place_holds(tx, owner=sale.owner, demands=[demand], expires_at=tx.clock.now() + HOLD_TIME)


def _place(tx: Tx, sale: Sale, *, token: str) -> None:
    """Place the order, and hand its goods over."""
    draft = replace(sale.draft, origin=sale.origin, token=token)
    order = place_order(tx, draft=draft)
    _take_pieces(tx, sale, order, counted=draft.lines[0].stock_counted)
    move_payments(tx, owner=sale.owner, to=order.payment_owner)
    settle_order(tx, order_id=order.order_id)
    opened = open_fulfillment(tx, order_id=order.order_id, location_id=sale.location_id)
    hand_over(tx, fulfillment_id=opened.fulfillment_id)
    _set(tx, sale, AttemptState.PLACED, order_id=order.order_id)
    _tell(tx, "reservation.sold", sale, {"order": order.name, "total": _shown(draft)})


def _take_pieces(tx: Tx, sale: Sale, order: OrderRecord, *, counted: bool) -> None:
    """Let the order have what its reservation keeps, or what was held anew where that has ended."""
    if lock_reservation(tx, number=sale.reservation_id).status is ReservationStatus.ACTIVE:
        collect_reservation(tx, number=sale.reservation_id, to=order.owner, reference=order.name)
    elif counted:
        allocate_holds(tx, owner=sale.owner, to=order.owner)


def _release(
    tx: Tx, sale: Sale, payments: Sequence[PaymentRecord], *, code: str
) -> tuple[OperationRecord, ...]:
    """End a sale that came to nothing: the reservation stays as it is."""
    release_holds(tx, owner=sale.owner)
    release_promotion_uses(tx, order_key=sale.origin)
    _set(tx, sale, AttemptState.RELEASED, code=code)
    _tell(tx, "reservation.sale_ended", sale, {"code": code})
    return give_back(tx, payments)


def _set(tx: Tx, sale: Sale, state: AttemptState, *, code: str = "", order_id: int | None = None) -> None:
    values: dict[str, Any] = {"to_state": state.value, "to_code": code, "to_order": order_id}
    tx.execute(_SET, {"of_sale": sale.number, "now": tx.clock.now(), **values})


def _tell(tx: Tx, action: str, sale: Sale, after: dict[str, Any], *, reason: str | None = None) -> None:
    subject = gid("Reservation", sale.reservation_id)
    record(tx, action=action, subject=subject, after=after, reason=reason)


def _shown(draft: OrderDraft) -> str:
    return f"{draft.total.amount} {draft.currency}"
