"""Recording and ending divergences: never edited, so that what was charged can be explained later."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from comptoir.db.tx import Tx
from comptoir.errors import DomainError
from comptoir.pricing.drafts import DivergenceDraft
from comptoir.pricing.models import DIVERGENCE
from comptoir.pricing.tax import WHOLE, to_millionths

_STORED = select(DIVERGENCE).where(DIVERGENCE.c.id == bindparam("number")).with_for_update()


def record_divergence(tx: Tx, *, draft: DivergenceDraft) -> int:
    """Record a deliberate difference, made by whoever runs the command, and return its number.

    Raises `DomainError` with `BLANK`, `INVALID_PERIOD`, `INVALID_TARGET` or `INVALID_CHANGE`.
    """
    values = _checked(tx, draft)
    number = int(tx.execute(insert(DIVERGENCE).returning(DIVERGENCE.c.id), values).scalar_one())
    tx.changed("catalog", "divergence", number)
    return number


def end_divergence(tx: Tx, *, divergence_id: int, at: datetime | None = None) -> None:
    """End a divergence at a moment, now if none is given; one that has ended already stays as it is.

    Raises `DomainError` with `NOT_FOUND`, or `INVALID_PERIOD` for a moment in the past.
    """
    now = tx.clock.now()
    ends_at = at or now
    row = tx.first(_STORED, {"number": divergence_id})
    if row is None:
        raise DomainError("NOT_FOUND", f"there is no divergence {divergence_id}", field=("divergence_id",))
    if ends_at < now:
        raise DomainError("INVALID_PERIOD", "what was charged cannot be changed", field=("at",))
    if row.ends_at is not None and row.ends_at <= ends_at:
        return
    tx.execute(update(DIVERGENCE).where(DIVERGENCE.c.id == divergence_id), {"ends_at": ends_at})
    tx.changed("catalog", "divergence", divergence_id)


def _checked(tx: Tx, draft: DivergenceDraft) -> dict[str, Any]:
    for name, text in (("channel", draft.channel), ("reason", draft.reason)):
        if not text.strip():
            raise DomainError("BLANK", f"{name} can't be blank", field=(name,))
    if (draft.target == "all") != (draft.target_id is None):
        raise DomainError("INVALID_TARGET", "name the variant, product or collection", field=("target_id",))
    now = tx.clock.now()
    starts_at = draft.starts_at or now
    if starts_at < now or (draft.ends_at is not None and draft.ends_at <= starts_at):
        raise DomainError(
            "INVALID_PERIOD", "a divergence starts now or later and ends after that", field=("starts_at",)
        )
    return {
        "channel": draft.channel,
        "reason": draft.reason.strip(),
        "who": f"{tx.actor.kind}:{tx.actor.ident}".rstrip(":"),
        "recorded_at": now,
        "starts_at": starts_at,
        "ends_at": draft.ends_at,
        "target": draft.target,
        "target_id": draft.target_id,
        **_checked_change(draft),
    }


def _checked_change(draft: DivergenceDraft) -> dict[str, Any]:
    if (draft.percent is None) == (draft.price is None):
        raise DomainError("INVALID_CHANGE", "give either a percentage or a price", field=("percent",))
    if draft.price is not None:
        if draft.price.minor < 0:
            raise DomainError("INVALID_CHANGE", "a price is not below zero", field=("price",))
        return {
            "change": None,
            "price_amount": draft.price.minor,
            "price_currency": draft.price.currency,
        }
    change = _millionths(draft.percent or Decimal(0))
    if not -WHOLE <= change <= 10 * WHOLE or change == 0:
        raise DomainError("INVALID_CHANGE", f"{draft.percent} % is not a change", field=("percent",))
    return {"change": change, "price_amount": None, "price_currency": None}


def _millionths(percent: Decimal) -> int:
    try:
        return to_millionths(percent)
    except (ValueError, ArithmeticError) as error:
        raise DomainError("INVALID_CHANGE", f"'{percent}' is not a percentage", field=("percent",)) from error
