"""Numbers of orders: one that people count by, and one that they can read out without telling how many there are."""

import secrets

from sqlalchemy import select, update

from comptoir.db.tx import Tx
from comptoir.errors import DomainError
from comptoir.orders.models import NUMBERING
from comptoir.orders.texts import FORMULA
from comptoir.staff.audit import record

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without what is easily mistaken for another: 0, 1, I, L, O, U."""
_LENGTH = 9
_LONGEST_AFFIX = 20
_MOST = 2**53 - 1

_NEXT = (
    update(NUMBERING)
    .where(NUMBERING.c.id == 1)
    .values(next_number=NUMBERING.c.next_number + 1)
    .returning(NUMBERING.c.next_number, NUMBERING.c.prefix, NUMBERING.c.suffix)
)
_GIVE_BACK = update(NUMBERING).where(NUMBERING.c.id == 1).values(next_number=NUMBERING.c.next_number - 1)
_CHANGE = update(NUMBERING).where(NUMBERING.c.id == 1)
_CURRENT = select(NUMBERING.c.next_number).where(NUMBERING.c.id == 1).with_for_update()


def take_number(tx: Tx) -> tuple[int, str]:
    """Return the next order's number and name, such as 1001 and `#1001`.

    The row is locked until the transaction ends: a number is used once, and one whose order came to nothing
    is used by the next, so that none is missing.
    """
    row = tx.execute(_NEXT).one()
    number = row.next_number - 1
    return number, f"{row.prefix}{number}{row.suffix}"


def give_back_number(tx: Tx) -> None:
    """Leave the number that this transaction took to the next order."""
    tx.execute(_GIVE_BACK)


def new_confirmation_number() -> str:
    """Return nine random letters and digits that are not mistaken for each other when read out."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))


def change_numbering(tx: Tx, *, prefix: str, suffix: str = "", next_number: int | None = None) -> None:
    """Say how orders are numbered from now on; the numbers of those placed stay.

    Raises `DomainError` with `INVALID` for a prefix or suffix of more than 20 characters, with characters that
    cannot be printed or that begins like a formula of a spreadsheet, and for a next number below the one that is due.
    """
    for name, affix in (("prefix", prefix), ("suffix", suffix)):
        if len(affix) > _LONGEST_AFFIX or not affix.isprintable() or affix.startswith(FORMULA):
            raise DomainError(
                "INVALID",
                f"'{name}' is up to {_LONGEST_AFFIX} printable characters, none of = + - @ first",
                field=(name,),
            )
    due = int(tx.scalar(_CURRENT))
    if next_number is not None and not due <= next_number <= _MOST:
        raise DomainError("INVALID", f"the next number is {due} at least", field=("next_number",))
    tx.execute(_CHANGE.values(prefix=prefix, suffix=suffix, next_number=next_number or due))
    after = {"prefix": prefix, "suffix": suffix, "next_number": next_number or due}
    record(tx, action="order_numbering.changed", subject="orders", after=after)
