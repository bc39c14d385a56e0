"""What the value of a metafield says, by its type."""

import json

from comptoir.catalog.records import MetafieldRecord
from comptoir.errors import BadUserInputError
from comptoir.ids import split_gid


def reference_ids(metafield: MetafieldRecord) -> list[str]:
    """Return the global ids that a reference, or a list of references, names; none for other types."""
    if not metafield.type.endswith("_reference"):
        return []
    if not metafield.type.startswith("list."):
        return [metafield.value]
    try:
        listed = json.loads(metafield.value)
    except ValueError:
        return []
    return [ident for ident in listed if isinstance(ident, str)] if isinstance(listed, list) else []


def kind_of(ident: str) -> str | None:
    """Return the type that a global id names, or none for a text that is no global id."""
    try:
        return split_gid(ident)[0]
    except BadUserInputError:
        return None
