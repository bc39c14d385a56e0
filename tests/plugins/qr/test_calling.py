"""Calling staff by somebody with a phone in a store: forms without scripts, and a page that follows the call."""

from datetime import timedelta

import pytest
from comptoir.principal import Actor
from comptoir.service import accept_request, drop_request, fetch_request, find_requests
from comptoir.service.answering import RoomLimits
from comptoir.service.queries import RequestSearch
from comptoir.service.records import RequestStatus

from tests.plugins.qr.test_pages import JEANS, STORE, sold_at
from tests.plugins.web.conftest import parse, text

ASSOCIATE = Actor(kind="staff", ident="1")


@pytest.fixture
def queue(demo_shop):
    """Give all requests of the shop; what a test leaves open is called off after it."""

    def everything():
        search = RequestSearch(statuses=tuple(RequestStatus))
        return demo_shop.db.read_now(find_requests, search=search, count=1000)

    yield everything
    for each in demo_shop.db.read_now(find_requests, search=RequestSearch(), count=1000):
        demo_shop.db.write_now(drop_request, number=each.number, reason="over", actor=ASSOCIATE)


def find_form(page):
    """Return the address of the form that calls staff, its hidden fields, and the kinds of its buttons."""
    form = page.find(".//*[@id='call']/form")
    fields = {row.get("name"): row.get("value") for row in form.findall("./input")}
    return form.get("action"), fields, [row.get("value") for row in form.findall(".//button")]


def status_of(passer, path):
    page = passer.page(path)
    return page.find(".//*[@data-status]").get("data-status"), text(page.find(".//h1"))


def test_a_piece_behind_a_placement_is_brought_and_followed(passer, write, queue, demo_shop):
    variant = sold_at(write.product(JEANS), write.stores[STORE])
    page = passer.page(f"/q/{write('VARIANT', variant=variant, store=STORE)}")
    where, fields, kinds = find_form(page)
    sent = fields | {"kind": "FITTING_ROOM", "place": "Cabin 3", "note": "in black"}
    made = passer.post(where, data=sent)
    again = passer.post(where, data=sent)
    followed = made.headers["location"]
    shown = passer.get(followed)

    assert kinds == ["FITTING_ROOM", "ASSISTANCE"]
    assert (made.status_code, again.headers["location"]) == (303, followed)
    assert shown.headers["cache-control"] == "private, no-store"
    assert shown.headers["refresh"] == "10"
    assert status_of(passer, followed) == ("REQUESTED", "We have told the staff")
    (asked,) = [each for each in queue() if each.note == "in black"]
    assert (asked.place, asked.location_id, asked.channel, asked.language) == (
        "Cabin 3",
        write.stores[STORE],
        "qr",
        "en",
    )
    number = {"number": asked.number, "actor": ASSOCIATE}
    demo_shop.db.write_now(accept_request, **number)
    assert status_of(passer, followed) == ("ACCEPTED", "Somebody is on the way")
    limits = RoomLimits(pieces=5, held_for=timedelta(hours=1))
    demo_shop.db.write_now(fetch_request, **number, limits=limits)
    assert status_of(passer, followed) == ("FETCHED", "It is there for you")
    assert text(passer.page(followed).find(".//*[@data-brought]")).startswith("1 piece at Cabin 3")
    assert passer.submit(f"{followed}/cancel").status_code == 303
    assert status_of(passer, followed) == ("CANCELLED", "Cancelled")
    assert "refresh" not in passer.get(followed).headers


def test_in_a_fitting_room_the_number_of_its_code_is_the_place(passer, write, queue):
    room = f"/q/{write('FITTING_ROOM', store=STORE, spot=7)}"
    product = write.product(JEANS)
    variant = sold_at(product, write.stores[STORE])
    passer.add(product, variant)
    page = passer.page(room)
    where, fields, kinds = find_form(page)
    followed = passer.post(where, data=fields | {"kind": "ASSISTANCE"}).headers["location"]

    assert kinds == ["ASSISTANCE"]
    assert status_of(passer, followed)[0] == "REQUESTED"
    assert [(each.place, each.kind, each.variant_id) for each in queue()][-1] == (
        "Fitting room 7",
        "ASSISTANCE",
        None,
    )
    # The number goes along to a piece and to its other sizes.
    piece = page.find(".//*[@class='line__title']/a").get("href")
    other = passer.page(piece).find(".//a[@class='value value--here']").get("href")
    where, fields, _ = find_form(passer.page(other))
    assert fields["spot"] == "7"
    passer.post(where, data=fields | {"kind": "FITTING_ROOM"})
    assert (queue()[-1].place, queue()[-1].kind) == ("Fitting room 7", "FITTING_ROOM")


def test_a_store_s_own_page_asks_for_help(passer, write, queue):
    where, fields, kinds = find_form(passer.page(f"/q/{write('LOCATION', store=STORE)}"))
    passer.post(where, data=fields | {"kind": "ASSISTANCE", "place": "by the coats"})
    assert (kinds, queue()[-1].place) == (["ASSISTANCE"], "by the coats")


def test_without_a_place_there_is_nobody_to_call(passer, write):
    for path in (f"/q/p/{JEANS}", f"/q/p/{JEANS}?at=999999", "/q/"):
        assert passer.page(path).find(".//*[@id='call']") is None
    assert passer.submit("/q/service", kind="ASSISTANCE", place="here").status_code == 404


def test_what_is_not_here_is_not_offered_to_be_brought_but_help_is(passer, write):
    store = write.stores[STORE]
    missing = passer.page(f"/q/p/sillage-slip-dress?at={store}")
    assert find_form(missing)[2] == ["ASSISTANCE"]


def problems(answer):
    assert answer.status_code == 422
    page = parse(answer.text)
    return {row.get("id", "call"): text(row) for row in page.findall(".//*[@id='call']//*[@role='alert']")}


def test_what_is_wrong_is_told_at_its_field_and_what_was_typed_stays(passer, write, queue):
    before = queue()
    store = write.stores[STORE]
    where, fields, _ = find_form(passer.page(f"/q/p/{JEANS}?at={store}"))
    here = {"kind": "FITTING_ROOM", "place": "Cabin 9"}
    nowhere = passer.post(where, data=fields | here | {"place": "", "note": "<b>&"})
    gone = sold_out_here(write)

    assert problems(nowhere) == {"problem-place": "Say where you are, in at most 60 characters."}
    assert parse(nowhere.text).find(".//*[@id='note']").get("value") == "<b>&"
    assert list(problems(passer.post(where, data=fields | here | {"note": "x" * 201}))) == ["problem-note"]
    refused = passer.post(where, data=fields | here | {"variant": gone})
    assert problems(refused) == {"call": "None is left here."}
    french = passer.post(where, data=fields | here | {"variant": gone}, headers={"accept-language": "fr"})
    assert list(problems(french)) == ["call"]
    # Pages without a piece are shown again, too.
    assert list(problems(passer.submit(where, at=str(store), place=""))) == ["problem-place"]
    assert list(problems(passer.submit(where, at=str(store), spot="7", kind="FITTING_ROOM"))) == ["call"]
    assert queue() == before


def sold_out_here(write):
    """Return the number of a variant of the jeans that the store has not, and another has."""
    store = f"/{write.stores[STORE]}"
    for variant in write.product(JEANS)["variants"]["nodes"]:
        rows = variant["storeAvailability"]["nodes"]
        if any(not row["available"] and row["location"]["id"].endswith(store) for row in rows):
            return variant["id"].rpartition("/")[2]
    raise AssertionError("the store has every size")


def test_the_fourth_call_from_one_room_waits_for_an_answer(passer, write, queue):
    where, fields, _ = find_form(passer.page(f"/q/{write('FITTING_ROOM', store=STORE, spot=8)}"))
    for number in range(3):
        assert passer.post(where, data=fields | {"note": str(number)}).status_code == 303
    told = problems(passer.post(where, data=fields | {"note": "again"}))
    assert told == {"call": "There are open requests from here already: somebody is on the way."}


def test_the_page_stops_looking_for_news_when_it_is_told_to(passer, write, queue):
    where, fields, _ = find_form(passer.page(f"/q/{write('FITTING_ROOM', store=STORE, spot=9)}"))
    followed = passer.post(where, data=fields).headers["location"]
    still = passer.get(f"{followed}?still=1")
    assert "refresh" not in still.headers
    links = [row.get("href") for row in parse(still.text).findall(".//main//a")]
    assert followed in links


def test_foreign_ids_forged_forms_and_scripts_come_to_nothing(passer, write, queue):
    script = "<img src=x onerror=alert(1)>"
    where, fields, _ = find_form(passer.page(f"/q/p/{JEANS}?at={write.stores[STORE]}"))
    made = passer.post(where, data=fields | {"place": script, "note": script}).headers["location"]

    assert script not in passer.get(made).text
    assert passer.post(where, data=fields | {"csrf": "forged"}).status_code == 403
    assert passer.post(f"{made}/cancel", data={"csrf": "forged"}).status_code == 403
    for token in ("0" * 32, "1", "x" * 300, "%00"):
        assert passer.get(f"/q/service/{token}").status_code == 404
        assert passer.submit(f"/q/service/{token}/cancel").status_code == 404
    assert status_of(passer, made)[0] == "REQUESTED"


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"at": ""}, 404),
        ({"at": "x"}, 404),
        ({"at": "0"}, 404),
        ({"at": "9" * 16}, 404),
        ({"at": "9" * 15}, 422),
        ({"variant": "0"}, 404),
        ({"variant": "9" * 15}, 422),
        ({"handle": "no-such-piece", "variant": "9" * 15}, 404),
        ({"kind": "DROP TABLE", "place": ""}, 422),
    ],
)
def test_what_no_page_sends_is_answered_and_nobody_is_called(passer, write, queue, wrong, status):
    before = queue()
    where, fields, _ = find_form(passer.page(f"/q/p/{JEANS}?at={write.stores[STORE]}"))
    sent = {"kind": "FITTING_ROOM", "place": "Cabin 3"}
    assert passer.post(where, data=fields | sent | wrong).status_code == status
    assert queue() == before


def test_what_staff_called_off_says_so_without_their_reason(passer, write, queue, demo_shop):
    where, fields, _ = find_form(passer.page(f"/q/{write('FITTING_ROOM', store=STORE, spot=10)}"))
    followed = passer.post(where, data=fields).headers["location"]
    demo_shop.db.write_now(drop_request, number=queue()[-1].number, reason="busy", actor=ASSOCIATE)
    page = passer.get(followed).text
    assert "busy" not in page
    assert "The store could not do it" in page


def test_the_capabilities_tell_which_channel_calls_staff(passer):
    document = "{ channels { name capabilities { name supported fallback } } }"
    found = {
        channel["name"]: (each["supported"], bool(each["fallback"]))
        for channel in passer.ask(document)["channels"]
        for each in channel["capabilities"]
        if each["name"] == "service-request"
    }
    assert found == {
        "kiosk": (False, True),
        "mobile": (False, True),
        "qr": (True, False),
        "social": (False, True),
        "web": (False, True),
    }
