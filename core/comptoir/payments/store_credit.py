"""Store credit: what the shop owes somebody, to be spent in the shop."""

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert

from comptoir.db.tx import ReadTx, Tx
from comptoir.errors import DomainError
from comptoir.money import Money
from comptoir.payments.balances import EntryKind, change_balance, open_balance
from comptoir.payments.models import BALANCE, STORE_CREDIT
from comptoir.principal import Owner

_ADD = insert(STORE_CREDIT).on_conflict_do_nothing()
_OF_HOLDER = (
    select(STORE_CREDIT, BALANCE.c.amount)
    .join(BALANCE, BALANCE.c.id == STORE_CREDIT.c.balance_id)
    .where(STORE_CREDIT.c.holder == bindparam("of"))
    .order_by(STORE_CREDIT.c.currency)
)
_ACCOUNT = _OF_HOLDER.where(STORE_CREDIT.c.currency == bindparam("in_currency"))


def find_store_credit(tx: ReadTx, *, holder: Owner) -> list[Money]:
    """Return what somebody has, by currency."""
    return [Money(row.amount, row.currency) for row in tx.all(_OF_HOLDER, {"of": str(holder)})]


def lookup_credit_balance(tx: ReadTx, *, holder: str, currency: str) -> int | None:
    """Return the number of the balance of a holder in a currency, or none."""
    row = tx.first(_ACCOUNT, {"of": holder, "in_currency": currency})
    return row.balance_id if row is not None else None


def grant_store_credit(tx: Tx, *, holder: Owner, amount: Money, reason: str) -> Money:
    """Give somebody credit, or take it back with an amount below zero; return what they then have.

    Raises `DomainError`: `INVALID_AMOUNT` for nothing, `INSUFFICIENT_BALANCE` where less is there to take.
    """
    if not amount.minor:
        raise DomainError("INVALID_AMOUNT", "a credit is not of nothing", field=("amount",))
    balance_id = _ensure(tx, holder=str(holder), currency=amount.currency)
    kind = EntryKind.ISSUED if amount.minor > 0 else EntryKind.CORRECTED
    after = change_balance(tx, balance_id=balance_id, by=amount, kind=kind, reason=reason)
    return Money(after, amount.currency)


def _ensure(tx: Tx, *, holder: str, currency: str) -> int:
    found = lookup_credit_balance(tx, holder=holder, currency=currency)
    if found is None:
        # Where two are quicker than one another, the balance that is not taken stays empty and unused.
        fresh = open_balance(tx, currency=currency)
        tx.execute(_ADD, {"balance_id": fresh, "holder": holder, "currency": currency})
        found = lookup_credit_balance(tx, holder=holder, currency=currency)
    assert found is not None
    return found
