"""What channels share of a product's page and of the cart: choices, details, and what the shop said in words."""

import re
from pathlib import Path

import comptoir.frontkit.site.cart as cart_parts
import comptoir.frontkit.site.reserving as reserving_parts
import pytest
from comptoir.frontkit.messages import Texts, load_texts
from comptoir.frontkit.site import reserving_pages
from comptoir.frontkit.site.cart import CartResult, cart_message
from comptoir.frontkit.site.details import product_details
from comptoir.frontkit.site.handoff import read_handoff_code
from comptoir.frontkit.site.options import asked_options, option_choices

MESSAGES = Path(cart_parts.__file__).parent / "messages"


def variant(color, size, *, available=True):
    chosen = [{"name": "Color", "value": color}, {"name": "Size", "value": size}]
    return {"selectedOptions": chosen, "availableForSale": available}


def test_the_picker_tells_what_each_choice_would_give():
    product = {
        "options": [
            {
                "name": "Color",
                "optionValues": [{"name": "Red", "swatch": {"color": "#f00"}}, {"name": "Blue"}],
            },
            {"name": "Size", "optionValues": [{"name": "S"}, {"name": "M"}, {"name": "L"}]},
        ],
        "variants": {
            "nodes": [variant("Red", "S"), variant("Red", "M", available=False), variant("Blue", "S")]
        },
    }
    color, size = option_choices(product, product["variants"]["nodes"][0])

    assert [(v.name, v.chosen, v.exists, v.available) for v in size.values] == [
        ("S", True, True, True),
        ("M", False, True, False),
        ("L", False, False, False),
    ]
    assert [(v.name, v.available) for v in color.values] == [("Red", True), ("Blue", True)]
    assert not color.swatches


def test_a_product_with_one_unnamed_variant_has_nothing_to_choose():
    product = {"options": [{"name": "Title", "optionValues": [{"name": "Default Title"}]}]}

    assert option_choices(product, None) == []


def test_choices_are_read_once_each_and_ten_at_most():
    pairs = [("option:A", "1"), ("option:A", "2"), ("csrf", "x"), *((f"option:o{n}", "v") for n in range(20))]
    found = asked_options(pairs, prefix="option:")

    assert found[0] == {"name": "A", "value": "1"}
    assert len(found) == 10


@pytest.mark.parametrize(
    ("field", "lines"),
    [
        ({"type": "multi_line_text_field", "value": "Wool\n\n  Lined "}, ["Wool", "Lined"]),
        ({"type": "list.single_line_text_field", "value": '["Wool", 3]'}, ["Wool", "3"]),
    ],
)
def test_a_detail_is_shown_line_by_line(field, lines):
    product = {"care": field, "fabric": None, "secret": field}
    assert product_details(product, keys=("fabric", "care", "made_in")) == [("care", lines)]


@pytest.mark.parametrize(
    "field",
    [
        {"type": "single_line_text_field", "value": "  \n"},
        {"type": "list.single_line_text_field", "value": "[]"},
        {"type": "list.single_line_text_field", "value": "no json"},
        {"type": "list.single_line_text_field", "value": '{"a": 1}'},
    ],
)
def test_a_detail_without_lines_is_left_out(field):
    assert product_details({"care": field}, keys=("care",)) == []


def test_a_known_code_is_told_in_the_visitors_language_and_any_other_as_the_shop_said_it():
    french = load_texts(MESSAGES)["fr"]
    known = {"code": "MAXIMUM_EXCEEDED", "message": "The maximum is 5"}
    assert cart_message(known, Texts("en")) == "That is more than one order may have."
    assert cart_message(known, french) == "C’est plus que ce qu’une commande peut contenir."  # noqa: RUF001
    for code in ("SOMETHING_NEW", "", None):
        assert cart_message({"code": code, "message": "As the shop says"}, french) == "As the shop says"


def test_every_sentence_that_is_shared_is_there_in_french_and_no_other():
    source = "".join(
        Path(part.__file__).read_text() for part in (cart_parts, reserving_parts, reserving_pages)
    )
    assert set(re.findall(r'_\("([^"]+)"\)', source)) == set(load_texts(MESSAGES)["fr"].singular)


def test_a_channels_own_words_stand_above_the_shared_ones():
    own, shared = Texts("fr", {"Bag": "Sac"}), Texts("fr", {"Bag": "Panier", "Full": "Plein"})
    both = own.over(shared)
    assert (both.gettext("Bag"), both.gettext("Full"), both.language) == ("Sac", "Plein", "fr")


class Spoken:
    texts = Texts("en")


def test_a_result_tells_the_first_error_and_the_warning_of_each_line():
    error = {"code": "INVALID_INCREMENT", "message": "x"}
    warning = {"code": "MERCHANDISE_NOT_ENOUGH_STOCK", "message": "y", "target": "line-1"}
    result = CartResult(cart=None, errors=[error, {"code": None, "message": "z"}], warnings=[warning])
    assert result.problem(Spoken) == "This is sold in other quantities."
    assert result.cautions(Spoken) == {"line-1": "There are not that many left."}
    fine = CartResult(cart={}, errors=(), warnings=())
    assert (fine.problem(Spoken), fine.cautions(Spoken)) == (None, {})


@pytest.mark.parametrize("typed", ["7KQ2M-9XWRT", "7kq2m9xwrt", " 7KQ2M 9XWRT ", "7KQ2M\u20139XWRT"])
def test_a_handoff_code_is_read_as_people_type_it(typed):
    assert read_handoff_code(typed) == "7KQ2M-9XWRT"


def test_letters_that_look_like_digits_are_read_as_digits():
    assert read_handoff_code("oil2m-9xwrt") == "0112M-9XWRT"


@pytest.mark.parametrize("typed", ["7KQ2M-9XWR", "7KQ2M-9XWRTT", "7KQ2M-9XWRU", "", "7KQ-2M9XWRT"])
def test_other_texts_are_no_handoff_code(typed):
    assert read_handoff_code(typed) is None
