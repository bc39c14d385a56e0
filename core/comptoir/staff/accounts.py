"""Accounts of staff: who works here, in which role."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select, update
from sqlalchemy.dialects.postgresql import insert

from comptoir.db.tx import ReadTx, Tx
from comptoir.errors import DomainError
from comptoir.ids import gid
from comptoir.staff.audit import record
from comptoir.staff.models import ACCOUNTS, TOKENS
from comptoir.staff.permissions import PERMISSIONS, Permission, Role

_EMAIL = re.compile(r"[^@\s\x00-\x1f\x7f]{1,64}@[^@\s\x00-\x1f\x7f.]+(?:\.[^@\s\x00-\x1f\x7f.]+)*")
_LONGEST_EMAIL = 254
_LONGEST_NAME = 120

_ADD = insert(ACCOUNTS).on_conflict_do_nothing().returning(ACCOUNTS.c.id)
_ALL = select(ACCOUNTS).order_by(ACCOUNTS.c.id)
_BY_ID = select(ACCOUNTS).where(ACCOUNTS.c.id == bindparam("number"))
_BY_EMAIL = select(ACCOUNTS).where(ACCOUNTS.c.email == bindparam("email"))
_OWNERS = (
    select(ACCOUNTS.c.id)
    .where(ACCOUNTS.c.role == Role.OWNER.value, ACCOUNTS.c.disabled_at.is_(None))
    .order_by(ACCOUNTS.c.id)
    .with_for_update()
)
_CHANGE = update(ACCOUNTS).where(ACCOUNTS.c.id == bindparam("of_account"))
_REVOKE_ALL = (
    update(TOKENS)
    .where(TOKENS.c.account_id == bindparam("of_account"), TOKENS.c.revoked_at.is_(None))
    .where(TOKENS.c.id != bindparam("kept"))
    .values(revoked_at=bindparam("now"))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRecord:
    """A member of staff."""

    number: int
    email: str
    name: str
    role: Role
    created_at: datetime
    disabled_at: datetime | None
    has_password: bool

    @property
    def id(self) -> str:
        """The global id."""
        return gid("StaffAccount", self.number)

    @property
    def permissions(self) -> frozenset[Permission]:
        """What the role allows; nothing for an account that was disabled."""
        return PERMISSIONS[self.role] if self.disabled_at is None else frozenset()


def normal_email(text: str) -> str:
    """Return an address as it is stored and compared; raises `DomainError` for a text that is none."""
    email = text.strip().casefold()
    if len(email) > _LONGEST_EMAIL or not _EMAIL.fullmatch(email):
        raise DomainError("INVALID", "this is not an e-mail address", field=("email",))
    return email


def add_account(tx: Tx, *, email: str, name: str, role: Role, password_digest: str | None) -> AccountRecord:
    """Add a member of staff; without a password the account works with tokens alone.

    Raises `DomainError` for a malformed address or name, or an address that is taken.
    """
    row = {
        "email": normal_email(email),
        "name": _normal_name(name),
        "role": role.value,
        "password_digest": password_digest,
        "created_at": tx.clock.now(),
    }
    number = tx.execute(_ADD, row).scalar()
    if number is None:
        raise DomainError("TAKEN", "another account has this address", field=("email",))
    account = get_account(tx, number=number)
    record(tx, action="staff.added", subject=account.id, after=account_state(account))
    return account


def change_account(
    tx: Tx, *, number: int, name: str | None = None, role: Role | None = None, reason: str | None = None
) -> AccountRecord:
    """Give an account another name or role; what its tokens may do changes at once.

    Raises `DomainError` with `NOT_FOUND`, `INVALID`, or `LAST_OWNER` where nobody would own the shop.
    """
    values: dict[str, Any] = {}
    if name is not None:
        values["name"] = _normal_name(name)
    if role is not None:
        values["role"] = role.value
    return _change(tx, number, values, action="staff.changed", reason=reason)


def disable_account(tx: Tx, *, number: int, reason: str | None = None) -> AccountRecord:
    """Lock an account out and revoke all its tokens; raises `DomainError` as `change_account` does."""
    now = tx.clock.now()
    account = _change(tx, number, {"disabled_at": now}, action="staff.disabled", reason=reason)
    revoke_tokens(tx, number=number)
    return account


def enable_account(tx: Tx, *, number: int, reason: str | None = None) -> AccountRecord:
    """Let a disabled account in again; its old tokens stay revoked. Raises `DomainError` with `NOT_FOUND`."""
    return _change(tx, number, {"disabled_at": None}, action="staff.enabled", reason=reason)


def set_password(
    tx: Tx, *, number: int, password_digest: str, kept_token: int = 0, reason: str | None = None
) -> AccountRecord:
    """Replace a password and revoke the account's tokens but `kept_token`; raises `DomainError`: `NOT_FOUND`."""
    values = {"password_digest": password_digest}
    account = _change(tx, number, values, action="staff.password_changed", reason=reason)
    revoke_tokens(tx, number=number, kept=kept_token)
    return account


def keep_better_digest(tx: Tx, *, number: int, password_digest: str) -> None:
    """Keep the same password under a stronger digest."""
    tx.execute(_CHANGE, {"of_account": number, "password_digest": password_digest})


def revoke_tokens(tx: Tx, *, number: int, kept: int = 0) -> None:
    """Revoke all tokens of an account but one."""
    tx.execute(_REVOKE_ALL, {"of_account": number, "kept": kept, "now": tx.clock.now()})


def get_account(tx: ReadTx, *, number: int) -> AccountRecord:
    """Return an account; raises `DomainError` with `NOT_FOUND`."""
    row = tx.first(_BY_ID, {"number": number})
    if row is None:
        raise DomainError("NOT_FOUND", "there is no such account", field=("id",))
    return account_record(row)


def lookup_account(tx: ReadTx, *, email: str) -> AccountRecord | None:
    """Return the account with an address, or none."""
    row = tx.first(_BY_EMAIL, {"email": email.strip().casefold()})
    return None if row is None else account_record(row)


def find_accounts(tx: ReadTx) -> list[AccountRecord]:
    """Return all accounts, disabled ones too, in the order in which they were added."""
    return [account_record(row) for row in tx.all(_ALL)]


def lookup_sign_in(tx: ReadTx, *, email: str) -> tuple[int, str] | None:
    """Return number and password digest of the account that may sign in with an address, or none."""
    row = tx.first(_BY_EMAIL, {"email": email.strip().casefold()[:_LONGEST_EMAIL]})
    if row is None or row.disabled_at is not None or row.password_digest is None:
        return None
    return row.id, row.password_digest


def account_record(row: Row[Any]) -> AccountRecord:
    """Return an account's row as a value."""
    return AccountRecord(
        number=row.id,
        email=row.email,
        name=row.name,
        role=Role(row.role),
        created_at=row.created_at,
        disabled_at=row.disabled_at,
        has_password=row.password_digest is not None,
    )


def account_state(account: AccountRecord) -> Mapping[str, Any]:
    """Return what the audit log tells of an account."""
    return {
        "email": account.email,
        "name": account.name,
        "role": account.role.value,
        "disabled": account.disabled_at is not None,
    }


def _change(
    tx: Tx, number: int, values: Mapping[str, Any], *, action: str, reason: str | None
) -> AccountRecord:
    owners = {row.id for row in tx.all(_OWNERS)}
    before = get_account(tx, number=number)
    if values:
        tx.execute(
            _CHANGE.values(**{name: bindparam(name) for name in values}), {"of_account": number, **values}
        )
    after = get_account(tx, number=number)
    if owners == {number} and (after.role is not Role.OWNER or after.disabled_at is not None):
        raise DomainError(
            "LAST_OWNER", "the shop needs an owner; make another account one first", field=("id",)
        )
    record(
        tx,
        action=action,
        subject=after.id,
        before=account_state(before),
        after=account_state(after),
        reason=reason,
    )
    return after


def _normal_name(text: str) -> str:
    name = " ".join(text.split())
    if not name or len(name) > _LONGEST_NAME or not name.isprintable():
        raise DomainError("INVALID", f"a name has 1 to {_LONGEST_NAME} characters", field=("name",))
    return name
