"""The books of the sandbox: what a card company would keep, in a table of its own."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, bindparam, select, update
from sqlalchemy.dialects.postgresql import insert

from comptoir.db.tx import ReadTx, Tx, dumps
from comptoir.hooks.payments import Attempt
from comptoir.ids import new_token
from comptoir.money import Money
from comptoir.payments.models import SANDBOX
from comptoir.payments.sandbox.cards import CARDS, HOSTED, SandboxCard

_ADD = insert(SANDBOX).on_conflict_do_nothing()
_BY_KEY = select(SANDBOX).where(SANDBOX.c.idempotency_key == bindparam("key"))
_BY_IDENT = select(SANDBOX).where(SANDBOX.c.ident == bindparam("named"))
_LOCKED = _BY_IDENT.with_for_update()
_DUE = select(SANDBOX).where(SANDBOX.c.tell_at <= bindparam("now")).order_by(SANDBOX.c.id).limit(50)
_CHANGE = update(SANDBOX).where(SANDBOX.c.ident == bindparam("named"))
LATER = timedelta(seconds=5)
"""How long a payment takes that is told later."""
_FIRST_STATUS = {
    "DECLINE": "DECLINED",
    "CONFIRM": "WAITING",
    "READER": "WAITING",
    "LATER": "PROCESSING",
    "LATER_DECLINE": "PROCESSING",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SandboxPayment:
    """A payment in the books of the sandbox.

    `status` is `WAITING` for the payer, `PROCESSING`, `AUTHORIZED`, `CAPTURED`, `DECLINED`, `CANCELLED` or
    `STOPPED` (before it began).
    """

    ident: str
    idempotency_key: str
    reference: str
    owner: str
    card: SandboxCard
    amount: Money
    capture: bool
    status: str
    code: str
    captured: int
    refunded: int
    return_url: str


def open_payment(
    tx: Tx,
    *,
    key: str,
    reference: str,
    owner: str,
    card: SandboxCard,
    amount: Money,
    capture: bool,
    return_url: str,
) -> SandboxPayment:
    """Enter a payment and do what its card does at once; a known key gives the payment as it is now."""
    status = _FIRST_STATUS.get(card.course) or ("CAPTURED" if capture else "AUTHORIZED")
    row = {
        "idempotency_key": key,
        "reference": reference,
        "owner": owner,
        "token": card.token,
        "currency": amount.currency,
        "amount": amount.minor,
        "capture": capture,
        "status": status,
        "code": card.code if status == "DECLINED" else "",
        "captured": amount.minor if status == "CAPTURED" else 0,
        "return_url": return_url,
        "tell_at": tx.clock.now() + LATER if status == "PROCESSING" else None,
    }
    return _enter(tx, row)


def stop_payment(tx: Tx, *, attempt: Attempt) -> SandboxPayment:
    """Enter that nothing will come of an attempt that is not in the books; one that is stays as it is."""
    row = {
        "idempotency_key": attempt.idempotency_key,
        "reference": attempt.reference,
        "owner": str(attempt.owner),
        "token": "",
        "currency": attempt.amount.currency,
        "amount": attempt.amount.minor,
        "capture": attempt.capture,
        "status": "STOPPED",
        "code": "",
        "captured": 0,
        "return_url": "",
        "tell_at": None,
    }
    return _enter(tx, row)


def _enter(tx: Tx, row: Mapping[str, Any]) -> SandboxPayment:
    tx.execute(_ADD, {**row, "ident": f"sbx_{new_token()}", "refunded": 0, "calls": "{}"})
    found = lookup_by_key(tx, key=row["idempotency_key"])
    assert found is not None
    return found


def lookup_by_key(tx: ReadTx, *, key: str) -> SandboxPayment | None:
    """Return the payment that was asked for with a key, or none."""
    row = tx.first(_BY_KEY, {"key": key})
    return _payment(row) if row is not None else None


def lookup_by_ident(tx: ReadTx, *, ident: str) -> SandboxPayment | None:
    """Return a payment by the sandbox's name for it, or none."""
    row = tx.first(_BY_IDENT, {"named": ident})
    return _payment(row) if row is not None else None


def find_due(tx: ReadTx) -> list[SandboxPayment]:
    """Return the payments of which it is time to tell."""
    return [_payment(row) for row in tx.all(_DUE, {"now": tx.clock.now()})]


def decide(
    tx: Tx, *, ident: str, approve: bool, code: str = "AUTHENTICATION_FAILED"
) -> SandboxPayment | None:
    """Charge or decline a payment that waits; one that has ended is returned as it is."""
    row = tx.first(_LOCKED, {"named": ident})
    if row is None or row.status not in {"WAITING", "PROCESSING"}:
        return _payment(row) if row is not None else None
    if approve:
        status = "CAPTURED" if row.capture else "AUTHORIZED"
        captured = row.amount if row.capture else 0
        return _change(tx, ident, status=status, captured=captured, tell_at=None)
    return _change(tx, ident, status="DECLINED", code=code, tell_at=None)


def capture(tx: Tx, *, ident: str, amount: Money, key: str) -> Money | None:
    """Take an amount of what is reserved; none where that is not possible. The rest is released."""
    row = tx.first(_LOCKED, {"named": ident})
    if row is None:
        return None
    if key in json.loads(row.calls):
        return amount
    if row.status != "AUTHORIZED" or amount.minor > row.amount or amount.currency != row.currency:
        return None
    _change(tx, ident, status="CAPTURED", captured=amount.minor, calls=_with_call(row, key, ""))
    return amount


def cancel(tx: Tx, *, ident: str) -> SandboxPayment | None:
    """Release what is reserved, or stop what waits; a payment that was captured is returned as it is."""
    row = tx.first(_LOCKED, {"named": ident})
    if row is None or row.status not in {"WAITING", "PROCESSING", "AUTHORIZED"}:
        return _payment(row) if row is not None else None
    return _change(tx, ident, status="CANCELLED", tell_at=None)


def refund(tx: Tx, *, ident: str, amount: Money, key: str) -> str | None:
    """Give an amount back and return the refund's name; none where there is not so much to give."""
    row = tx.first(_LOCKED, {"named": ident})
    if row is None:
        return None
    calls: dict[str, str] = json.loads(row.calls)
    if key in calls:
        return calls[key]
    if row.captured - row.refunded < amount.minor or amount.currency != row.currency:
        return None
    name = f"sbr_{new_token(64)}"
    _change(tx, ident, refunded=row.refunded + amount.minor, calls=_with_call(row, key, name))
    return name


def _with_call(row: Row[Any], key: str, answer: str) -> str:
    return dumps({**json.loads(row.calls), key: answer})


def _change(tx: Tx, ident: str, **values: Any) -> SandboxPayment:
    tx.execute(_CHANGE.values(**values), {"named": ident})
    row = tx.first(_BY_IDENT, {"named": ident})
    assert row is not None
    return _payment(row)


def _payment(row: Row[Any]) -> SandboxPayment:
    return SandboxPayment(
        ident=row.ident,
        idempotency_key=row.idempotency_key,
        reference=row.reference,
        owner=row.owner,
        card=CARDS.get(row.token, HOSTED),
        amount=Money(row.amount, row.currency),
        capture=row.capture,
        status=row.status,
        code=row.code,
        captured=row.captured,
        refunded=row.refunded,
        return_url=row.return_url,
    )
