"""The texts that unfold below a product: what the merchant wrote as metafields."""

import json
from collections.abc import Mapping, Sequence
from typing import Any


def product_details(product: Mapping[str, Any], *, keys: Sequence[str]) -> list[tuple[str, list[str]]]:
    """Return each detail's key with its lines, in the order of the keys and without those that are empty.

    A key is the name under which the product has a metafield `{ type value }`; a list gives one line for each
    entry, a text one for each line that is not blank.
    """
    found = []
    for key in keys:
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
