"""Signing in, and knowing who sent a request: the edge of the staff context."""

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from comptoir.errors import DomainError, Refusal, RefusalCode
from comptoir.graphql.context import RequestContext
from comptoir.principal import VISITOR, Actor
from comptoir.staff.accounts import keep_better_digest, lookup_sign_in
from comptoir.staff.attempts import SignInAttempts
from comptoir.staff.passwords import verify_password
from comptoir.staff.tokens import (
    USE_NOTED_EVERY,
    Bearer,
    IssuedToken,
    issue_token,
    lookup_bearer,
    note_use,
)

if TYPE_CHECKING:
    from comptoir.shop import Shop

log = structlog.get_logger(__name__)

_SCHEME = "bearer"
_MEMO = "staff.bearer"


async def sign_in(shop: "Shop", *, email: str, password: str, address: str) -> IssuedToken:
    """Return a fresh token for the right address and password.

    A wrong password, an unknown address, a disabled account and one without a password are refused in the same
    words and after the same work: `DomainError` with `INVALID_CREDENTIALS`. Raises `Refusal` with `RATE_LIMITED`
    after too many failures.
    """
    number = await knows_password(shop, email=email, password=password, address=address)
    if not number:
        raise DomainError("INVALID_CREDENTIALS", "the address or the password is wrong")
    lasts = timedelta(hours=shop.settings.staff_session_hours)
    actor = actor_of(number)
    return await shop.db.write(issue_token, actor=actor, account_number=number, label="sign-in", lasts=lasts)


async def knows_password(shop: "Shop", *, email: str, password: str, address: str) -> int:
    """Return the number of the account that has this address and password, or 0.

    Raises `Refusal` with `RATE_LIMITED` after too many failures.
    """
    attempts = shop.once(SignInAttempts, SignInAttempts)
    if not attempts.admit(address=address, email=email):
        log.warning("staff.sign_in_limited", address=address)
        raise Refusal(RefusalCode.RATE_LIMITED, "Too many attempts to sign in; try again later")
    number = 0
    try:
        number = await _verify(shop, email=email, password=password)
    finally:
        attempts.release(address=address, email=email, failed=not number)
    if not number:
        log.warning("staff.sign_in_refused", address=address)
    return number


async def _verify(shop: "Shop", *, email: str, password: str) -> int:
    known = await shop.db.read(lookup_sign_in, email=email)
    number, digest = known or (0, None)
    right, better = await verify_password(password, digest=digest)
    if not right:
        return 0
    if better is not None:
        await shop.db.write(keep_better_digest, actor=actor_of(number), number=number, password_digest=better)
    return number


async def staff_context(
    shop: "Shop", *, headers: Mapping[bytes, bytes], base_url: str, client_address: str
) -> RequestContext:
    """Return the context of a staff request: signed in where it carries a token, else nobody's.

    Raises `Refusal` with `UNAUTHENTICATED` for a token that is not good (any more), and for other credentials.
    """
    bearer = await _bearer(shop, headers.get(b"authorization"))
    actor = VISITOR if bearer is None else actor_of(bearer.account.number)
    context = await shop.context(base_url=base_url, actor=actor, client_address=client_address)
    if bearer is not None:
        context.permissions = bearer.account.permissions
        context.memo[_MEMO] = bearer
        await _note(shop, bearer)
    return context


def bearer_of(context: RequestContext) -> Bearer:
    """Return who is signed in, on a field that asks for that."""
    bearer: Bearer = context.memo[_MEMO]
    return bearer


def actor_of(number: int) -> Actor:
    """Return a member of staff as the principal of commands."""
    return Actor(kind="staff", ident=str(number))


async def _bearer(shop: "Shop", header: bytes | None) -> Bearer | None:
    if header is None:
        return None
    scheme, _, token = header.decode("latin-1").partition(" ")
    found = None
    if scheme.lower() == _SCHEME:
        found = await shop.db.read(lookup_bearer, token=token.strip())
    if found is None:
        raise Refusal(RefusalCode.UNAUTHENTICATED, "This token is not good, or no longer; sign in again")
    return found


async def _note(shop: "Shop", bearer: Bearer) -> None:
    if bearer.used_at is None or shop.clock.now() - bearer.used_at >= USE_NOTED_EVERY:
        await shop.db.write(note_use, number=bearer.token_number)
