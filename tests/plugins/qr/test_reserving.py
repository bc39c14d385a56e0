"""A piece kept at a store by somebody who stands in another, or in none: forms without scripts."""

from tests.plugins.qr.test_pages import JEANS, STORE, sold_at
from tests.plugins.web.conftest import parse, text

RESERVE = f"/q/p/{JEANS}/reserve"
ANA = {"name": "Ana Duarte", "email": "ana@example.org"}


def find_form(passer, link):
    """Return the address of the form behind a link, and the fields that it comes with."""
    form = passer.page(link).find(".//form[@novalidate]")
    fields = {row.get("name"): row.get("value") for row in form.findall("./input")}
    return form.get("action"), fields | {"pickup": form.find(".//option[@selected]").get("value")}


def links(passer, path):
    return [row.get("href") for row in passer.page(path).findall(".//a[@rel='nofollow']")]


def problems(answer):
    page = parse(answer.text)
    return {
        row.get("id", "piece").removeprefix("problem-"): text(row)
        for row in page.findall(".//*[@role='alert']")
    }


def test_behind_a_placement_a_piece_is_reserved_here_or_elsewhere_and_cancelled(passer, write):
    product = write.product(JEANS)
    variant = sold_at(product, write.stores[STORE])
    code = write("VARIANT", variant=variant, store=STORE)
    found = links(passer, f"/q/{code}")
    where, fields = find_form(passer, found[0])
    made = passer.post(where, data=fields | ANA)
    again = passer.post(where, data=fields | ANA)
    shown = passer.get(made.headers["location"])
    page = parse(shown.text)

    assert f"store={write.stores[STORE]}" in found[0]
    assert made.status_code == 303
    assert again.headers["location"] == made.headers["location"]
    assert len(text(page.find(".//*[@data-code]"))) == 7
    assert page.find(".//*[@class='qr']").get("aria-label") == "QR code of your reservation"
    assert shown.headers["cache-control"] == "private, no-store"
    assert passer.submit(f"{made.headers['location']}/cancel").status_code == 303
    assert passer.page(made.headers["location"]).find(".//*[@data-status='CANCELLED']") is not None


def test_other_stores_are_told_with_their_distance_the_nearest_first(passer, write):
    page = passer.page(f"/q/p/{JEANS}?at={write.stores[STORE]}")
    plain = passer.page(f"/q/p/{JEANS}")
    # Babel writes a narrow space before the unit, and groups thousands with a comma.
    shown = [text(row) for row in page.findall(".//*[@data-distance]")]
    reach = [float(row.removesuffix("km").strip().replace(",", "")) for row in shown]

    assert reach
    assert reach == sorted(reach)
    assert plain.findall(".//*[@data-distance]") == []


def test_bad_input_is_told_at_its_field(passer):
    where, fields = find_form(passer, links(passer, f"/q/p/{JEANS}")[0])
    told = [
        problems(passer.post(where, data=fields | {"name": "", "email": ""})),
        problems(passer.post(where, data=fields | ANA | {"email": "x"})),
        problems(passer.post(where, data=fields | ANA | {"phone": "x"})),
        problems(passer.post(where, data=fields | ANA | {"pickup": "x"})),
    ]

    assert [set(each) for each in told] == [{"name", "contact"}, {"email"}, {"phone"}, {"pickup"}]
    assert passer.post(where, data=fields | ANA | {"store": "999999"}).status_code == 422
    assert passer.post(where, data=fields | ANA | {"variant": "999999"}).status_code == 404


def test_foreign_ids_forged_forms_and_scripts_come_to_nothing(passer):
    script = "<img src=x onerror=alert(1)>"
    where, fields = find_form(passer, links(passer, f"/q/p/{JEANS}")[0])
    made = passer.post(where, data=fields | ANA | {"name": script}).headers["location"]

    assert script not in passer.get(made).text
    assert script not in passer.post(where, data=fields | ANA | {"name": script, "phone": "x"}).text
    assert passer.post(where, data=fields | ANA | {"csrf": "forged"}).status_code == 403
    assert passer.post(f"{made}/cancel", data={"csrf": "forged"}).status_code == 403
    for token in ("0" * 32, "1", "x" * 300, "%00"):
        assert passer.get(f"/q/reservations/{token}").status_code == 404
        assert passer.submit(f"/q/reservations/{token}/cancel").status_code == 404
    assert passer.page(made).find(".//*[@data-status='ACTIVE']") is not None
    passer.submit(f"{made}/cancel")
