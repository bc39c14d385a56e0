"""The postal codes that a location serves, as the text that is stored."""

import json
from collections.abc import Sequence
from functools import lru_cache

from comptoir.addresses import ZipArea, ZipIndex, index_areas
from comptoir.db.tx import dumps


def pack_areas(areas: Sequence[ZipArea]) -> str:
    """Return checked areas as text; empty for none."""
    return dumps({area.country: list(area.zips) for area in areas}) if areas else ""


def unpack_areas(text: str) -> tuple[ZipArea, ...]:
    """Return the areas that a text holds."""
    stored = json.loads(text) if text else {}
    return tuple(ZipArea(country=country, zips=tuple(zips)) for country, zips in stored.items())


@lru_cache(maxsize=1024)
def unpack_index(text: str) -> ZipIndex:
    """Return the areas that a text holds, to look postal codes up in."""
    return index_areas(unpack_areas(text))
