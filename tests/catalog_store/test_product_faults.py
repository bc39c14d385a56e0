"""Drafts of products that are refused: each with its code and place, and nothing changes."""

from datetime import datetime

import pytest
from comptoir.catalog.commands import save_product
from comptoir.catalog.drafts import MediaDraft, OptionDraft, VariantDraft
from comptoir.errors import DomainError

from tests.catalog_store.drafts import everything, shirt


def variant(**changes):
    return {"options": (), "variants": (VariantDraft(choices=(), **changes),)}


FAULTS = {
    "handle with capitals": ({"handle": "Shirt"}, "INVALID", ("handle",)),
    "handle with a slash": ({"handle": "a/b"}, "INVALID", ("handle",)),
    "handle too long": ({"handle": "a" * 256}, "TOO_LONG", ("handle",)),
    "no letter in handle or title": ({"handle": "", "title": "—"}, "BLANK", ("handle",)),
    "blank title": ({"title": "  "}, "BLANK", ("title",)),
    "title too long": ({"title": "x" * 256}, "TOO_LONG", ("title",)),
    "control character": ({"title": "a\x07b"}, "INVALID", ("title",)),
    "NUL": ({"vendor": "a\x00b"}, "INVALID", ()),
    "half a surrogate pair": ({"vendor": "\ud800"}, "INVALID", ()),
    "long tag": ({"tags": ("x" * 256,)}, "TOO_LONG", ("tags", "0")),
    "too many tags": ({"tags": tuple(map(str, range(251)))}, "TOO_MANY", ("tags",)),
    "unknown status": ({"status": "hidden"}, "INVALID", ("status",)),
    "naive time": ({"published_at": datetime(2026, 1, 1)}, "INVALID", ("published_at",)),  # noqa: DTZ001
    "negative rank": ({"sales_rank": -1}, "OUT_OF_RANGE", ("sales_rank",)),
    "unknown size chart": ({"size_chart": "none"}, "NOT_FOUND", ("size_chart",)),
    "four options": (
        {
            "options": tuple(OptionDraft(name=str(i), values=("a",)) for i in range(4)),
            "variants": (VariantDraft(choices=("a",) * 4),),
        },
        "TOO_MANY",
        ("options",),
    ),
    "option twice": (
        {
            "options": (OptionDraft(name="A", values=("a",)), OptionDraft(name="A", values=("b",))),
            "variants": (VariantDraft(choices=("a", "b")),),
        },
        "DUPLICATE",
        ("options",),
    ),
    "no variants": ({"variants": ()}, "BLANK", ("variants",)),
    "too many variants": (
        {
            "options": (OptionDraft(name="A", values=tuple(map(str, range(2049)))),),
            "variants": tuple(VariantDraft(choices=(str(i),)) for i in range(2049)),
        },
        "TOO_MANY",
        ("variants",),
    ),
    "too few choices": (
        {"variants": (VariantDraft(choices=("White",)),)},
        "INVALID",
        ("variants", "0", "choices"),
    ),
    "unknown choice": (
        {"variants": (VariantDraft(choices=("White", "XXL")),)},
        "NOT_FOUND",
        ("variants", "0", "choices"),
    ),
    "same choices twice": (
        {"variants": (VariantDraft(choices=("White", "S")), VariantDraft(choices=("White", "S")))},
        "DUPLICATE",
        ("variants", "1", "choices"),
    ),
    "bad swatch": (
        {
            "options": (OptionDraft(name="C", values=("a",), swatches={"a": "red"}),),
            "variants": (VariantDraft(choices=("a",)),),
        },
        "INVALID",
        ("options", "0", "swatches", "a"),
    ),
    "negative weight": (variant(weight_grams=-1), "OUT_OF_RANGE", ("variants", "0", "weight_grams")),
    "unknown weight unit": (variant(weight_unit="STONE"), "INVALID", ("variants", "0", "weight_unit")),
    "long sku": (variant(sku="x" * 256), "TOO_LONG", ("variants", "0", "sku")),
    "long barcode": (variant(barcode="1" * 256), "TOO_LONG", ("variants", "0", "barcode")),
    "minimum zero": (variant(quantity_minimum=0), "OUT_OF_RANGE", ("variants", "0", "quantity_minimum")),
    "increment zero": (variant(quantity_increment=0), "OUT_OF_RANGE", ("variants", "0", "quantity_minimum")),
    "minimum off the increment": (
        variant(quantity_minimum=3, quantity_increment=2),
        "INVALID",
        ("variants", "0", "quantity_minimum"),
    ),
    "maximum below minimum": (
        variant(quantity_minimum=4, quantity_maximum=2, quantity_increment=2),
        "INVALID",
        ("variants", "0", "quantity_maximum"),
    ),
    "picture that is not there": (variant(media_index=0), "NOT_FOUND", ("variants", "0", "media_index")),
    "impossible unit": (
        variant(unit_measurement=("TASTE", 1, "KG")),
        "INVALID",
        ("variants", "0", "unit_measurement"),
    ),
    "medium without anything": ({"media": (MediaDraft(),)}, "BLANK", ("media", "0", "url")),
    "medium by script": ({"media": (MediaDraft(url="javascript:x"),)}, "INVALID", ("media", "0", "url")),
    "video of elsewhere": (
        {"media": (MediaDraft(kind="EXTERNAL_VIDEO", url="https://evil.example/v"),)},
        "INVALID",
        ("media", "0", "url"),
    ),
    "unknown text": ({"translations": {"fr": {"titel": "x"}}}, "INVALID", ("translations", "fr", "titel")),
    "unknown language": ({"translations": {"french!": {}}}, "INVALID", ("translations", "french!")),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_refused_with_code_and_place_and_nothing_changes(fault, sqlite_database):
    changes, code, field = FAULTS[fault]
    before = sqlite_database.read_now(everything)
    with pytest.raises(DomainError) as refused:
        sqlite_database.write_now(save_product, draft=shirt(**changes))
    assert (refused.value.code, refused.value.field) == (code, field)
    assert sqlite_database.read_now(everything) == before
