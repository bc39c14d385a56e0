"""Reads the brand's own files: everything under `data/` is TOML that a merchant can edit."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"
Table = dict[str, Any]


@cache
def read(name: str) -> Table:
    """Return one data file, such as `colors`; raises `OSError` or `tomllib.TOMLDecodeError`."""
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def read_products() -> tuple[Table, ...]:
    """Return every product as written, with its family's defaults filled in, in the families' `order`."""
    products: list[Table] = []
    paths = sorted((DATA / "products").glob("*.toml"))
    families = [tomllib.loads(path.read_text(encoding="utf-8")) for path in paths]
    for family in sorted(families, key=lambda each: int(each["family"]["order"])):
        products += [{**family["family"], **product} for product in family["product"]]
    return tuple(products)


def french(**texts: str) -> dict[str, dict[str, str]]:
    """Return texts as a draft's French translations."""
    return {"fr": texts}
