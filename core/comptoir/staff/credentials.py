"""Accounts and their passwords: a password is checked and hashed first, outside of any transaction."""

from typing import TYPE_CHECKING

from comptoir.errors import DomainError
from comptoir.principal import Actor
from comptoir.staff.accounts import (
    AccountRecord,
    add_account,
    get_account,
    normal_email,
    set_password,
)
from comptoir.staff.passwords import check_password, hash_password
from comptoir.staff.permissions import Role
from comptoir.staff.sign_in import actor_of, knows_password
from comptoir.staff.tokens import Bearer

if TYPE_CHECKING:
    from comptoir.shop import Shop


async def hire(
    shop: "Shop", *, actor: Actor, email: str, name: str, role: Role, password: str | None
) -> AccountRecord:
    """Add a member of staff, with a password or without; raises `DomainError` as `add_account` does."""
    digest = None
    if password is not None:
        check_password(password, email=normal_email(email))
        digest = await hash_password(password)
    return await shop.db.write(
        add_account, actor=actor, email=email, name=name, role=role, password_digest=digest
    )


async def change_own_password(
    shop: "Shop", *, bearer: Bearer, current: str, password: str, address: str
) -> AccountRecord:
    """Replace a password by whoever knows it; other tokens of the account are revoked.

    Raises `DomainError` with `INVALID_CREDENTIALS` or `PASSWORD_WEAK`, `Refusal` after too many failures.
    """
    account = bearer.account
    if not await knows_password(shop, email=account.email, password=current, address=address):
        raise DomainError("INVALID_CREDENTIALS", "the current password is wrong", field=("current",))
    return await replace_password(
        shop,
        actor=actor_of(account.number),
        number=account.number,
        password=password,
        kept_token=bearer.token_number,
        reason=None,
    )


async def replace_password(
    shop: "Shop", *, actor: Actor, number: int, password: str, kept_token: int, reason: str | None
) -> AccountRecord:
    """Give an account another password and revoke its tokens but one; raises `DomainError`."""
    account = await shop.db.read(get_account, number=number)
    check_password(password, email=account.email)
    digest = await hash_password(password)
    return await shop.db.write(
        set_password,
        actor=actor,
        number=number,
        password_digest=digest,
        kept_token=kept_token,
        reason=reason,
    )
