"""The texts that unfold below a product: what the merchant wrote as metafields, in the order people ask."""

import json
from collections.abc import Mapping
from typing import Any

_KEYS = ("fabric", "care", "made_in")


def details(product: Mapping[str, Any]) -> list[tuple[str, list[str]]]:
    """Return each detail's key with its lines; a list metafield gives one line for each entry."""
    found = []
    for key in _KEYS:
        field = product.get(key)
        if field and (lines := _lines(field)):
            found.append((key, lines))
    return found


def _lines(field: Mapping[str, str]) -> list[str]:
    if field["type"].startswith("list."):
        try:
            values = json.loads(field["value"])
        except ValueError:
            return []
        return [str(value) for value in values] if isinstance(values, list) else []
    return [line.strip() for line in field["value"].splitlines() if line.strip()]
