"""Protection against forged forms: a signed token that is bound to the visitor's cookie.

A page of another site can make a browser send the cookie, but cannot read it, nor sign a token for it
(the double-submit pattern in its signed form, as OWASP's cheat sheet describes it).
"""

from hmac import compare_digest
from typing import Protocol

from comptoir.errors import BadUserInputError

TOKEN_SECONDS = 7 * 24 * 3600
"""A form may be sent that long after its page was shown."""


class SignsValues(Protocol):
    """What `Signer` does."""

    def dumps(self, value: object) -> str:
        """Sign a value."""
        ...

    def loads(self, text: str, *, max_age: int) -> object:
        """Read a signed value."""
        ...


def issue_token(signer: SignsValues, *, visitor: str) -> str:
    """Return a token for the forms of one visitor, known by a random cookie."""
    return signer.dumps({"csrf": visitor})


def is_genuine(signer: SignsValues, token: str, *, visitor: str) -> bool:
    """Tell whether a form's token was issued to the visitor whose cookie came with it."""
    if not token or not visitor:
        return False
    try:
        value = signer.loads(token, max_age=TOKEN_SECONDS)
    except BadUserInputError:
        return False
    bound = value.get("csrf") if isinstance(value, dict) else None
    return isinstance(bound, str) and compare_digest(bound.encode(), visitor.encode())
