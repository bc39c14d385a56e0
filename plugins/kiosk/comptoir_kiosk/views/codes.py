"""Hand-off codes as people type them: ten characters of Crockford's base 32, in two groups."""

import re

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""The alphabet of codes (Douglas Crockford, Base 32): without I, L, O and U."""
_CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{10}")
_BETWEEN = re.compile(r"[-\s\u2010-\u2014]")
_ALIKE = str.maketrans("ILO", "110")


def read_handoff_code(text: str) -> str | None:
    """Return a code as it is written on screens, `7KQ2M-9XWRT`, or none for another text."""
    letters = _BETWEEN.sub("", text).upper().translate(_ALIKE)
    return f"{letters[:5]}-{letters[5:]}" if _CODE.fullmatch(letters) else None
