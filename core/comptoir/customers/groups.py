"""Groups of customers: what price lists can be for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, insert, select, update

from comptoir.customers.models import GROUP
from comptoir.db.tx import ReadTx, Tx
from comptoir.errors import DomainError

PUBLIC = "public"
"""Stands for whoever belongs to no group; no group may be called so."""
_HANDLE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LONGEST_HANDLE = 80
_LONGEST_TITLE = 120

_STORED = select(GROUP.c.id, GROUP.c.title).where(GROUP.c.handle == bindparam("handle")).with_for_update()
_KNOWN = select(GROUP.c.id).where(GROUP.c.handle == bindparam("handle"))
_ALL = select(GROUP.c.handle, GROUP.c.title).order_by(GROUP.c.handle)
_RENAME = update(GROUP).where(GROUP.c.id == bindparam("of_group")).values(title=bindparam("new_title"))


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerGroupDraft:
    """A group of customers, found by its handle."""

    handle: str
    title: str


def save_customer_group(tx: Tx, *, draft: CustomerGroupDraft) -> int:
    """Make the group with the draft's handle equal to it and return its number.

    Raises `DomainError` with `INVALID_HANDLE` (also for `public`, which is everybody) or `BLANK`, `TOO_LONG`.
    """
    if not _HANDLE.fullmatch(draft.handle) or len(draft.handle) > _LONGEST_HANDLE or draft.handle == PUBLIC:
        raise DomainError(
            "INVALID_HANDLE", f"'{draft.handle[:80]}' is no handle of a group", field=("handle",)
        )
    title = " ".join(draft.title.split())
    if not title:
        raise DomainError("BLANK", "title can't be blank", field=("title",))
    if len(title) > _LONGEST_TITLE:
        raise DomainError("TOO_LONG", f"a title has at most {_LONGEST_TITLE} characters", field=("title",))
    stored = tx.first(_STORED, {"handle": draft.handle})
    if stored is None:
        made = insert(GROUP).returning(GROUP.c.id)
        return int(tx.execute(made, {"handle": draft.handle, "title": title}).scalar_one())
    if stored.title != title:
        tx.execute(_RENAME, {"of_group": stored.id, "new_title": title})
    return int(stored.id)


def is_customer_group(tx: ReadTx, *, handle: str) -> bool:
    """Say whether there is such a group."""
    return tx.first(_KNOWN, {"handle": handle}) is not None


def find_customer_groups(tx: ReadTx) -> Sequence[CustomerGroupDraft]:
    """Return all groups, by handle."""
    return [CustomerGroupDraft(handle=row.handle, title=row.title) for row in tx.all(_ALL)]
