"""Whether a line can be returned: by the frozen policy, to the second, where the buyer is."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from comptoir.inventory import LocationDraft, save_location
from comptoir.orders import place_order
from comptoir.orders.calendar import easter_sunday, end_of_period, zones_of
from comptoir.orders.commands.cancel import cancel_order
from comptoir.orders.commands.leave import deliver_fulfillment, hand_over, ship_fulfillment
from comptoir.orders.returning import ReturnRefusal, return_eligibility
from comptoir.orders.states import CancelReason
from comptoir.policies import PolicyDraft, PolicyTerms, ReturnWindowAnchor, publish_policy

from tests.orders.drafts import TOKEN, draft, policy

ANCHORS = ReturnWindowAnchor


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def check(counter, order, clock, place=0, **arguments):
    found = counter.order(order.order_id)
    return return_eligibility(found, found.lines[place], now=clock.now(), **arguments)


def with_policy(counter, **terms):
    whole = counter.draft()
    return tuple(replace(line, policy=policy(**terms)) for line in whole.lines)


def send(counter, order, clock, *, after):
    """Ship the shirts now and deliver them later; hand the mug over last."""
    parcel = counter.open(order)
    counter.do(ship_fulfillment, fulfillment_id=parcel.fulfillment_id)
    clock.advance(after)
    counter.do(deliver_fulfillment, fulfillment_id=parcel.fulfillment_id)


def test_what_has_not_left_cannot_be_returned_but_cancelled(counter, clock):
    order = counter.place()
    found = check(counter, order, clock)
    assert (found.eligible, found.refusal, found.deadline) == (False, ReturnRefusal.NOT_YET_SENT, None)
    counter.do(cancel_order, order_id=order.order_id, reason=CancelReason.CUSTOMER)
    assert check(counter, order, clock).refusal is ReturnRefusal.NOT_IN_ORDER


def test_days_count_from_the_last_delivery_where_buyers_may_withdraw(counter, clock):
    order = counter.place(lines=with_policy(counter, window_days=14))
    send(counter, order, clock, after=timedelta(days=2))
    waiting = check(counter, order, clock)
    assert (waiting.eligible, waiting.deadline) == (True, None)
    assert check(counter, order, clock, place=1).refusal is ReturnRefusal.NOT_YET_SENT
    clock.advance(timedelta(days=1))
    bag = counter.open(order, counter.lyon)
    counter.do(hand_over, fulfillment_id=bag.fulfillment_id)
    handed = clock.now()
    found = check(counter, order, clock)
    assert found.deadline == end_of_period(handed, days=14, zones=zones_of("FR"), country="FR")
    assert found.sources == (
        "everything, version 3",
        "Directive 2011/83/EU, article 9 (2) (b) (i)",
        "Regulation (EEC, Euratom) No 1182/71, article 3",
    )
    clock.advance(found.deadline - clock.now())
    assert check(counter, order, clock).eligible
    clock.advance(timedelta(seconds=1))
    assert check(counter, order, clock).refusal is ReturnRefusal.WINDOW_CLOSED


def test_elsewhere_days_count_for_each_line_alone(counter, clock):
    order = counter.place(country="US", lines=with_policy(counter, window_days=30))
    send(counter, order, clock, after=timedelta(days=2))
    found = check(counter, order, clock)
    assert found.deadline == end_of_period(clock.now(), days=30, zones=zones_of("US"), country="US")
    assert found.sources == ("everything, version 3",)


def test_the_anchor_is_what_was_promised(counter, clock):
    for anchor in (ANCHORS.ORDER, ANCHORS.SHIPMENT):
        order = counter.place(
            origin=f"checkout/{anchor}", country="US",
            lines=with_policy(counter, window_days=10, window_anchor=anchor),
        )  # fmt: skip
        placed = clock.now()
        clock.advance(timedelta(days=1))
        shipped = clock.now()
        send(counter, order, clock, after=timedelta(days=2))
        start = placed if anchor is ANCHORS.ORDER else shipped
        assert check(counter, order, clock).deadline == end_of_period(
            start, days=10, zones=zones_of("US"), country="US"
        )


def test_final_sales_stay_and_unlimited_ones_never_end(counter, clock):
    final = counter.place(lines=with_policy(counter, final_sale=True, window_days=None, resolutions=()))
    send(counter, final, clock, after=timedelta())
    assert check(counter, final, clock).refusal is ReturnRefusal.FINAL_SALE
    counter.do(save_location, draft=LocationDraft(handle="x", name="X"))
    endless = counter.place(origin="checkout/2", lines=with_policy(counter, window_days=None))
    send(counter, endless, clock, after=timedelta(days=4000))
    found = check(counter, endless, clock)
    assert (found.eligible, found.deadline) == (True, None)


def test_days_of_a_gift_card_count_from_the_order(counter, clock):
    whole = counter.draft()
    card = replace(
        whole.lines[1], requires_shipping=False, is_gift_card=True, stock_counted=False, sources=(),
        policy=policy(window_days=14),
    )  # fmt: skip
    order = counter.place(lines=(whole.lines[0], card))
    found = check(counter, order, clock, place=1)
    assert (found.eligible, found.deadline) == (
        True, end_of_period(clock.now(), days=14, zones=zones_of("FR"), country="FR"),
    )  # fmt: skip
    assert check(counter, order, clock).refusal is ReturnRefusal.NOT_YET_SENT


@pytest.mark.parametrize(
    ("event", "days", "country", "zone", "end"),
    [
        # Fourteen days after Monday, 2 March 2026, 23:30 in Paris: the end of Monday the 16th there.
        ("2026-03-02T22:30", 14, "FR", None, "2026-03-16T22:59:59"),
        # Half an hour later it is Tuesday there.
        ("2026-03-02T23:30", 14, "FR", None, "2026-03-17T22:59:59"),
        # The clocks go forward on 29 March: the 30th ends an hour earlier in UTC.
        ("2026-03-16T12:00", 14, "FR", None, "2026-03-30T21:59:59"),
        # A Saturday, then a Sunday: the end of Monday.
        ("2026-03-07T12:00", 14, "FR", None, "2026-03-23T22:59:59"),
        ("2026-03-08T12:00", 14, "DE", None, "2026-03-23T22:59:59"),
        # Good Friday, 3 April 2026: to the Tuesday after Easter Monday.
        ("2026-03-20T12:00", 14, "FR", None, "2026-04-07T21:59:59"),
        # Christmas Day, a Friday in 2026: 26 is a holiday and a Saturday, 27 a Sunday.
        ("2026-12-11T12:00", 14, "FR", None, "2026-12-28T22:59:59"),
        # The United Kingdom does not move ends.
        ("2026-03-07T12:00", 14, "GB", None, "2026-03-21T23:59:59"),
        # Hawaii, for a buyer somewhere in the United States; a store in New York knows better.
        ("2026-06-10T12:00", 30, "US", None, "2026-07-11T09:59:59"),
        ("2026-06-10T12:00", 30, "US", "America/New_York", "2026-07-11T03:59:59"),
    ],
)
def test_a_period_ends_with_its_last_day(event, days, country, zone, end):
    from zoneinfo import ZoneInfo

    zones = (ZoneInfo(zone),) if zone else zones_of(country)
    assert end_of_period(at(event), days=days, zones=zones, country=country) == at(end)


@pytest.mark.parametrize(
    ("year", "month", "day"),
    [(1961, 4, 2), (2000, 4, 23), (2024, 3, 31), (2026, 4, 5), (2038, 4, 25), (2076, 4, 19)],
)
def test_easter(year, month, day):
    assert easter_sunday(year) == date(year, month, day)


def test_a_country_without_zones_is_in_utc():
    assert [zone.key for zone in zones_of("XX")] == ["UTC"]


READ = """
query($id: ID!, $token: String) @inContext(language: %s) { order(id: $id, token: $token) { lineItems(first: 1) {
  nodes { returnPolicy { version windowDays summary }
    returnEligibility { eligible reason explanation deadline sources policy { version windowDays finalSale } } }
} } }
"""


def read(opened, order, language="EN"):
    found = opened.data(READ % language, id=order.id, token=TOKEN)["order"]
    return found["lineItems"]["nodes"][0]


def test_a_policy_published_later_changes_nothing(opened):
    order = opened.shop.db.write_now(place_order, draft=draft())
    before = read(opened, order)
    assert before["returnEligibility"]["policy"] == {"version": 3, "windowDays": 30, "finalSale": False}
    assert (before["returnEligibility"]["reason"], before["returnEligibility"]["eligible"]) == (
        "NOT_YET_SENT", False,
    )  # fmt: skip
    opened.shop.db.write_now(
        publish_policy, draft=PolicyDraft(handle="everything", terms=PolicyTerms(window_days=15))
    )
    assert read(opened, order) == before


def test_it_is_said_in_the_reader_s_language(opened):
    order = opened.shop.db.write_now(place_order, draft=draft())
    assert read(opened, order)["returnEligibility"]["explanation"].startswith("It has not been sent")
    french = read(opened, order, "FR")
    assert french["returnEligibility"]["explanation"].endswith("la commande peut être annulée.")
    assert french["returnPolicy"]["summary"].startswith("Vous pouvez le retourner")
