"""Files that are wrong: each fault named by line and column, and nothing changed."""

import pytest
from comptoir.catalog.commands import save_product
from comptoir.catalog.drafts import MetafieldDraft, ProductDraft
from comptoir.interchange.faults import BadFileError
from comptoir.interchange.report import summary

from tests.interchange.files import jeans, shirt, write_csv


def faults(counter, path, **options):
    """Import a bad file; return its faults after looking that nothing has changed."""
    before = counter.everything()
    report = counter.load(path, **options)
    assert report.failed
    assert report.refused
    assert counter.everything() == before
    return [str(fault) for fault in report.errors]


CELLS = [
    ({"Variant Price": "1,99"}, "Variant Price", "'1,99' is not an amount: digits with a decimal point were expected"),
    ({"Variant Price": "-1"}, "Variant Price", "'-1' is out of range: no price is below zero"),
    ({"Variant Price": "1.999"}, "Variant Price", "'1.999' has more decimals than EUR has (2)"),
    ({"Variant Price": "1e3"}, "Variant Price", "'1e3' is not an amount: digits with a decimal point were expected"),
    ({"Variant Compare At Price": "€20"}, "Variant Compare At Price",
     "'€20' is not an amount: digits with a decimal point were expected"),
    ({"Variant Inventory Qty": "-3"}, "Variant Inventory Qty", "'-3' is out of range: 0 to 10000000"),
    ({"Variant Inventory Qty": "10000001"}, "Variant Inventory Qty", "'10000001' is out of range: 0 to 10000000"),
    ({"Variant Inventory Qty": "2.5"}, "Variant Inventory Qty", "'2.5' is not a whole number"),
    ({"Variant Inventory Policy": "perhaps"}, "Variant Inventory Policy",
     "'perhaps' was found where deny or continue was expected"),
    ({"Variant Taxable": "oui"}, "Variant Taxable", "'oui' was found where true or false was expected"),
    ({"Variant Grams": "heavy"}, "Variant Grams",
     "'heavy' is not a weight in grams: digits with a decimal point"),
    ({"Variant Grams": "99999999999"}, "Variant Grams",
     "'99999999999' is out of range: at most 2147483647 grams"),
    ({"Variant Weight Unit": "stone"}, "Variant Weight Unit", "'stone' was found where g, kg, oz or lb was expected"),
    ({"Variant Barcode": "40063813339"}, "Variant Barcode",
     "'40063813339' has 11 digits; barcodes have 8, 10, 12, 13 or 14"),
    ({"Variant Barcode": "4.00638E+12"}, "Variant Barcode",
     "'4.00638E+12' is not a barcode: a spreadsheet has rounded it"),
    ({"Image Src": "ftp://pictures.example/a.png"}, "Image Src",
     "'ftp://pictures.example/a.png' is not an http or https address, nor a file beside the CSV"),
    ({"Image Src": "../secret.png"}, "Image Src", "'../secret.png' leads out of the folder of the CSV"),
    ({"Image Src": "missing.png"}, "Image Src", "there is no file 'missing.png' beside the CSV"),
    ({"Image Src": "https://a.example/x.png", "Image Position": "0"}, "Image Position",
     "'0' is out of range: 1 to 100000"),
    ({"Status": "live"}, "Status", "'live' was found where active, draft or archived was expected"),
    ({"Handle": "No Handle!"}, "Handle", "'No Handle!' is not a handle: lower-case letters, digits and '-'"),
    ({"Title": ""}, "Title", "blank, and the first row of a product needs it"),
    ({"Option2 Value": "Red"}, "Option2 Value", "'Red' belongs to an option without a name"),
    ({"Title": "x" * 256}, "Title", "title is longer than 255 characters"),
]  # fmt: skip


@pytest.mark.parametrize(("cells", "column", "message"), CELLS)
def test_a_bad_cell_is_named_by_line_and_column(lone, tmp_path, cells, column, message):
    rows = [jeans("S", first=True), jeans("M"), shirt(**cells)]
    assert faults(lone, write_csv(tmp_path / "a.csv", rows)) == [f"line 4, column {column}: {message}"]


def test_a_bad_price_is_named_as_the_current_generation_calls_it(lone, tmp_path):
    header = ["Title", "URL handle", "Price"]
    row = {"Title": "Shirt", "URL handle": "shirt", "Price": "1,99"}
    assert faults(lone, write_csv(tmp_path / "a.csv", [row], header=header)) == [
        "line 2, column Price: '1,99' is not an amount: digits with a decimal point were expected"
    ]


def test_every_fault_is_listed_and_nothing_changed_on_both_databases(counter, tmp_path):
    rows = [
        shirt(**{"Variant Price": "1,99", "Variant Inventory Qty": "x"}),
        jeans("S", first=True),
        jeans("", **{"Variant SKU": "JE-0"}),
    ]
    assert faults(counter, write_csv(tmp_path / "a.csv", rows)) == [
        "line 2, column Variant Price: '1,99' is not an amount: digits with a decimal point were expected",
        "line 2, column Variant Inventory Qty: 'x' is not a whole number",
        "line 4, column Option1 Value: blank, and every variant has a value for 'Size'",
    ]


def test_skipping_leaves_out_whole_products_and_imports_the_others(counter, tmp_path):
    rows = [jeans("S", first=True), jeans("M", **{"Variant Price": "1,99"}), shirt()]
    report = counter.load(write_csv(tmp_path / "a.csv", rows), skip_bad_rows=True)
    assert (report.created, report.skipped, report.failed) == (1, 1, False)
    assert (report.variants, report.rows) == (1, 3)
    assert summary(report).startswith("1 created, 0 changed, 0 unchanged, 1 left out (1 variant) in ")
    assert [str(fault) for fault in report.errors] == [
        "line 3, column Variant Price: '1,99' is not an amount: digits with a decimal point were expected"
    ]
    assert [row["URL handle"] for row in counter.rows()] == ["shirt"]


def test_a_handle_made_from_the_title_is_told_with_its_line(lone, tmp_path):
    rows = [jeans("S", first=True), shirt(Handle="", Title="Linen Shirt")]
    report = lone.load(write_csv(tmp_path / "a.csv", rows))
    assert (report.created, report.errors) == (2, [])
    assert report.warnings == ["line 3, column Handle: blank; 'linen-shirt' was made from the title"]
    assert [row["URL handle"] for row in lone.rows()] == ["jeans", "linen-shirt"]


def test_a_sku_that_comes_twice_is_named_at_its_second_place(lone, tmp_path):
    rows = [shirt(), shirt(Handle="other")]
    assert faults(lone, write_csv(tmp_path / "a.csv", rows)) == [
        "line 3, column Variant SKU: 'SH-1' is the SKU of line 2 too"
    ]


def test_rows_of_a_product_that_do_not_stand_together_are_both_named_and_both_skipped(lone, tmp_path):
    rows = [jeans("S", first=True), shirt(), jeans("M", first=True)]
    path = write_csv(tmp_path / "a.csv", rows)
    assert faults(lone, path) == [
        "line 4, column Handle: 'jeans' began on line 2; the rows of a product stand together"
    ]
    report = lone.load(path, skip_bad_rows=True)
    assert (report.created, report.skipped) == (1, 2)


def test_two_equal_variants_are_refused_at_the_second(lone, tmp_path):
    rows = [jeans("S", first=True), jeans("S", **{"Variant SKU": "X"})]
    assert faults(lone, write_csv(tmp_path / "a.csv", rows)) == [
        "line 3, column Option1 Value: two variants are 'S'"
    ]


def test_a_row_with_too_few_cells_is_named(lone, tmp_path):
    path = write_csv(tmp_path / "a.csv", [shirt()])
    path.write_text(path.read_text() + "jeans,Jeans,half\n")
    assert faults(lone, path) == [
        "line 3: the row has 3 cells and the header 36: it is cut off or a quote is missing"
    ]


def test_a_file_that_ends_inside_of_a_quote_is_refused_at_the_row(lone, tmp_path):
    path = write_csv(tmp_path / "a.csv", [shirt(), shirt(Handle="b", **{"Variant SKU": "B"})])
    path.write_text(path.read_text() + 'c,C,"a half\ndescription\n')
    assert faults(lone, path) == [
        "line 4: a quoted cell that begins in this row never ends: the file is cut off or a quote is missing"
    ]


def test_text_after_a_quote_is_refused(lone, tmp_path):
    path = write_csv(tmp_path / "a.csv", [shirt()])
    path.write_text(path.read_text() + 'c,"The "best" shirt"\n')
    assert faults(lone, path) == [
        "line 3: a quote ends a cell and more text follows it: quotes inside of a cell are written twice"
    ]


def test_lines_are_counted_as_editors_count_them(lone, tmp_path):
    rows = [
        shirt(**{"Body (HTML)": "<p>one\ntwo\nthree</p>"}),
        jeans("S", first=True, **{"Variant Price": "x"}),
    ]
    assert faults(lone, write_csv(tmp_path / "a.csv", rows)) == [
        "line 5, column Variant Price: 'x' is not an amount: digits with a decimal point were expected"
    ]


WHOLE = [
    (b"", "the file is empty: a line with column names was expected"),
    ("Handle,Title\n".encode("utf-16"),
     "the file is in UTF-16; save it as UTF-8 (in spreadsheets: 'CSV UTF-8') and import that"),
    (b"Handle,Title,Variant Price\na,A,1\nb,Caf\xe9,2\n",
     "line 3: byte 38 (0xe9) is not UTF-8; save the file as UTF-8"),
    (b"Title,Vendor\nA,B\n",
     "line 1: the columns are missing: Handle (or URL handle), Variant Price (or Price)"),
    (b"Handle;Title;Variant Price\na;A;1\n",
     "line 1: the columns are separated by ';'; save the file with commas"),
    (b"Handle,Variant Price\na,1\n", "line 1: the column is missing: Title"),
    (b"Handle,Title,Variant Price,URL handle\n",
     "line 1: the column URL handle stands there twice, or under both of its names"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "message"), WHOLE)
def test_a_file_that_cannot_be_read_is_refused(lone, tmp_path, content, message):
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    before = lone.everything()
    with pytest.raises(BadFileError) as refusal:
        lone.load(path)
    assert refusal.value.message == message
    assert lone.everything() == before


def test_a_file_that_is_not_there_is_refused(lone, tmp_path):
    with pytest.raises(BadFileError) as refusal:
        lone.load(tmp_path / "none.csv")
    assert refusal.value.message == f"{tmp_path / 'none.csv'} cannot be read: No such file or directory"


def test_a_byte_order_mark_is_no_part_of_the_first_column(lone, tmp_path):
    assert lone.load(write_csv(tmp_path / "a.csv", [shirt()], encoding="utf-8-sig")).created == 1


PARTS = "Parts (product.metafields.custom.parts)"


def with_parts(counter, **products):
    """Save products with the metafield `custom.parts`, each of the type given for it."""
    for handle, (kind, value) in products.items():
        parts = MetafieldDraft(namespace="custom", key="parts", type=kind, value=value)
        counter.database.write_now(
            save_product, draft=ProductDraft(handle=handle, title="Shirt", metafields=(parts,))
        )


def test_a_metafield_has_the_type_that_the_shop_gives_it(lone, tmp_path):
    with_parts(lone, other=("number_integer", "3"))
    rows = [shirt(**{PARTS: "many"})]
    assert faults(lone, write_csv(tmp_path / "a.csv", rows, header=rows[0])) == [
        f"line 2, column {PARTS}: 'many' is not a value of type number_integer"
    ]


def test_what_the_shop_refuses_while_saving_is_named_by_line_and_the_others_are_saved(counter, tmp_path):
    with_parts(counter, shirt=("number_integer", "3"), other=("single_line_text_field", "three"))
    rows = [jeans("S", first=True), shirt(**{PARTS: "many"})]
    report = counter.load(write_csv(tmp_path / "a.csv", rows, header=rows[0] | rows[1]))
    assert (report.created, report.changed, report.skipped, report.failed) == (1, 0, 1, True)
    assert (report.variants, report.rows) == (1, 2)
    wrong = "product 'shirt': 'many' is not a value of type number_integer"
    assert [str(fault) for fault in report.errors] == [f"line 3, column {PARTS}: {wrong}"]
    assert [row["URL handle"] for row in counter.rows()] == ["shirt", "other", "jeans"]
    assert counter.rows()[0]["SKU"] == ""
