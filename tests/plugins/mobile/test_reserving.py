"""A piece kept at a store, by phone: forms without scripts, told field by field, once for a double tap."""

from tests.plugins.mobile.conftest import text
from tests.plugins.web.conftest import parse

JEANS = "quai-straight-jeans"
RESERVE = f"/mobile/products/{JEANS}/reserve"
ANA = {"name": "Ana Duarte", "phone": "+33 6 12 34 56 78"}


def find_form(phone):
    """Return the address of a form of the product's page, and the fields that it comes with."""
    link = phone.page(f"/mobile/products/{JEANS}").find(".//a[@rel='nofollow']").get("href")
    page = phone.page(link)
    fields = {
        row.get("name"): row.get("value") for row in page.findall(".//form[@action='" + RESERVE + "']/input")
    }
    return fields | {"pickup": page.find(".//option[@selected]").get("value")}


def reserve(visitor, fields, /, **more):
    return visitor.post(RESERVE, data={**fields, **more})


def problems(answer):
    page = parse(answer.text)
    return {
        row.get("id", "piece").removeprefix("problem-"): text(row)
        for row in page.findall(".//*[@role='alert']")
    }


def test_a_piece_is_reserved_shown_with_its_code_and_cancelled(phone):
    fields = find_form(phone)
    answer = reserve(phone, fields, **ANA)
    where = answer.headers["location"]
    shown = phone.get(where)
    page = parse(shown.text)
    token = where.rpartition("/")[2]
    kept = phone.ask(
        "query ($id: ID!) { reservation(id: $id) { code status pickupBy location { name } } }",
        {"id": f"gid://shopify/Reservation/{token}"},
    )["reservation"]

    assert answer.status_code == 303
    assert text(page.find(".//*[@data-code]")) == kept["code"]
    assert page.find(".//*[@class='qr']").get("aria-label") == "QR code of your reservation"
    assert kept["pickupBy"] == fields["pickup"]
    assert kept["location"]["name"] in text(page)
    assert shown.headers["cache-control"] == "private, no-store"
    assert shown.headers["referrer-policy"] == "same-origin"
    assert shown.headers["x-robots-tag"] == "noindex"
    assert phone.submit(f"{where}/cancel").headers["location"] == where
    page = phone.page(where)
    assert page.find(".//*[@data-status='CANCELLED']") is not None
    assert page.find(".//*[@data-code]") is None


def test_a_double_tap_makes_one_reservation_and_another_choice_a_second_one(phone):
    fields = find_form(phone)
    first, again = (reserve(phone, fields, **ANA).headers["location"] for _ in range(2))
    other = reserve(phone, fields, **ANA | {"name": "Ana D."}).headers["location"]

    assert first == again
    assert other != first
    for where in (first, other):
        assert phone.submit(f"{where}/cancel").status_code == 303


def test_the_same_fields_of_another_visitor_open_nothing_of_this_one(phone, other):
    fields = find_form(phone)
    mine = reserve(phone, fields, **ANA).headers["location"]
    theirs = reserve(other, fields | {"csrf": other.token()}, **ANA).headers["location"]

    assert mine != theirs
    phone.submit(f"{mine}/cancel")
    assert other.page(theirs).find(".//*[@data-status='ACTIVE']") is not None
    other.submit(f"{theirs}/cancel")


def test_bad_input_is_told_at_its_field_and_what_was_typed_stays(phone):
    fields = find_form(phone)
    told = {
        "nothing": problems(reserve(phone, fields, name=" ", phone="")),
        "email": problems(reserve(phone, fields, name="Ana", email="not an address")),
        "phone": problems(reserve(phone, fields, name="Ana", phone="call me")),
        "words": problems(reserve(phone, fields | {"pickup": "soon"}, **ANA)),
        "past": problems(reserve(phone, fields | {"pickup": "2020-01-01T10:00:00Z"}, **ANA)),
        "far": problems(reserve(phone, fields | {"pickup": "2099-01-01T10:00:00Z"}, **ANA)),
    }
    answer = reserve(phone, fields, name="Ana", phone="call me")

    assert told["nothing"] == {
        "name": "Enter a name: whoever collects it is asked for it.",
        "contact": "Enter an email address or a phone number.",
    }
    assert told["email"] == {"email": "The email address is not valid."}
    assert told["phone"] == {"phone": "The phone number is not valid."}
    assert told["words"] == {"pickup": "Choose one of the times."}
    assert told["past"]["pickup"].startswith("It is ready from")
    assert told["far"] == {"pickup": "A pickup is at most 3 days ahead."}
    assert answer.status_code == 422
    assert parse(answer.text).find(".//input[@id='phone']").get("value") == "call me"


def test_a_store_that_is_none_is_answered_with_the_stores_that_have_it(phone):
    fields = find_form(phone)
    answer = reserve(phone, fields | {"store": "999999"}, **ANA)

    assert answer.status_code == 422
    assert text(parse(answer.text).find(".//*[@id='others']")) == "At which store?"
    assert phone.get(f"{RESERVE}?variant=999999&store=1").status_code == 404
    assert phone.get(f"{RESERVE}?variant=%C2%B2&store=1").status_code == 404
    assert phone.get(f"{RESERVE}?variant={fields['variant']}").status_code == 200
    assert (
        phone.get(f"/mobile/products/averse-trench-coat/reserve?variant={fields['variant']}").status_code
        == 404
    )


def test_nobody_elses_reservation_is_opened_or_cancelled(phone):
    for token in ("0" * 32, "1", "x" * 300, "..%2F..%2Fcart", "%00", "gid:%2F%2Fshopify%2FReservation%2F1"):
        assert phone.get(f"/mobile/reservations/{token}").status_code == 404
        assert phone.submit(f"/mobile/reservations/{token}/cancel").status_code == 404


def test_a_form_of_another_site_reserves_and_cancels_nothing(phone):
    fields = find_form(phone)
    where = reserve(phone, fields, **ANA).headers["location"]

    assert reserve(phone, fields | {"csrf": "forged"}, **ANA).status_code == 403
    assert phone.post(f"{where}/cancel", data={"csrf": "forged"}).status_code == 403
    assert phone.page(where).find(".//*[@data-status='ACTIVE']") is not None
    phone.submit(f"{where}/cancel")


def test_a_script_for_a_name_is_shown_as_text_and_runs_nowhere(phone):
    script = "<script>alert(1)</script>"
    fields = find_form(phone)
    refused = reserve(phone, fields, name=script, phone="no")
    where = reserve(phone, fields, **ANA | {"name": script}).headers["location"]

    assert script not in refused.text
    assert parse(refused.text).find(".//input[@id='name']").get("value") == script
    assert script not in phone.get(where).text
    phone.submit(f"{where}/cancel")


def test_the_form_speaks_french(phone):
    fields = find_form(phone)
    answer = phone.post(RESERVE + "?language=FR", data={**fields, "name": "", "phone": "non"})

    assert problems(answer) == {"name": "Indiquez un nom : il est demandé au retrait."}
    assert 'lang="fr"' in answer.text


def test_stores_come_nearest_first_for_who_says_where(phone):
    fragment = {"headers": {"x-fragment": "1"}}
    near = phone.get(f"/mobile/products/{JEANS}?near=45.76,4.84", **fragment).text
    plain = phone.get(f"/mobile/products/{JEANS}", **fragment).text
    odd = [
        phone.get(f"/mobile/products/{JEANS}?near={text}", **fragment).text
        for text in ("91,4", "x", "1,999", "²,1")
    ]

    assert near.index("Lyon") < near.index("Paris")
    assert "data-distance" in near
    assert all("data-distance" not in page for page in (plain, *odd))
    assert "Ready" in plain
