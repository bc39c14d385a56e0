"""A shop that sells in euros in France and in pounds in Britain, and ways to look at all of it."""

import csv

import pytest
from comptoir.catalog.models import (
    MEDIA,
    OPTION,
    OPTION_VALUE,
    PRODUCT,
    PRODUCT_MEDIA,
    PRODUCT_TAG,
    VARIANT,
)
from comptoir.interchange.exporting import export_file
from comptoir.interchange.importing import ImportOptions, import_file
from comptoir.inventory.models import LEVEL, LOCATION
from comptoir.markets import MarketDraft, ShopDraft, save_market, save_shop
from comptoir.pricing.models import PRICE, PRICE_LIST
from sqlalchemy import select

EVERYTHING = (
    *(PRODUCT, PRODUCT_TAG, OPTION, OPTION_VALUE, VARIANT, PRODUCT_MEDIA, MEDIA),
    *(LEVEL, LOCATION, PRICE, PRICE_LIST),
)


def _dump(tx):
    return {table.name: sorted(tuple(map(str, row)) for row in tx.all(select(table))) for table in EVERYTHING}


class Counter:
    """A shop at which files are imported and exported."""

    def __init__(self, database, folder):
        self.database = database
        self.folder = folder

    def load(self, path, *, fetch=None, base_url="", **options):
        """Import a file and return the report."""
        return import_file(
            self.database,
            path,
            data_dir=self.folder / "data",
            options=ImportOptions(**options),
            fetch=fetch,
            base_url=base_url,
        )

    def write(self, generation="current", **options):
        """Export to a file and return its path."""
        path = self.folder / f"export-{generation}.csv"
        export_file(self.database, str(path), generation=generation, **options)
        return path

    def rows(self, generation="current", **options):
        """Export and return the rows by column."""
        with self.write(generation, **options).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def everything(self):
        """Return all rows of the tables that an import can write."""
        return self.database.read_now(_dump)


def open_shop(database, folder):
    """Give a database its markets."""
    for draft in (
        MarketDraft(handle="fr", name="France", currency="EUR", countries=("FR",)),
        MarketDraft(handle="gb", name="Britain", currency="GBP", countries=("GB",)),
    ):
        database.write_now(save_market, draft=draft)
    database.write_now(save_shop, draft=ShopDraft(name="Shop", default_market="fr"))
    return Counter(database, folder)


@pytest.fixture
def counter(database, tmp_path):
    """An empty shop, on SQLite and on PostgreSQL."""
    return open_shop(database, tmp_path)


@pytest.fixture
def lone(sqlite_database, tmp_path):
    """An empty shop on SQLite, for what does not depend on the database."""
    return open_shop(sqlite_database, tmp_path)
