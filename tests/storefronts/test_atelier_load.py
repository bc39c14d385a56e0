"""The brand fills an empty shop, and filling it again changes nothing."""

import pytest
from comptoir.db.tx import ReadTx
from comptoir.settings import PluginSettings, Settings
from comptoir.startup import start_shop
from comptoir_atelier.load import load
from comptoir_atelier.products import find_products
from sqlalchemy import text

pytestmark = pytest.mark.anyio

TABLES = {
    "catalog_product": 78,
    "catalog_variant": 652,
    "catalog_collection": 18,
    "catalog_page": 9,
    "catalog_article": 14,
    "catalog_menu": 4,
    "catalog_redirect": 4,
    "catalog_size_chart": 5,
    "markets_market": 3,
    "inventory_location": 5,
    "pricing_price_list": 4,
    "payments_terms": 1,
}


def count(tx: ReadTx, *, table: str) -> int:
    return int(tx.scalar(text(f"SELECT count(*) FROM {table}")))


def revision(tx: ReadTx) -> dict[str, int]:
    return {table: count(tx, table=table) for table in TABLES}


def stock_of(tx: ReadTx, *, sku: str) -> int:
    statement = text(
        "SELECT coalesce(sum(l.available), 0) FROM inventory_level l "
        "JOIN catalog_variant v ON v.id = l.variant_id WHERE v.sku = :sku"
    )
    return int(tx.scalar(statement, {"sku": sku}))


async def test_the_brand_fills_an_empty_shop_once(sqlite_url, tmp_path):
    shop = start_shop(
        Settings(
            database_url=sqlite_url,
            data_dir=tmp_path / "shop",
            plugins=PluginSettings(strict=True, disabled=frozenset({"web"})),
        )
    )
    steps = []
    await load(shop, lambda step, done, of: steps.append((step, done, of)))
    try:
        assert await shop.db.read(revision) == TABLES
        products = [step for step in steps if step[0] == "products"]
        assert products[-1] == ("products", 78, 78)
        assert [done for _, done, _ in products] == sorted(done for _, done, _ in products)
        for piece in next(p for p in find_products() if p.handle == "sillage-slip-dress").pieces:
            assert await shop.db.read(stock_of, sku=piece.sku) == 0
        assert await shop.db.read(stock_of, sku="AR-CPC-NVY-M") == 0
        assert await shop.db.read(stock_of, sku="AR-QST-IND-27") > 0

        await load(shop, lambda *_: None)
        assert await shop.db.read(revision) == TABLES
    finally:
        await shop.db.close()
