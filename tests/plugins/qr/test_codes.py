"""Placement codes: read back what was written, and refuse every other text."""

from datetime import date, timedelta

import pytest
from comptoir_qr.codes import (
    ExpiredCodeError,
    ForgedCodeError,
    Placement,
    PlacementCodes,
    PlacementKind,
    looks_like_code,
    tidy_typed,
)
from hypothesis import given
from hypothesis import strategies as st

TODAY = date(2026, 3, 2)
CODES = PlacementCodes("a secret of some shop")
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
numbers = st.none() | st.integers(0, 2**53 - 1)
placements = st.builds(
    Placement,
    kind=st.sampled_from(PlacementKind),
    product=numbers,
    variant=numbers,
    location=numbers,
    spot=numbers,
    until=st.none() | st.dates(TODAY, date(2200, 1, 1)),
)


@given(placements)
def test_a_code_is_read_back_as_it_was_written(placement):
    code = CODES.write(placement)

    assert CODES.read(code, today=TODAY) == placement
    assert looks_like_code(code)


@given(placements, st.data())
def test_any_changed_character_is_refused(placement, data):
    code = CODES.write(placement)
    place = data.draw(st.integers(0, len(code) - 1))
    letter = data.draw(st.characters(codec="utf-8").filter(lambda c: c != code[place]))

    with pytest.raises(ForgedCodeError):
        CODES.read(code[:place] + letter + code[place + 1 :], today=TODAY)


@given(placements, st.data())
def test_any_other_letter_of_the_alphabet_is_refused(placement, data):
    code = CODES.write(placement)
    place = data.draw(st.sampled_from([at for at, letter in enumerate(code) if letter != "."]))
    letter = data.draw(st.sampled_from([letter for letter in ALPHABET if letter != code[place]]))

    with pytest.raises(ForgedCodeError):
        CODES.read(code[:place] + letter + code[place + 1 :], today=TODAY)


@given(placements, st.data())
def test_what_is_cut_off_or_longer_is_refused(placement, data):
    code = CODES.write(placement)
    cut = code[: data.draw(st.integers(0, len(code) - 1))]
    longer = code + data.draw(st.text(ALPHABET, min_size=1))

    for text in (cut, longer):
        with pytest.raises(ForgedCodeError):
            CODES.read(text, today=TODAY)


@given(st.text())
def test_any_text_is_refused_in_words(text):
    with pytest.raises(ForgedCodeError):
        CODES.read(text, today=TODAY)


@given(placements)
def test_the_code_of_another_shop_is_refused(placement):
    with pytest.raises(ForgedCodeError):
        PlacementCodes("another secret").read(CODES.write(placement), today=TODAY)


def test_parts_of_two_genuine_codes_make_no_third():
    one = CODES.write(Placement(kind=PlacementKind.PRODUCT, product=1, location=1))
    other = CODES.write(Placement(kind=PlacementKind.PRODUCT, product=2, location=1))

    with pytest.raises(ForgedCodeError):
        CODES.read(one.partition(".")[0] + "." + other.partition(".")[2], today=TODAY)


def test_a_code_is_good_through_its_last_day():
    code = CODES.write(Placement(kind=PlacementKind.BILLBOARD, product=5, until=TODAY))

    assert CODES.read(code, today=TODAY).until == TODAY
    with pytest.raises(ExpiredCodeError):
        CODES.read(code, today=TODAY + timedelta(days=1))


def test_a_code_is_short():
    most = Placement(
        kind=PlacementKind.VARIANT, variant=2**35, location=99_999, spot=99, until=date(2040, 1, 1)
    )

    assert len("/q/" + CODES.write(most)) <= 40
    assert len("/q/" + CODES.write(Placement(kind=PlacementKind.PRODUCT, product=99, location=3))) <= 25


@pytest.mark.parametrize("number", [-1, 2**53])
def test_numbers_out_of_range_are_refused(number):
    with pytest.raises(ValueError, match="out of range"):
        CODES.write(Placement(kind=PlacementKind.PRODUCT, product=number))


def test_typed_letters_that_look_alike_are_put_right():
    assert tidy_typed(" o1il 5x.ab ") == "01115X.AB"
    assert not looks_like_code("4006381333931")
    assert not looks_like_code("AR-CPC-NVY-M")
