"""Drafts made of the fields that somebody gave."""

from collections.abc import Mapping
from dataclasses import MISSING, fields
from typing import Any, TypeVar

from comptoir.errors import DomainError

D = TypeVar("D")


def draft_of(kind: type[D], values: Mapping[str, Any]) -> D:
    """Return a draft; raises `DomainError` for a field that it cannot do without."""
    for field in fields(kind):  # type: ignore[arg-type]
        needed = field.default is MISSING and field.default_factory is MISSING
        if needed and field.name not in values:
            raise DomainError("BLANK", f"{field.name} can't be blank", field=(field.name,))
    return kind(**values)


def fields_of(draft: Any, kind: type) -> dict[str, Any]:
    """Return the fields of a draft, or of a record that extends one, by name."""
    return {field.name: getattr(draft, field.name) for field in fields(kind)}
