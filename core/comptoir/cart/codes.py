"""Hand-off codes: short enough to type, random enough that nobody guesses one while it lasts.

Ten characters of Crockford's base32, fifty random bits, shown in two groups: `7KQ2M-9XWRT`. There is no I, L, O
or U in them; who types one of the first three means 1, 1 or 0.
"""

import hashlib
import hmac
import secrets

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 10
_GROUP = 5
_READ_AS = str.maketrans("ILO", "110", "- \u2010\u2011\u2012\u2013\u2014\u00a0")
_LONGEST_TYPED = 40


def new_code() -> str:
    """Return a fresh code, as it is shown."""
    letters = "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
    return f"{letters[:_GROUP]}-{letters[_GROUP:]}"


def read_code(typed: str) -> str | None:
    """Return the ten characters of a code as people type it, or none where it cannot be one."""
    letters = typed[:_LONGEST_TYPED].strip().upper().translate(_READ_AS)
    return letters if len(letters) == _LENGTH and set(letters) <= set(_ALPHABET) else None


def code_digest(letters: str, *, key: str) -> str:
    """Return what is kept of a code: an HMAC with the shop's key, so that the database alone tells no codes."""
    return hmac.new(key.encode(), b"cart.handoff:" + letters.encode(), hashlib.sha256).hexdigest()
