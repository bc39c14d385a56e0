"""Bearer tokens of staff: long, random, told once; only a digest is kept."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, delete, insert, or_, select, update

from comptoir.db.tx import ReadTx, Tx
from comptoir.errors import DomainError
from comptoir.ids import gid, new_token
from comptoir.staff.accounts import AccountRecord, account_record, get_account
from comptoir.staff.audit import record
from comptoir.staff.models import ACCOUNTS, TOKENS

PREFIX = "cst_"
"""Tokens begin with it, so that they are known for what they are where they should not be."""
USE_NOTED_EVERY = timedelta(minutes=5)
_BITS = 256
_LONGEST_TOKEN = 200
_LONGEST_LABEL = 80
_MOST_DAYS = 366
_KEPT = timedelta(days=30)

_ISSUE = insert(TOKENS).returning(TOKENS.c.id)
_HELD = select(TOKENS).where(TOKENS.c.account_id == bindparam("account")).order_by(TOKENS.c.id)
_BY_ID = select(TOKENS).where(TOKENS.c.id == bindparam("number"))
_BEARER = (
    select(ACCOUNTS, TOKENS.c.id.label("token_id"), TOKENS.c.last_used_at.label("token_used_at"))
    .join(TOKENS, TOKENS.c.account_id == ACCOUNTS.c.id)
    .where(
        TOKENS.c.digest == bindparam("digest"),
        TOKENS.c.revoked_at.is_(None),
        TOKENS.c.expires_at > bindparam("now"),
        ACCOUNTS.c.disabled_at.is_(None),
    )
)
_REVOKE = (
    update(TOKENS)
    .where(TOKENS.c.id == bindparam("number"), TOKENS.c.revoked_at.is_(None))
    .values(revoked_at=bindparam("now"))
)
_PRUNE = delete(TOKENS).where(
    or_(TOKENS.c.expires_at < bindparam("ended"), TOKENS.c.revoked_at < bindparam("ended"))
)
_USED = (
    update(TOKENS)
    .where(TOKENS.c.id == bindparam("number"))
    .where(or_(TOKENS.c.last_used_at.is_(None), TOKENS.c.last_used_at <= bindparam("before")))
    .values(last_used_at=bindparam("now"))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenRecord:
    """A token, as it may be shown."""

    number: int
    account_number: int
    label: str
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None

    @property
    def id(self) -> str:
        """The global id."""
        return gid("StaffToken", self.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedToken:
    """A token just issued: `text` is told this once and kept nowhere."""

    record: TokenRecord
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearer:
    """Whose token it is."""

    account: AccountRecord
    token_number: int
    used_at: datetime | None


def issue_token(tx: Tx, *, account_number: int, label: str, lasts: timedelta) -> IssuedToken:
    """Give an account a token; raises `DomainError` for a bad label or length, or a disabled account."""
    label = " ".join(label.split())
    if not label or len(label) > _LONGEST_LABEL or not label.isprintable():
        raise DomainError(
            "INVALID", f"a token has a label of 1 to {_LONGEST_LABEL} characters", field=("label",)
        )
    if not timedelta() < lasts <= timedelta(days=_MOST_DAYS):
        raise DomainError("INVALID", f"a token lasts 1 to {_MOST_DAYS} days", field=("days",))
    account = get_account(tx, number=account_number)
    if account.disabled_at is not None:
        raise DomainError("DISABLED", "this account was disabled", field=("id",))
    text = PREFIX + new_token(_BITS)
    now = tx.clock.now()
    row = {
        "account_id": account_number,
        "digest": token_digest(text),
        "label": label,
        "created_at": now,
        "expires_at": now + lasts,
    }
    number = int(tx.execute(_ISSUE, row).scalar_one())
    issued = get_token(tx, number=number)
    record(tx, action="token.issued", subject=issued.id, after=token_state(issued))
    return IssuedToken(record=issued, text=text)


def revoke_token(tx: Tx, *, number: int, reason: str | None = None) -> TokenRecord:
    """Make a token worthless; one that was revoked stays so. Raises `DomainError` with `NOT_FOUND`."""
    before = get_token(tx, number=number)
    tx.execute(_REVOKE, {"number": number, "now": tx.clock.now()})
    after = get_token(tx, number=number)
    record(
        tx,
        action="token.revoked",
        subject=after.id,
        before=token_state(before),
        after=token_state(after),
        reason=reason,
    )
    return after


def prune_tokens(tx: Tx) -> int:
    """Remove tokens that ended more than thirty days ago, and return how many; the audit log remembers them."""
    ended = tx.clock.now() - _KEPT
    return int(tx.execute(_PRUNE, {"ended": ended}).rowcount)


def note_use(tx: Tx, *, number: int) -> None:
    """Note that a token was used, once in five minutes."""
    now = tx.clock.now()
    tx.execute(_USED, {"number": number, "now": now, "before": now - USE_NOTED_EVERY})


def lookup_bearer(tx: ReadTx, *, token: str) -> Bearer | None:
    """Return whose token it is; none for one that is unknown, expired or revoked, or of a disabled account."""
    if not token.startswith(PREFIX) or len(token) > _LONGEST_TOKEN:
        return None
    row = tx.first(_BEARER, {"digest": token_digest(token), "now": tx.clock.now()})
    if row is None:
        return None
    return Bearer(account=account_record(row), token_number=row.token_id, used_at=row.token_used_at)


def get_token(tx: ReadTx, *, number: int) -> TokenRecord:
    """Return a token; raises `DomainError` with `NOT_FOUND`."""
    row = tx.first(_BY_ID, {"number": number})
    if row is None:
        raise DomainError("NOT_FOUND", "there is no such token", field=("id",))
    return _token_record(row)


def find_tokens(tx: ReadTx, *, account_number: int) -> list[TokenRecord]:
    """Return the tokens of an account in the order in which they were issued, those past too."""
    return [_token_record(row) for row in tx.all(_HELD, {"account": account_number})]


def token_digest(token: str) -> str:
    """Return what is kept of a token; tokens are long and random, so that a plain digest gives none away."""
    return hashlib.sha256(token.encode()).hexdigest()


def token_state(token: TokenRecord) -> Mapping[str, Any]:
    """Return what the audit log tells of a token."""
    return {
        "account": gid("StaffAccount", token.account_number),
        "label": token.label,
        "expires_at": token.expires_at.isoformat(),
        "revoked": token.revoked_at is not None,
    }


def _token_record(row: Row[Any]) -> TokenRecord:
    return TokenRecord(
        number=row.id,
        account_number=row.account_id,
        label=row.label,
        created_at=row.created_at,
        expires_at=row.expires_at,
        last_used_at=row.last_used_at,
        revoked_at=row.revoked_at,
    )
