"""Addresses: tidied, checked by the rules of their country, written by its custom."""

import pytest
from comptoir.addresses import Address, check_address, find_province, format_address, provinces_of
from hypothesis import given
from hypothesis import strategies as st

PARIS = Address(
    first_name="Camille",
    last_name="Moreau",
    address1="12 rue des Lilas",
    zip="75011",
    city="Paris",
    country_code="FR",
)
NEW_YORK = Address(
    first_name="Ann", last_name="Lee", company="Lee & Co", address1="350 5th Avenue", address2="Floor 3",
    zip="10118", city="New York", province_code="NY", country_code="US",
)  # fmt: skip
LONDON = Address(last_name="Reed", address1="4 Mare Street", zip="E8 1HL", city="London", country_code="GB")
TOKYO = Address(
    last_name="Sato",
    address1="1-2 Jingumae",
    zip="150-0001",
    province_code="13",
    city="Shibuya",
    country_code="JP",
)


def faults(address: Address, *, whole: bool = True) -> list[tuple[str, str]]:
    return [(fault.field, fault.code) for fault in check_address(address, whole=whole)[1]]


def changed(address: Address, **values) -> Address:
    return Address(**{name: getattr(address, name) for name in Address.__dataclass_fields__} | values)


@pytest.mark.parametrize("address", [PARIS, NEW_YORK, LONDON, TOKYO])
def test_complete_addresses_of_several_countries_are_taken(address):
    assert faults(address) == []


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (changed(PARIS, city=None), [("city", "ADDRESS_FIELD_IS_REQUIRED")]),
        (changed(PARIS, last_name=" "), [("last_name", "ADDRESS_FIELD_IS_REQUIRED")]),
        (changed(NEW_YORK, province_code=None), [("province_code", "ADDRESS_FIELD_IS_REQUIRED")]),
        (changed(PARIS, zip="7501"), [("zip", "INVALID_ZIP_CODE_FOR_COUNTRY")]),
        (changed(PARIS, zip="75011\n12345"), [("zip", "INVALID_ZIP_CODE_FOR_COUNTRY")]),
        (changed(NEW_YORK, zip="90210"), [("zip", "INVALID_ZIP_CODE_FOR_PROVINCE")]),
        (changed(NEW_YORK, province_code="ZZ"), [("province_code", "PROVINCE_NOT_FOUND")]),
        (changed(PARIS, country_code=None), [("country_code", "ADDRESS_FIELD_IS_REQUIRED")]),
        (changed(PARIS, country_code="XX"), [("country_code", "INVALID")]),
        (changed(PARIS, country_code="../fr"), [("country_code", "INVALID")]),
        (changed(PARIS, address1="<b>12</b>"), [("address1", "ADDRESS_FIELD_CONTAINS_HTML_TAGS")]),
        (changed(PARIS, address2="see www.example.com"), [("address2", "ADDRESS_FIELD_CONTAINS_URL")]),
        (changed(PARIS, city="Paris 🎉"), [("city", "ADDRESS_FIELD_CONTAINS_EMOJIS")]),
        (changed(PARIS, company="x" * 256), [("company", "ADDRESS_FIELD_IS_TOO_LONG")]),
        (changed(PARIS, phone="call me"), [("phone", "ADDRESS_FIELD_DOES_NOT_MATCH_EXPECTED_PATTERN")]),
    ],
)
def test_what_is_wrong_is_named_by_field_and_code(address, expected):
    assert faults(address) == expected


def test_every_fault_is_told_at_once():
    assert faults(Address(country_code="US")) == [
        ("last_name", "ADDRESS_FIELD_IS_REQUIRED"),
        ("address1", "ADDRESS_FIELD_IS_REQUIRED"),
        ("city", "ADDRESS_FIELD_IS_REQUIRED"),
        ("zip", "ADDRESS_FIELD_IS_REQUIRED"),
        ("province_code", "ADDRESS_FIELD_IS_REQUIRED"),
    ]


def test_part_of_an_address_is_enough_to_ask_for_rates():
    assert faults(Address(country_code="US", zip="10118"), whole=False) == []
    assert faults(Address(country_code="US", zip="1"), whole=False) == [
        ("zip", "INVALID_ZIP_CODE_FOR_COUNTRY")
    ]


def test_an_address_is_tidied():
    tidy, _ = check_address(
        changed(NEW_YORK, city="  New\tYork ", province_code="us-ny", company="", country_code="us"),
        whole=True,
    )
    assert tidy == changed(NEW_YORK, city="New York", province="New York", company=None)


@pytest.mark.parametrize(
    ("address", "language", "expected"),
    [
        (PARIS, "en", ["Camille Moreau", "12 rue des Lilas", "75011 PARIS", "France"]),
        (
            NEW_YORK, "fr",
            ["Ann Lee", "Lee & Co", "350 5th Avenue", "Floor 3", "NEW YORK, NY 10118", "États-Unis"],
        ),
        (LONDON, "en", ["Reed", "4 Mare Street", "LONDON", "E8 1HL", "United Kingdom"]),
        (Address(city="Berne", country_code="CH"), "en", ["Berne", "Switzerland"]),
        (Address(address1="Base 1", country_code="XX"), "en", ["Base 1", "XX"]),
    ],
)  # fmt: skip
def test_addresses_are_written_by_the_custom_of_their_country(address, language, expected):
    assert format_address(address, language=language) == expected


def test_name_and_company_can_be_left_out():
    assert format_address(NEW_YORK, language="en", with_name=False, with_company=False)[0] == "350 5th Avenue"


def test_provinces_have_codes_and_names():
    assert [(found.code, found.name) for found in provinces_of("US")][:2] == [
        ("AL", "Alabama"),
        ("AK", "Alaska"),
    ]
    assert provinces_of("FR") == ()
    assert find_province("JP", "tokyo").code == "13"
    assert find_province("CA", "ON").name == "Ontario"
    assert find_province("CA", "Nowhere") is None


TEXT = st.none() | st.text(max_size=300)


@given(
    st.builds(
        Address,
        address1=TEXT,
        zip=TEXT,
        city=TEXT,
        phone=TEXT,
        country_code=st.sampled_from(["FR", "US", "GB", "JP", "", "🎉", "fr"]),
        province_code=st.text(max_size=9),
    )
)
def test_any_text_is_checked_and_written_without_an_error(address):
    tidy, found = check_address(address, whole=True)
    assert check_address(tidy, whole=True)[0] == tidy
    assert all(fault.message for fault in found)
    assert isinstance(format_address(tidy, language="en"), list)


def test_signs_that_streets_have_are_no_pictures():
    assert faults(changed(PARIS, address1="N° 5, rue de la Paix")) == []
