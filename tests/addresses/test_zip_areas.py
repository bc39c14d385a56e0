"""Areas told by postal codes: what is within, and what is refused."""

import pytest
from comptoir.addresses import MOST_ZIPS, ZipArea, check_areas, index_areas
from comptoir.errors import DomainError


def area(country, *zips):
    return ZipArea(country=country, zips=zips)


def checked(*areas):
    return check_areas(areas, field="zips")


@pytest.mark.parametrize(
    ("served", "country", "code", "held"),
    [
        (area("FR", "75011"), "FR", "75011", True),
        (area("FR", "75011"), "FR", "75012", False),
        (area("FR", "75011"), "MC", "75011", False),  # the code of another country
        (area("FR", "75*"), "FR", "75020", True),
        (area("FR", "75*"), "FR", "69002", False),
        (area("FR", "75*"), "FR", None, False),
        (area("FR", "75*"), None, "75011", False),
        (area("GB", "e2 7dp"), "GB", "E27DP", True),
        (area("GB", "E27DP"), "GB", "e2  7dp", True),
        (area("GB", "E1 *"), "GB", "E1 6AN", True),
        (area("GB", "E1 *"), "GB", "E16AN", True),
        (area("GB", "E1 *"), "GB", "E14 5AB", False),  # the space ends the district
        (area("GB", "E1*"), "GB", "E14 5AB", True),
        (area("GB", "E1 6*"), "GB", "E16AN", True),
        (area("GB", "E16*"), "GB", "E1 6AN", False),
        (area("NL", "1012 AB"), "NL", "1012AB", True),
        (area("PL", "00-950"), "PL", "00-950", True),
        (area("PL", "00-9*"), "PL", "00-950", True),
        (area("US", "10012"), "US", "10012-1234", True),
        (area("US", "10012-1234"), "US", "10012", False),
        (area("US", "100*"), "US", "10012-1234", True),
        (area("CA", "k1a*"), "CA", "K1A 0B1", True),
    ],
)
def test_a_code_is_within_however_it_is_written(served, country, code, held):
    assert index_areas(checked(served)).holds(country, code) is held


def test_codes_are_tidied_up_as_those_of_addresses_are_and_kept_once():
    found = checked(area("GB", " e2  7dp", "E2 7DP", "e1 *"), area("FR"), area("GB", "N1*"))
    assert found == (area("GB", "E2 7DP", "E1 *", "N1*"),)


@pytest.mark.parametrize(
    "wrong",
    [
        area("FR", "7501"),
        area("FR", "75011", "E2 7DP"),
        area("FR", "*"),
        area("FR", ""),
        area("FR", "7*5"),
        area("FR", "75?*"),
        area("FR", "75**"),
        area("FR", "7" * 20 + "*"),
        area("FR", "7\x005*"),
        area("ZZ", "75011"),
        area("fr", "75011"),
        area("AE", "75*"),  # a country without postal codes
        area("FR", *(f"{number:05}" for number in range(10_000, 10_001 + MOST_ZIPS))),
    ],
)
def test_what_is_no_area_is_refused(wrong):
    with pytest.raises(DomainError) as refused:
        checked(area("DE", "10115"), wrong)
    assert (refused.value.code, refused.value.field) == ("INVALID", ("zips",))
