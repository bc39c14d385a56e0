"""Reservation codes: short enough to read out at a counter, `7KQ-2MX`.

Six characters of Crockford's base32. A code names a reservation to staff and gives nobody else any right to it.
"""

import secrets

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 6
_GROUP = 3
_READ_AS = str.maketrans("ILO", "110", "- \u2010\u2011\u2012\u2013\u2014\u00a0")
_LONGEST_TYPED = 60
_SCHEME = "comptoir:reservation:"


def new_code() -> str:
    """Return a fresh code, as it is shown."""
    letters = "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
    return f"{letters[:_GROUP]}-{letters[_GROUP:]}"


def read_code(typed: str) -> str | None:
    """Return a code, as it is shown, from what was typed or scanned; none where it cannot be one."""
    text = typed[:_LONGEST_TYPED].strip().removeprefix(_SCHEME)
    letters = text.upper().translate(_READ_AS)
    if len(letters) != _LENGTH or not set(letters) <= set(_ALPHABET):
        return None
    return f"{letters[:_GROUP]}-{letters[_GROUP:]}"


def scan_text(code: str) -> str:
    """Return what the QR code of a reservation holds."""
    return _SCHEME + code
