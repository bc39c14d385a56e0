"""The first phase of a payment: the wish is recorded before anybody is asked for money."""

import hashlib
from datetime import timedelta

from sqlalchemy import bindparam, insert, update

from comptoir.db.tx import Tx
from comptoir.errors import DomainError
from comptoir.ids import new_token
from comptoir.money import Money
from comptoir.payments.ledger import (
    PAYMENTS,
    add_owner,
    commit_amount,
    lock_owner,
    lock_owners,
    payment_record,
)
from comptoir.payments.models import OWNER, PAYMENT
from comptoir.payments.recording import record_result
from comptoir.payments.records import PaymentRecord, PaymentStatus
from comptoir.payments.tenders import TENDERS, spend
from comptoir.principal import Owner

FIRST_LOOK = timedelta(seconds=45)
"""How long a provider may take to answer before it is asked what became of the payment."""
_LONGEST_KEY = 255
_NOTHING_YET = (
    "authorized", "captured", "refunded", "voided", "capturing", "refunding", "conceded", "conceding", "looks",
)  # fmt: skip
_ADD = insert(PAYMENT).returning(PAYMENT)
_BY_KEY = PAYMENTS.with_only_columns(
    *PAYMENTS.selected_columns, PAYMENT.c.token_digest.label("given_token")
).where(PAYMENT.c.origin == bindparam("first_owner"), PAYMENT.c.idempotency_key == bindparam("key"))
_MOVE = (
    update(PAYMENT)
    .where(PAYMENT.c.owner_id == bindparam("from_owner"))
    .values(owner_id=bindparam("to_owner"))
)
_MOVED = (
    update(OWNER).where(OWNER.c.id == bindparam("owner")).values(committed=0, moved_to=bindparam("to_owner"))
)


def start_payment(
    tx: Tx,
    *,
    owner: Owner,
    provider: str,
    amount: Money,
    idempotency_key: str,
    capture: bool = True,
    token: str = "",
    ceiling: Money | None = None,
) -> PaymentRecord:
    """Record that a provider is about to be asked for an amount; the same key gives the same payment.

    `ceiling` bounds all payments of the owner together, less refunds: an order's total. What happens next is
    `send_payment`; a payment that is never sent is found by the recovery job and fails.

    Raises `DomainError`: `INVALID_AMOUNT`, `IDEMPOTENCY_CONFLICT` (the key came with something else before),
    `AMOUNT_TOO_HIGH` (above the ceiling), `CURRENCY_MISMATCH`, `PAYMENTS_MOVED` (another owner took over); and
    what `tenders.spend` raises: gift cards and store credit pay at once, or not at all.
    """
    check_key(idempotency_key)
    if amount.minor <= 0:
        raise DomainError("INVALID_AMOUNT", "a payment is of more than nothing", field=("amount",))
    locked = lock_owner(tx, owner)
    found = tx.first(_BY_KEY, {"first_owner": str(owner), "key": idempotency_key})
    if found is not None:
        if (found.provider, found.amount, found.currency, found.capture, found.given_token) != (
            provider, amount.minor, amount.currency, capture, _digest(token),
        ):  # fmt: skip
            raise DomainError(
                "IDEMPOTENCY_CONFLICT",
                "this idempotency key was used for another payment",
                field=("idempotency_key",),
            )
        return payment_record(found)
    if locked.moved_to is not None:
        raise DomainError("PAYMENTS_MOVED", "this was paid for already")
    _check_ceiling(amount, ceiling, committed=locked.committed)
    commit_amount(tx, owner_id=locked.id, change=amount.minor)
    payment = _add(tx, locked.id, owner, provider, amount, idempotency_key, capture=capture, token=token)
    if provider not in TENDERS:
        return payment
    return record_result(tx, payment_id=payment.id, told=spend(tx, payment, token=token))


def check_key(idempotency_key: str) -> None:
    """Raise `DomainError` for a key that cannot be one."""
    if not idempotency_key or len(idempotency_key) > _LONGEST_KEY or not idempotency_key.isprintable():
        raise DomainError(
            "INVALID",
            f"an idempotency key has 1 to {_LONGEST_KEY} printable characters",
            field=("idempotency_key",),
        )


def _check_ceiling(amount: Money, ceiling: Money | None, *, committed: int) -> None:
    if ceiling is None:
        return
    if ceiling.currency != amount.currency:
        raise DomainError("CURRENCY_MISMATCH", f"the total is in {ceiling.currency}", field=("amount",))
    left = Money(max(ceiling.minor - committed, 0), ceiling.currency)
    if amount.minor > left.minor:
        raise DomainError(
            "AMOUNT_TOO_HIGH", f"no more than {left.amount} {left.currency} is due", field=("amount",)
        )


def _add(
    tx: Tx,
    owner_id: int,
    owner: Owner,
    provider: str,
    amount: Money,
    idempotency_key: str,
    *,
    capture: bool,
    token: str,
) -> PaymentRecord:
    now = tx.clock.now()
    row = {
        "reference": new_token(),
        "owner_id": owner_id,
        "origin": str(owner),
        "provider": provider,
        "currency": amount.currency,
        "amount": amount.minor,
        "capture": capture,
        "status": PaymentStatus.PENDING.value,
        "idempotency_key": idempotency_key,
        "token_digest": _digest(token),
        "created_at": now,
        "updated_at": now,
        "look_at": now + FIRST_LOOK,
        **dict.fromkeys(("provider_id", "code", "action", "method"), ""),
        **dict.fromkeys(_NOTHING_YET, 0),
    }
    return payment_record(tx.execute(_ADD, row).one(), owner=owner)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def move_payments(tx: Tx, *, owner: Owner, to: Owner) -> None:
    """Give all payments of an owner to another: a checkout's to the order that it became.

    The former owner takes no payments from then on. Doing it again changes nothing.
    """
    # A new row nobody else waits for, so its turn comes before any other's.
    target = add_owner(tx, to)
    if target is not None:
        source = lock_owner(tx, owner)
    else:
        add_owner(tx, owner)
        source, target = lock_owners(tx, owner, to)
    tx.execute(_MOVE, {"from_owner": source.id, "to_owner": target.id})
    commit_amount(tx, owner_id=target.id, change=source.committed)
    tx.execute(_MOVED, {"owner": source.id, "to_owner": target.id})
