"""Which language a visitor reads first, by the Accept-Language header (RFC 9110, section 12.5.4)."""

from collections.abc import Iterable


def preferred_language(header: str, offered: Iterable[str]) -> str | None:
    """Return the offered language (lower case) that the header ranks first, or none when it names none.

    `fr-CA` counts as `fr`; `*`, weights of zero and malformed parts count for nothing. Ties go to the first.
    """
    known = {language.lower() for language in offered}
    best: tuple[float, str] | None = None
    for part in header[:1000].split(","):
        tag, _, parameters = part.strip().partition(";")
        language = tag.strip().lower().split("-")[0]
        weight = _weight(parameters)
        if language in known and weight > 0 and (best is None or weight > best[0]):
            best = weight, language
    return best[1] if best else None


def _weight(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if not name:
        return 1.0
    try:
        return min(max(float(value), 0.0), 1.0) if name.strip().lower() == "q" else 1.0
    except ValueError:
        return 0.0
