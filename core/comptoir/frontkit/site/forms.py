"""Forms: read with care, and only from pages that this visitor was shown."""

import re
from urllib.parse import parse_qsl

from starlette.datastructures import ImmutableMultiDict

from comptoir.frontkit.site.visit import Visit

Fields = ImmutableMultiDict[str, str]

_MOST_FIELDS = 60
_QUANTITY = re.compile(r"[0-9]{1,6}")


async def read_form(visit: Visit) -> Fields | None:
    """Return a form's fields, or none when it does not come from a page of this visitor's.

    Forms are URL-encoded, as browsers send those without files; a body of another kind has no fields.
    """
    kind = visit.request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        return None
    body = await visit.request.body()
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError:
        return None
    form: Fields = ImmutableMultiDict(pairs)
    return form if visit.may_post(form.get("csrf")) else None


def read_quantity(text: str, *, least: int = 1) -> int | None:
    """Return a whole number from a field, or none for anything else."""
    text = text.strip()
    if not _QUANTITY.fullmatch(text) or not text.isascii():
        return None
    return int(text) if int(text) >= least else None
