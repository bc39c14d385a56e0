"""Codes that carry a bag from screen to screen, as people type them."""

import re

# Crockford's base32 has no I, L, O and U; whoever types one of the first three means 1, 1 or 0.
_CODE = re.compile(r"([0-9A-TV-Z]{5})[\s\-\u00a0\u2010-\u2014]*([0-9A-TV-Z]{5})", re.IGNORECASE | re.ASCII)
_MEANT = str.maketrans("ILO", "110")
_LONGEST = 40


def read_handoff_code(typed: str) -> str | None:
    """Return a code as screens show it, `7KQ2M-9XWRT`, or none for a text that cannot be one."""
    found = _CODE.fullmatch(typed.strip()) if len(typed) <= _LONGEST else None
    return "-".join(found.groups()).upper().translate(_MEANT) if found else None


def handoff_path(code: str) -> str:
    """Return the page that asks whether to take over the bag behind a code."""
    return f"/handoff/{code}"
