"""Texts that people add to orders: safe to print, to link to and to put into a table."""

from urllib.parse import urlsplit

from comptoir.errors import DomainError

_LONGEST = 100
_LONGEST_ADDRESS = 500
FORMULA = ("=", "+", "-", "@")
"""What spreadsheets take for the beginning of a formula (OWASP, CSV Injection)."""


def check_word(value: str | None, *, field: str, longest: int = _LONGEST) -> str | None:
    """Return a short text without white space around it, or none for an empty one.

    Raises `DomainError` with `INVALID` for one that is too long, cannot be printed, or begins a formula.
    """
    value = " ".join((value or "").split())
    if len(value) > longest or not value.isprintable() or value.startswith(FORMULA):
        raise DomainError(
            "INVALID",
            f"up to {longest} printable characters that do not begin with one of = + - @",
            field=(field,),
        )
    return value or None


def check_link(value: str | None, *, field: str) -> str | None:
    """Return an address that a page may link to, or none for an empty one.

    Raises `DomainError` with `INVALID` for anything but `http` and `https`, such as a script.
    """
    value = (value or "").strip()
    if not value:
        return None
    try:
        parts = urlsplit(value)
        sound = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        sound = False
    if (
        not sound
        or len(value) > _LONGEST_ADDRESS
        or not value.isprintable()
        or any(c in value for c in ' "<>')
    ):
        raise DomainError("INVALID", "an address that begins with https:// is expected", field=(field,))
    return value
