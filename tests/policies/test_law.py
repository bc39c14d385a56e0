"""The right of withdrawal: where it holds, and what falls short of it."""

import pytest
from comptoir.policies import Exemption, PolicyTerms, ReturnResolution, final_sale
from comptoir.policies.law import EEA, find_breach, withdrawal_right
from comptoir.policies.terms import AFTER_OPENING


@pytest.mark.parametrize(
    ("countries", "days"),
    [
        (["FR"], 14), (["US", "IE"], 14), (["IS"], 14), (["LI"], 14), (["NO"], 14), (["GB"], 14),
        (["US"], None), (["CH"], None), (["JP", "CA"], None), ([], None),
    ],
)  # fmt: skip
def test_the_right_holds_in_the_eea_and_the_united_kingdom(countries, days):
    right = withdrawal_right(countries)
    assert (right.days if right else None) == days


def test_the_eea_has_thirty_states():
    assert len(EEA) == 30


def test_every_refusal_cites_its_source():
    eu, uk = withdrawal_right(["FR"]), withdrawal_right(["GB"])
    assert "2011/83/EU" in find_breach(final_sale(), eu).message
    assert "SI 2013/3134" in find_breach(final_sale(), uk).message


@pytest.mark.parametrize("exemption", list(Exemption))
def test_an_exemption_allows_a_final_sale_unless_it_begins_with_opening(exemption):
    breach = find_breach(final_sale(exemption), withdrawal_right(["FR"]))
    assert (breach is not None) == (exemption in AFTER_OPENING)


def test_where_no_right_is_known_anything_goes():
    hard = PolicyTerms(window_days=1, resolutions=(ReturnResolution.STORE_CREDIT,))
    assert find_breach(hard, withdrawal_right(["US"])) is None
    assert find_breach(final_sale(), None) is None
