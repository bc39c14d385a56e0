"""Giving up a checkout whose payer does not go on: at a reader where nobody holds up a card, on a page left alone."""

from comptoir.cart.contents import CartKey
from comptoir.checkout import errors
from comptoir.checkout.attempts import AttemptState, lookup_attempt
from comptoir.checkout.commands.finish import Finished
from comptoir.checkout.completing import finish
from comptoir.db.tx import ReadTx
from comptoir.payments.queries import find_payments
from comptoir.payments.records import PaymentRecord, PaymentStatus
from comptoir.payments.recovery import abandon_payment
from comptoir.principal import Owner
from comptoir.shop import Shop


async def cancel_checkout(shop: Shop, *, right: CartKey | None, key: str) -> Finished:
    """Give up what was begun with a key, where it waits for its payer; raises `DomainError` for what is not theirs.

    The provider has the last word: what it charged a moment ago becomes the order. Repeating it changes nothing.
    """
    known = await shop.db.read(lookup_attempt, token=right.token, key=key) if right is not None else None
    if right is None or known is None or not known.opened_by(right):
        raise errors.unknown_cart()
    if known.state is AttemptState.OPEN:
        for payment in await shop.db.read(_waiting, owner=known.owner):
            await abandon_payment(shop, payment)
    finished = await finish(shop, known.ident)
    assert finished is not None, "attempts are never deleted"
    return finished


def _waiting(tx: ReadTx, *, owner: Owner) -> list[PaymentRecord]:
    return [each for each in find_payments(tx, owner=owner) if each.status is PaymentStatus.ACTION_REQUIRED]
