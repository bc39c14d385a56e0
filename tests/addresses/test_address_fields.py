"""The fields that a form for an address has."""

import pytest
from comptoir.addresses import address_fields


@pytest.mark.parametrize(
    ("country", "names"),
    [
        ("FR", ["first_name", "last_name", "company", "address1", "address2", "zip", "city", "phone"]),
        ("US", ["first_name", "last_name", "company", "address1", "address2", "city", "province_code", "zip", "phone"]),
        ("??", ["first_name", "last_name", "company", "address1", "address2", "city", "zip", "phone"]),
    ],
)  # fmt: skip
def test_fields_stand_in_the_order_of_the_country(country, names):
    assert [field.name for field in address_fields(country)] == names


def test_a_form_knows_what_is_required_and_what_there_is_to_choose_from():
    fields = {field.name: field for field in address_fields("US")}

    assert {name for name, field in fields.items() if field.required} == {
        "last_name", "address1", "city", "province_code", "zip",
    }  # fmt: skip
    assert ("NY", "New York") in [(choice.code, choice.name) for choice in fields["province_code"].choices]
    assert fields["zip"].example == "95014"
