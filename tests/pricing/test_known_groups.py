"""Lists of shops that are older than the records of groups go on naming a group that there is."""

import shutil
from dataclasses import replace

from comptoir.clock import SystemClock
from comptoir.customers.groups import find_customer_groups
from comptoir.db.database import open_database
from comptoir.db.migrate import upgrade
from comptoir.pricing import PriceListDraft, save_price_list
from comptoir.pricing.models import PRICE_LIST
from comptoir.settings import Settings
from sqlalchemy import insert, select

from tests.rig.databases import core_migrations


def earlier_migrations(folder):
    """Return the core's migrations as they were before prices knew records of groups."""
    folder.mkdir()
    return [
        replace(
            found,
            folder=shutil.copytree(
                found.folder, folder / "pricing", ignore=shutil.ignore_patterns("0002*", "0003*")
            ),
        )
        if found.owner == "pricing"
        else found
        for found in core_migrations()
    ]


def name_groups(tx, *, groups):
    rows = [
        {"handle": f"list-{number}", "name": "L", "currency": "EUR", "customer_group": group}
        | {"includes_tax": True, "priority": 0}
        for number, group in enumerate(groups)
    ]
    tx.execute(insert(PRICE_LIST), rows)


def test_each_group_that_a_list_names_gets_a_record(empty_database_url, tmp_path):
    database = open_database(Settings(database_url=empty_database_url), clock=SystemClock())
    try:
        upgrade(database, earlier_migrations(tmp_path / "earlier"))
        database.write_now(name_groups, groups=["trade", None, "Members!", "trade"])
        assert upgrade(database, core_migrations()) == ["pricing"]
        found = database.read_now(find_customer_groups)
        assert sorted((group.handle, group.title) for group in found) == [
            ("Members!", "Members!"),
            ("trade", "trade"),
        ]
        assert upgrade(database, core_migrations()) == []
        same = PriceListDraft(handle="list-0", name="L", currency="EUR", customer_group="trade")
        assert database.write_now(save_price_list, draft=same) == 1
        stored = database.read_now(lambda tx: tx.all(select(PRICE_LIST.c.customer_group)))
        assert sorted(str(row.customer_group) for row in stored) == ["Members!", "None", "trade", "trade"]
    finally:
        database.close_now()
