"""What an import makes of good files, on both databases."""

from pathlib import Path

import pytest
from comptoir.interchange.report import summary

from tests.interchange.files import CURRENT, jeans, shirt, write_csv, write_many

REAL = Path(__file__).parents[3] / "shared" / "data"


def counts(report):
    return report.created, report.changed, report.unchanged, report.skipped


def test_products_variants_prices_and_stock_are_created_and_a_second_run_changes_nothing(counter, tmp_path):
    path = write_csv(
        tmp_path / "a.csv",
        [
            shirt(**{"Image Src": "https://pictures.example/shirt.jpg", "Image Alt Text": "A shirt"}),
            jeans("S", first=True, **{"Variant Compare At Price": "99"}),
            jeans("M", **{"Variant Inventory Policy": "continue", "Variant Barcode": "4006381333931"}),
        ],
    )
    report = counter.load(path)
    assert counts(report) == (2, 0, 0, 0)
    assert (report.variants, report.rows, report.warnings, report.errors) == (3, 3, [], [])
    assert [
        (row["URL handle"], row["SKU"], row["Price"], row["Compare-at price"], row["Inventory quantity"])
        for row in counter.rows()
    ] == [
        ("shirt", "SH-1", "19.90", "", "5"),
        ("jeans", "JE-S", "89.00", "99.00", "2"),
        ("jeans", "JE-M", "89.00", "", "2"),
    ]
    before = counter.everything()
    assert counts(counter.load(path)) == (0, 0, 2, 0)
    assert counter.everything() == before


def test_a_changed_price_level_or_title_is_a_changed_product(counter, tmp_path):
    counter.load(write_csv(tmp_path / "a.csv", [shirt(), jeans("S", first=True)]))
    changes = (
        {"Variant Price": "21"},
        {"Variant Price": "21", "Variant Inventory Qty": "0"},
        {"Variant Price": "21", "Variant Inventory Qty": "0", "Title": "Work shirt"},
    )
    for change in changes:
        report = counter.load(write_csv(tmp_path / "b.csv", [shirt(**change), jeans("S", first=True)]))
        assert counts(report) == (0, 1, 1, 0)


def test_a_dry_run_says_what_would_happen_and_changes_nothing(counter, tmp_path):
    before = counter.everything()
    path = write_csv(tmp_path / "a.csv", [shirt(), jeans("S", first=True)])
    report = counter.load(path, dry_run=True)
    assert counts(report) == (2, 0, 0, 0)
    assert summary(report).startswith("2 would be created, 0 would be changed, 0 unchanged (2 variants) in ")
    assert counter.everything() == before
    counter.load(path)
    report = counter.load(
        write_csv(tmp_path / "b.csv", [shirt(**{"Variant Price": "1"}), jeans("S", first=True)]), dry_run=True
    )
    assert counts(report) == (0, 1, 1, 0)


def test_prices_of_a_market_go_to_its_list_and_an_unknown_market_is_a_warning(counter, tmp_path):
    header = [*shirt(), "Price / Britain", "Compare At Price / Britain", "Price / Narnia"]
    row = shirt(**{"Price / Britain": "17.50", "Compare At Price / Britain": "20", "Price / Narnia": "1"})
    report = counter.load(write_csv(tmp_path / "a.csv", [row], header=header))
    assert report.warnings == [
        "column Price / Narnia: this shop has no market of that name; not imported",
    ]
    stored = counter.everything()
    assert [row[2:5] for row in stored["pricing_price_list"]] == [
        ("Retail", "EUR", "None"),
        ("Britain", "GBP", "gb"),
    ]
    assert sorted(row[3:] for row in stored["pricing_price"]) == [("1750", "2000"), ("1990", "None")]


def test_unknown_columns_and_those_without_a_place_are_named(lone, tmp_path):
    header = [*shirt(), "Shoe size", "Cost per item", "Google Shopping / Gender"]
    row = shirt(**{"Shoe size": "44", "Cost per item": "7.10"})
    report = lone.load(write_csv(tmp_path / "a.csv", [row], header=header))
    assert report.warnings == [
        "columns that are not known, not imported: Shoe size",
        "columns without a place in this shop, not imported: Cost per item",
    ]
    assert report.created == 1


def test_the_current_generation_is_read(counter, tmp_path):
    row = {
        "Title": "Shirt", "URL handle": "shirt", "Description": "<p>Linen</p>", "Status": "Active",
        "Published on online store": "TRUE", "SKU": "SH-1", "Option1 name": "Size", "Option1 value": "M",
        "Price": "19.90", "Charge tax": "TRUE", "Inventory tracker": "shopify", "Inventory quantity": "3",
        "Continue selling when out of stock": "DENY", "Weight value (grams)": "250.4",
        "Weight unit for display": "g", "Requires shipping": "TRUE", "Gift card": "FALSE",
        "Color (product.metafields.shopify.color-pattern)": "white",
    }  # fmt: skip
    assert counts(counter.load(write_csv(tmp_path / "a.csv", [row], header=CURRENT))) == (1, 0, 0, 0)
    found = counter.rows()[0]
    assert found["Weight value (grams)"] == "250"
    assert found["Color pattern (product.metafields.shopify.color-pattern)"] == "white"
    assert found["Option1 value"] == "M"


@pytest.mark.parametrize(
    ("published", "status", "stored"),
    [
        ("true", "", "active"),
        ("false", "", "draft"),
        ("false", "active", "draft"),
        ("true", "draft", "draft"),
        ("", "archived", "archived"),
        ("", "", "active"),
    ],
)
def test_published_and_status_together_make_the_status(lone, tmp_path, published, status, stored):
    row = shirt(Published=published, Status=status)
    lone.load(write_csv(tmp_path / "a.csv", [row]))
    assert lone.rows("classic")[0]["Status"] == stored


def test_an_import_leaves_alone_what_the_file_has_no_column_for(counter, tmp_path):
    counter.load(write_csv(tmp_path / "a.csv", [shirt(Vendor="Atelier", Tags="linen")]))
    header = ["Handle", "Title", "Variant Price"]
    row = {"Handle": "shirt", "Title": "Shirt", "Variant Price": "19.90"}
    assert counts(counter.load(write_csv(tmp_path / "b.csv", [row], header=header))) == (0, 0, 1, 0)
    found = counter.rows()[0]
    assert (found["Vendor"], found["Tags"], found["Inventory quantity"]) == ("Atelier", "linen", "5")


@pytest.mark.parametrize(("name", "products", "variants"), [("apparel", 20, 22), ("jewelery", 20, 23)])
def test_real_files_are_imported_whole_and_twice(counter, tmp_path, name, products, variants):
    path = REAL / f"{name}.csv"
    if not path.exists():
        path = _same_shape(tmp_path / f"{name}.csv", products, variants)
    report = counter.load(path)
    assert (counts(report), report.variants) == ((products, 0, 0, 0), variants)
    assert [*report.errors, *report.warnings] == []
    assert counts(counter.load(path)) == (0, 0, products, 0)


def _same_shape(path, products, variants):
    """Write a file of as many products and variants: the first has all the variants that are over."""
    rows = [jeans("1", first=True), *(jeans(str(2 + each)) for each in range(variants - products))]
    rows += [
        shirt(Handle=f"shirt-{each}", **{"Variant SKU": f"S-{each}", "Variant Inventory Tracker": ""})
        for each in range(products - 1)
    ]
    return write_csv(path, rows)


def test_two_thousand_products_are_imported_in_batches(lone, tmp_path):
    path = write_many(tmp_path / "many.csv", 2000)
    assert counts(lone.load(path)) == (2000, 0, 0, 0)
    assert counts(lone.load(path)) == (0, 0, 2000, 0)
    assert len(lone.rows()) == 8000
