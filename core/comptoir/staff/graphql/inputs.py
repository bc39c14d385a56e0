"""From inputs to drafts: what was given replaces, what was left out stays, and null is what a new thing has."""

from collections.abc import Mapping
from dataclasses import MISSING, fields
from enum import Enum
from typing import Any

from strawberry import UNSET

from comptoir.errors import DomainError


def given(source: Any, draft: type) -> dict[str, Any]:
    """Return the fields of an input that were given, as a draft takes them.

    Raises `DomainError` for null where a draft needs a value.
    """
    known = {field.name: field for field in fields(draft)}
    values: dict[str, Any] = {}
    for field in fields(source):
        value = getattr(source, field.name)
        if value is UNSET or field.name not in known:
            continue
        if value is None:
            values[field.name] = _default(known[field.name])
        else:
            values[field.name] = by_language(value) if field.name == "translations" else drafted(value)
    return values


def drafted(value: Any) -> Any:
    """Return a given value as drafts have it."""
    if isinstance(value, list):
        return tuple(drafted(each) for each in value)
    if isinstance(value, Enum):
        return value.value
    return value.draft() if hasattr(value, "draft") else value


def by_language(texts: Any) -> Mapping[str, Mapping[str, str]]:
    """Return translations as drafts have them: by language, then by field."""
    found: dict[str, dict[str, str]] = {}
    for text in texts:
        found.setdefault(text.language, {})[text.field] = text.value
    return found


def _default(field: Any) -> Any:
    if field.default is not MISSING:
        return field.default
    if field.default_factory is not MISSING:
        return field.default_factory()
    raise DomainError("BLANK", f"{field.name} can't be blank", field=(field.name,))
