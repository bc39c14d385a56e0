"""Payment terms as published: versions that are only ever added, by handle."""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, insert, select

from comptoir.db.tx import ReadTx, Tx, dumps
from comptoir.errors import DomainError
from comptoir.money import Money
from comptoir.payments.models import TERMS
from comptoir.payments.terms import IN_FULL, WHOLE, PaymentTerms

_HANDLE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST_HANDLE = 80
_ADD = insert(TERMS)
_LATEST = select(TERMS).where(TERMS.c.handle == bindparam("named")).order_by(TERMS.c.version.desc()).limit(1)
_IN_FORCE = (
    select(TERMS)
    .where(TERMS.c.effective_from <= bindparam("at"))
    .where(TERMS.c.market.is_(None) | (TERMS.c.market == bindparam("in_market")))
    .order_by(TERMS.c.handle, TERMS.c.version.desc())
)
_VERSION = select(TERMS).where(TERMS.c.handle == bindparam("named"), TERMS.c.version == bindparam("numbered"))
_ALL = select(TERMS).order_by(TERMS.c.handle, TERMS.c.version)


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsDraft:
    """Terms to publish: `terms.version` is given by the shop; a market by handle, or none for all."""

    terms: PaymentTerms
    market: str | None = None
    effective_from: datetime | None = None
    """None means at once."""
    withdrawn: bool = False
    """The last word on a handle that no longer holds."""


def publish_terms(tx: Tx, *, draft: TermsDraft) -> PaymentTerms:
    """Publish a version of payment terms; the same again changes nothing.

    Earlier versions stay, for the orders that were placed under them. Raises `DomainError` `INVALID` for terms
    that cannot be.
    """
    terms = draft.terms
    _check(terms)
    latest = tx.first(_LATEST, {"named": terms.handle})
    said = _columns(draft)
    now = tx.clock.now()
    if latest is not None and _says_the_same(latest, draft, said, now=now):
        return _terms(latest)
    version = latest.version + 1 if latest is not None else 1
    tx.execute(
        _ADD,
        {
            **said,
            "version": version,
            "effective_from": draft.effective_from or now,
            "published_at": now,
            "published_by": f"{tx.actor.kind}:{tx.actor.ident}",
        },
    )
    return get_terms(tx, handle=terms.handle, version=version)


def _columns(draft: TermsDraft) -> dict[str, Any]:
    terms = draft.terms
    return {
        "handle": terms.handle,
        "market": draft.market,
        "withdrawn": draft.withdrawn,
        "basis_points": terms.basis_points,
        "fixed": _dump(terms.fixed),
        "least": _dump(terms.least),
        "ships_after": terms.ships_after,
        "balance_days": terms.balance_days,
    }


def _says_the_same(latest: Row[Any], draft: TermsDraft, said: dict[str, Any], *, now: datetime) -> bool:
    """Tell whether publishing would only repeat the latest version."""
    if draft.effective_from is None:
        in_time = latest.effective_from <= now
    else:
        in_time = latest.effective_from == draft.effective_from
    return in_time and all(getattr(latest, name) == value for name, value in said.items())


def _check(terms: PaymentTerms) -> None:
    if not _HANDLE.fullmatch(terms.handle) or len(terms.handle) > _LONGEST_HANDLE:
        raise DomainError("INVALID", "a handle is lower-case words with dashes", field=("handle",))
    if terms.handle == IN_FULL.handle:
        raise DomainError("INVALID", f"'{IN_FULL.handle}' is what holds without terms", field=("handle",))
    if terms.basis_points is not None and not 0 < terms.basis_points < WHOLE:
        raise DomainError(
            "INVALID", "a deposit is more than nothing and less than all", field=("basis_points",)
        )
    if terms.basis_points is not None and terms.fixed is not None:
        raise DomainError("INVALID", "a deposit is a share or an amount, not both", field=("fixed",))
    for name, bound in (("fixed", terms.fixed), ("least", terms.least)):
        if bound is not None and bound.minor <= 0:
            raise DomainError("INVALID", "an amount is more than nothing", field=(name,))
    if terms.balance_days is not None and terms.balance_days <= 0:
        raise DomainError("INVALID", "a balance is due after a day at least", field=("balance_days",))


def get_terms_in_force(tx: ReadTx, *, market: str) -> PaymentTerms:
    """Return the terms of a market now: its own before those of all markets, else `IN_FULL`.

    Of several handles the first in the alphabet holds.
    """
    newest: dict[str, Row[Any]] = {}
    for row in tx.all(_IN_FORCE, {"at": tx.clock.now(), "in_market": market}):
        newest.setdefault(row.handle, row)
    standing = [row for row in newest.values() if not row.withdrawn]
    chosen = min(standing, key=lambda row: (row.market is None, row.handle), default=None)
    return _terms(chosen) if chosen is not None else IN_FULL


def get_terms(tx: ReadTx, *, handle: str, version: int) -> PaymentTerms:
    """Return the terms of an order by what it froze; raises `DomainError` where there are none."""
    if handle == IN_FULL.handle:
        return IN_FULL
    row = tx.first(_VERSION, {"named": handle, "numbered": version})
    if row is None:
        raise DomainError("NOT_FOUND", f"there are no payment terms '{handle}' in version {version}")
    return _terms(row)


def find_terms(tx: ReadTx) -> list[PaymentTerms]:
    """Return all versions of all terms, withdrawn ones too."""
    return [_terms(row) for row in tx.all(_ALL)]


def _terms(row: Row[Any]) -> PaymentTerms:
    return PaymentTerms(
        handle=row.handle,
        version=row.version,
        basis_points=row.basis_points,
        fixed=_load(row.fixed),
        least=_load(row.least),
        ships_after=row.ships_after,
        balance_days=row.balance_days,
    )


def _dump(amount: Money | None) -> str:
    return dumps([amount.minor, amount.currency]) if amount is not None else ""


def _load(text: str) -> Money | None:
    return Money(*json.loads(text)) if text else None
