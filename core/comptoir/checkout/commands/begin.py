"""The first phase of completing a cart: goods are held, promotions used, the payments written down. All or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, bindparam, select, update
from sqlalchemy.dialects.postgresql import insert

from comptoir.cart.contents import CartKey
from comptoir.cart.models import CARTS
from comptoir.cart.queries import is_guest, unpack_gift_cards
from comptoir.checkout import errors
from comptoir.checkout.attempts import (
    MOST_DECLINED,
    Attempt,
    AttemptState,
    attempt_record,
    count_declined,
    digest_of,
    lookup_attempt,
    lookup_standing,
    owner_of,
    pack_draft,
    shopper_digest,
)
from comptoir.checkout.commands.paying import PaymentWish, start_payments
from comptoir.checkout.drafting import Need
from comptoir.checkout.models import ATTEMPTS
from comptoir.checkout.sourcing import Sourced, source_needs
from comptoir.db.revisions import read_revisions
from comptoir.db.tx import Tx
from comptoir.errors import DomainError
from comptoir.ids import new_token
from comptoir.inventory import OutOfStockError, expire_holds, levels_of, place_holds
from comptoir.orders.drafts import OrderDraft
from comptoir.payments.records import PaymentRecord
from comptoir.pricing import AppliedPromotion, use_promotions

HOLD_TIME = timedelta(hours=2)
"""How long goods are held for an attempt at most; one that nobody ends is released long before."""
_TRIES = 3

_CART = select(CARTS).where(CARTS.c.id == bindparam("of_cart")).with_for_update()
_ADD = insert(ATTEMPTS).on_conflict_do_nothing().returning(ATTEMPTS)
_FREEZE = update(ATTEMPTS).where(ATTEMPTS.c.id == bindparam("of_attempt")).values(draft=bindparam("to_draft"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchase:
    """What a cart asks for, as it was quoted: at this version of the cart and this state of the prices."""

    cart_id: int
    cart_version: int
    prices: int
    draft: OrderDraft
    needs: tuple[Need, ...]
    promotions: tuple[AppliedPromotion, ...]
    shopper: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """An attempt, and the payments that providers are to be asked for; none is known of one that was begun before."""

    attempt: Attempt
    payments: tuple[PaymentRecord, ...] | None = None


def begin_attempt(tx: Tx, *, right: CartKey, key: str, purchase: Purchase, wish: PaymentWish) -> Begun:
    """Begin to complete a cart; the same key gives the attempt that it began before.

    Raises `MovedOnError` where cart or prices are no longer what was quoted, and `DomainError` for all that
    refuses the purchase; then nothing has changed.
    """
    cart = _lock_cart(tx, purchase)
    if cart is None:
        # The same request may have been here a moment ago.
        known = lookup_attempt(tx, token=right.token, key=key)
        if known is None:
            raise errors.MovedOnError
        return Begun(attempt=known)
    if count_declined(tx, token=right.token) >= MOST_DECLINED:
        raise errors.too_many()
    row = tx.execute(_ADD, _columns(tx, cart, key=key, shopper=purchase.shopper)).first()
    if row is None:
        return Begun(attempt=_other(tx, right, key))
    attempt = attempt_record(row)
    sourced = _hold(tx, attempt, purchase.needs)
    if purchase.promotions:
        _use(tx, attempt, purchase)
    draft, asked = start_payments(
        tx,
        attempt=attempt,
        draft=_with_sources(purchase.draft, sourced),
        wish=wish,
        applied=() if is_guest(cart, right) else unpack_gift_cards(cart),
    )
    text = pack_draft(draft)
    tx.execute(_FREEZE, {"of_attempt": attempt.number, "to_draft": text})
    begun = replace(attempt, draft_text=text, drafted=draft)
    return Begun(attempt=begun, payments=() if asked is None else (asked,))


def _lock_cart(tx: Tx, purchase: Purchase) -> Row[Any] | None:
    """Return the cart; none where it or the prices are no longer what was quoted."""
    cart = tx.first(_CART, {"of_cart": purchase.cart_id})
    if cart is None or cart.expires_at <= tx.clock.now() or cart.version != purchase.cart_version:
        return None
    return cart if read_revisions(tx).get("catalog") == purchase.prices else None


def _columns(tx: Tx, cart: Row[Any], *, key: str, shopper: str) -> dict[str, Any]:
    now = tx.clock.now()
    return {
        "ident": new_token(),
        "cart_id": cart.id,
        "cart_token": cart.token,
        "key_digest": digest_of(cart.key),
        "guest_digest": None if cart.guest_key is None else digest_of(cart.guest_key),
        "idempotency_key": key,
        "state": AttemptState.OPEN.value,
        "code": "",
        "shopper": shopper_digest(shopper),
        "draft": "",
        "order_id": None,
        "created_at": now,
        "looked_at": now,
    }


def _other(tx: Tx, right: CartKey, key: str) -> Attempt:
    """Return what the same request began a moment ago; else refuse: the cart is being completed by another."""
    known = lookup_attempt(tx, token=right.token, key=key)
    if known is not None:
        return known
    standing = lookup_standing(tx, token=right.token)
    if standing is not None and standing.state is AttemptState.PLACED:
        raise errors.already_completed()
    raise errors.in_progress()


def _hold(tx: Tx, attempt: Attempt, needs: Sequence[Need]) -> Sourced:
    """Hold what is needed; where somebody else was quicker, plan again with what is left."""
    counted = [need.variant_id for need in needs if need.counted]
    for left in reversed(range(_TRIES)):
        levels = levels_of(tx, variant_ids=counted)
        try:
            sourced = source_needs(needs, levels=levels)
            if sourced.demands:
                expires_at = tx.clock.now() + HOLD_TIME
                place_holds(tx, owner=owner_of(attempt.ident), demands=sourced.demands, expires_at=expires_at)
        except OutOfStockError as error:
            if not left:
                title = next(need.title for need in needs if need.variant_id == error.variant_id)
                raise errors.out_of_stock(title, left=max(0, error.available)) from error
        except DomainError as error:
            # Holds that are due stand in the way of the plan: once they are gone it may be whole.
            if error.code != "OUT_OF_STOCK" or not left or not expire_holds(tx):
                raise
        else:
            return sourced
    raise AssertionError("the last try returns or raises")


def _with_sources(draft: OrderDraft, sourced: Sourced) -> OrderDraft:
    lines = tuple(replace(line, sources=sourced.sources.get(line.key, ())) for line in draft.lines)
    return replace(draft, lines=lines)


def _use(tx: Tx, attempt: Attempt, purchase: Purchase) -> None:
    try:
        use_promotions(tx, order_key=attempt.origin, uses=purchase.promotions, shopper=purchase.shopper)
    except DomainError as error:
        raise DomainError("DISCOUNT_LIMIT", error.message, field=("input", "cart_id")) from error
