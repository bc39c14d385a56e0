"""What is exported is what is imported: into the same shop without a change, into a fresh one exactly."""

import pytest
from comptoir.catalog.commands import save_product
from comptoir.catalog.drafts import MediaDraft, MetafieldDraft, OptionDraft, ProductDraft, VariantDraft
from comptoir.catalog.media import MediaStore
from comptoir.catalog.models import TRANSLATION
from comptoir.customers.groups import CustomerGroupDraft, save_customer_group
from comptoir.interchange.formulas import defuse, restore
from comptoir.inventory import default_location, set_levels_at
from comptoir.money import Money
from comptoir.pricing import PriceEntry, PriceListDraft, save_price_list, set_prices
from PIL import Image
from sqlalchemy import select

from tests.interchange.conftest import open_shop
from tests.interchange.files import shirt, write_csv

GENERATIONS = ("classic", "current")

RICH = ProductDraft(
    handle="jeans",
    title="=HYPERLINK(A1)",
    description_html="<p>One</p>\r\n<p>Two, \"three\" &amp; 'four'</p>",
    vendor="@Atelier",
    product_type="+Jeans",
    tags=("-sale", "denim"),
    category="Apparel",
    status="draft",
    seo_title="'=quoted",
    seo_description="-5",
    options=(
        OptionDraft(
            name="Color",
            values=("Rinse", "Black"),
            swatches={"Rinse": "#223355"},
            translations={"fr": {"Color": "Couleur", "Black": "Noir"}},
        ),
        OptionDraft(name="Size", values=("S", "M")),
    ),
    variants=(
        VariantDraft(choices=("Black", "M"), sku="=JE-1", barcode="4006381333931", media_index=1),
        VariantDraft(choices=("Black", "S"), weight_grams=0, weight_unit="POUNDS", tax_category="clothing"),
        VariantDraft(
            choices=("Rinse", "S"),
            sku="JE-3",
            backorder=True,
            requires_shipping=False,
            taxable=False,
            inventory_tracked=False,
            quantity_minimum=2,
            quantity_increment=2,
            unit_measurement=("COUNT", 1000, "ITEM"),
            metafields=(MetafieldDraft(namespace="custom", key="fit", type="boolean", value="true"),),
        ),
    ),
    media=(
        MediaDraft(url="https://pictures.example/a.jpg?v=1", filename="a", alt="-a-"),
        MediaDraft(url="https://pictures.example/b.jpg", filename="b", translations={"fr": {"alt": "Bé"}}),
        MediaDraft(kind="EXTERNAL_VIDEO", url="https://youtu.be/abcdefghijk", filename="film"),
        *(MediaDraft(url=f"https://pictures.example/{each}.jpg", filename=f"{each}") for each in "cde"),
    ),
    metafields=(
        MetafieldDraft(namespace="custom", key="care", type="multi_line_text_field", value="cold\nwash"),
        MetafieldDraft(namespace="custom", key="parts", type="number_integer", value="-3"),
    ),
    sales_rank=4,
    translations={"fr": {"title": "Le jean"}},
)


def fill(counter):
    """Give a shop products with all that the catalogue knows, and all kinds of prices."""
    saved = counter.database.write_now(save_product, draft=RICH)
    counter.database.write_now(save_product, draft=ProductDraft(handle="bare", title="Bare"))
    counter.database.write_now(save_product, draft=ProductDraft(handle="old", title="Old", status="archived"))
    counter.database.write_now(price, variants=saved.variant_ids)


def price(tx, *, variants):
    save_price_list(tx, draft=PriceListDraft(handle="euro", name="Euro", currency="EUR"))
    save_customer_group(tx, draft=CustomerGroupDraft(handle="trade", title="Trade"))
    save_price_list(
        tx, draft=PriceListDraft(handle="trade", name="Trade", currency="EUR", customer_group="trade")
    )
    euros = [
        PriceEntry(variant_id=variants[0], amount=Money(8900, "EUR"), compare_at=Money(9900, "EUR")),
        PriceEntry(variant_id=variants[0], amount=Money(8000, "EUR"), minimum_quantity=10),
        PriceEntry(variant_id=variants[1], amount=Money(0, "EUR")),
    ]
    set_prices(tx, price_list="euro", prices=euros)
    set_prices(tx, price_list="trade", prices=[PriceEntry(variant_id=variants[0], amount=Money(5000, "EUR"))])
    set_levels_at(tx, location_id=default_location(tx), levels={variants[0]: 7, variants[2]: 0})


@pytest.mark.parametrize("generation", GENERATIONS)
def test_an_export_imported_into_the_same_shop_changes_nothing(counter, generation):
    fill(counter)
    before = counter.everything(), counter.database.read_now(translations)
    report = counter.load(counter.write(generation))
    assert (report.created, report.changed, report.unchanged) == (0, 0, 3)
    assert [*report.errors, *report.warnings] == []
    assert (counter.everything(), counter.database.read_now(translations)) == before


def translations(tx):
    return sorted(tuple(row) for row in tx.all(select(TRANSLATION)))


@pytest.mark.parametrize("generation", GENERATIONS)
def test_an_export_imported_into_a_fresh_shop_gives_an_equal_export(
    counter, sqlite_database, tmp_path, generation
):
    fill(counter)
    first = counter.write(generation)
    (tmp_path / "fresh").mkdir()
    fresh = open_shop(sqlite_database, tmp_path / "fresh")
    report = fresh.load(first)
    assert (report.created, report.errors) == (3, [])
    assert fresh.write(generation).read_bytes() == first.read_bytes()


def test_an_export_has_a_row_for_each_variant_and_picture(counter):
    fill(counter)
    rows = counter.rows("classic")
    assert [(row["Handle"], row["Option1 Value"], row["Image Position"]) for row in rows] == [
        ("jeans", "Black", "1"),
        ("jeans", "Black", "2"),
        ("jeans", "Rinse", "3"),
        ("jeans", "", "4"),
        ("jeans", "", "5"),
        ("bare", "Default Title", ""),
        ("old", "Default Title", ""),
    ]
    first = rows[0]
    assert first["Title"] == "'=HYPERLINK(A1)"
    assert (first["Vendor"], first["Type"], first["Tags"]) == ("'@Atelier", "'+Jeans", "'-sale, denim")
    assert (first["SEO Title"], first["SEO Description"]) == ("''=quoted", "-5")
    assert (first["Variant Price"], first["Variant Compare At Price"]) == ("89.00", "99.00")
    assert [row["Variant Inventory Qty"] for row in rows[:3]] == ["7", "", "0"]
    assert [(row["Published"], row["Status"]) for row in rows if row["Title"]] == [
        ("false", "draft"),
        ("true", "active"),
        ("false", "archived"),
    ]


def test_pictures_of_the_shop_go_out_with_its_address_and_come_back_as_its_own(lone, tmp_path):
    Image.new("RGB", (4, 3), "navy").save(tmp_path / "navy shirt.png")
    path = write_csv(tmp_path / "a.csv", [shirt(**{"Image Src": "navy shirt.png"})])
    assert lone.load(path, dry_run=True).created == 1
    assert not (tmp_path / "data" / "media").exists()
    assert lone.load(path).created == 1
    assert lone.load(path).unchanged == 1
    address = lone.rows(base_url="https://shop.example")[0]["Product image URL"]
    token = address.split("/")[4]
    assert address == f"https://shop.example/media/{token}/navy-shirt.png"
    assert MediaStore(tmp_path / "data").lookup(token).width == 4
    report = lone.load(lone.write(base_url="https://shop.example"), base_url="https://shop.example/")
    assert (report.unchanged, report.warnings) == (1, [])


def test_a_picture_beside_the_file_that_is_no_picture_is_refused(lone, tmp_path):
    (tmp_path / "a.png").write_text("not a picture")
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "link.png").symlink_to(tmp_path / "a.png")
    report = lone.load(write_csv(tmp_path / "a.csv", [shirt(**{"Image Src": "a.png"})]))
    wrong = "the picture cannot be used: it is not a PNG, JPEG, WebP, GIF or AVIF picture"
    assert [str(fault) for fault in report.errors] == [f"line 2, column Image Src: 'a.png': {wrong}"]
    report = lone.load(write_csv(tmp_path / "inner" / "b.csv", [shirt(**{"Image Src": "link.png"})]))
    assert [str(fault) for fault in report.errors] == [
        "line 2, column Image Src: there is no file 'link.png' beside the CSV"
    ]


def test_a_failed_export_leaves_the_former_file(lone, tmp_path, monkeypatch):
    path = lone.write()
    former = path.read_bytes()
    lone.load(write_csv(tmp_path / "a.csv", [shirt()]))
    monkeypatch.setattr("comptoir.interchange.exporting.find_stored_by_id", _fails)
    with pytest.raises(RuntimeError, match="half way"):
        lone.write()
    assert path.read_bytes() == former
    assert [found.name for found in tmp_path.glob(".export*")] == []


def _fails(tx, *, idents):
    raise RuntimeError("half way")


CELLS = [
    ("=1+1", "'=1+1"),
    ("+49 30 123", "'+49 30 123"),
    ("-discount", "'-discount"),
    ("@cmd", "'@cmd"),
    ("\tx", "'\tx"),
    ("\rx", "'\rx"),
    ("-5", "-5"),
    ("+4.50", "+4.50"),
    ("-5,0", "'-5,0"),
    ("'=x", "''=x"),
    ("''-5", "'''-5"),
    ("'tis", "'tis"),
    ("'", "'"),
    ("", ""),
    ("plain", "plain"),
    ("a=b", "a=b"),
]


@pytest.mark.parametrize(("cell", "written"), CELLS)
def test_formulas_are_defused_and_come_back_exactly(cell, written):
    assert defuse(cell) == written
    assert restore(written) == cell
