"""Dates for people, in the manner of a language and country."""

from datetime import datetime

from babel.dates import format_date as _format

from comptoir.frontkit.amounts import display_locale


def format_date(moment: str, *, language: str, country: str | None = None) -> str:
    """Return an ISO 8601 moment, as GraphQL answers it, as a long date such as `3 mars 2026`; in UTC."""
    day = datetime.fromisoformat(moment).date()
    return str(_format(day, format="long", locale=display_locale(language, country)))
