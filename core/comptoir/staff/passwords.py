"""Passwords of staff: Argon2id, reckoned in threads of their own, since one takes some fifty milliseconds."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TypeVar

from pwdlib import PasswordHash
from pwdlib.exceptions import UnknownHashError
from pwdlib.hashers.argon2 import Argon2Hasher

from comptoir.errors import DomainError

T = TypeVar("T")

SHORTEST = 12
LONGEST = 200
"""Characters; an endless password would take endless time."""

_HASH = PasswordHash((Argon2Hasher(),))
_THREADS = ThreadPoolExecutor(2, thread_name_prefix="comptoir-passwords")
"""Each takes 64 MiB while it reckons."""


def check_password(password: str, *, email: str) -> None:
    """Raise `DomainError` for a password that is too short, too long, or the address itself.

    Length is what counts, not kinds of characters: NIST SP 800-63B, section 5.1.1.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise DomainError(
            "PASSWORD_WEAK", f"a password has {SHORTEST} to {LONGEST} characters", field=("password",)
        )
    if password.casefold() == email.casefold() or len(set(password)) == 1:
        raise DomainError("PASSWORD_WEAK", "this password is easily guessed", field=("password",))


def hash_now(password: str) -> str:
    """Return what is kept of a password, from synchronous code."""
    return _HASH.hash(password)


async def hash_password(password: str) -> str:
    """Return what is kept of a password."""
    return await _in_thread(lambda: _HASH.hash(password))


async def verify_password(password: str, *, digest: str | None) -> tuple[bool, str | None]:
    """Tell whether a password is right, and what to keep of it instead, where hashing has become stronger.

    Without a digest the answer is no, and takes as long.
    """
    if len(password) > LONGEST:
        password = ""
    right, better = await _in_thread(lambda: _verify(password, digest))
    return right and digest is not None, better if digest is not None else None


def _verify(password: str, digest: str | None) -> tuple[bool, str | None]:
    nobody = _of_nobody()  # In any case, since the first time takes longer.
    try:
        return _HASH.verify_and_update(password, digest or nobody)
    except UnknownHashError:
        return False, None


@cache
def _of_nobody() -> str:
    return _HASH.hash("nobody has this password")


async def _in_thread(reckon: Callable[[], T]) -> T:
    return await asyncio.get_running_loop().run_in_executor(_THREADS, reckon)
