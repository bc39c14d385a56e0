"""Hand-off codes: how they look and how people may type them."""

import pytest
from comptoir.cart.codes import code_digest, new_code, read_code

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def test_a_code_is_two_groups_of_five_of_crockfords_alphabet():
    codes = {new_code() for _ in range(2_000)}
    assert len(codes) == 2_000
    letters = set("".join(codes))
    assert letters == set(ALPHABET) | {"-"}
    assert {(len(code), code.index("-")) for code in codes} == {(11, 5)}


@pytest.mark.parametrize(
    "typed",
    [
        "7KQ2M-9XWRT",
        "7kq2m9xwrt",
        " 7KQ2M 9XWRT ",
        "7-K-Q-2-M-9-X-W-R-T",
        "7KQ2M\u20139XWRT",
        "7kq2m\u00a09xwrt",
    ],
)
def test_dashes_spaces_and_case_do_not_matter(typed):
    assert read_code(typed) == "7KQ2M9XWRT"


def test_letters_that_look_like_digits_are_read_as_those():
    assert read_code("oOiIl-L0123") == "0011110123"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "-----",
        "7KQ2M-9XWR",
        "7KQ2M-9XWRTT",
        "7KQ2M-9XWRU",
        "7KQ2M_9XWRT",
        "ÀKQ2M-9XWRT",
        "٣KQ2M9XWRT",
        "7" * 100_000,
    ],
)
def test_what_cannot_be_a_code_is_none(typed):
    assert read_code(typed) is None


def test_the_digest_depends_on_the_shops_key():
    assert code_digest("7KQ2M9XWRT", key="a") == code_digest("7KQ2M9XWRT", key="a")
    assert code_digest("7KQ2M9XWRT", key="a") != code_digest("7KQ2M9XWRT", key="b")
    assert code_digest("7KQ2M9XWRT", key="a") != code_digest("7KQ2M9XWRS", key="a")
