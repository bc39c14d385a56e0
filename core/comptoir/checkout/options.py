"""The ways in which a group of lines can reach the buyer: sent by providers, brought by stores, collected there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from comptoir.cart.delivery import LOCAL, PICK_UP, RETAIL, SHIPPING, TO_SEND, Promise, Way
from comptoir.cart.view import GroupView
from comptoir.checkout.same_day import LocalOffer, local_offers
from comptoir.checkout.shipping import Offer, offers_for
from comptoir.checkout.texts import from_store, working_days
from comptoir.ids import gid
from comptoir.inventory.promising import ready_at
from comptoir.inventory.records import LocationRecord
from comptoir.inventory.stock import availability_of
from comptoir.inventory.words import delivered_text, pick_up_time, ready_text
from comptoir.markets import locale_of
from comptoir.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A way for a group: what it costs as the market shows prices, before promotions. Titles are by language."""

    handle: str
    way: Way
    titles: Mapping[str, str]
    title: str
    description: str | None
    cost: Money
    tax_category: str = "standard"
    promise: Promise | None = None
    location: LocationRecord | None = None

    @property
    def promised_until(self) -> datetime | None:
        """By when the goods are there, where that is promised."""
        return None if self.promise is None else self.promise.until

    @property
    def free(self) -> bool:
        """Whether the shop gives it away without a rate: such ways count as chosen once the lines go by them."""
        return self.way.method in {PICK_UP, RETAIL}


def options_for(group: GroupView) -> list[Option]:
    """Return the ways for a group: parcels, what stores bring today, collection; none for what does not travel.

    What can be sent has to have been asked for (`comptoir.checkout.shipping.fetch_offers`), and where to has to have
    been said (`comptoir.checkout.same_day`).
    """
    if group.way.method == RETAIL:
        location = location_of(group, group.way.location_id)
        return [] if location is None else [_carried_out(group, location)]
    if group.way.method not in {SHIPPING, LOCAL, PICK_UP}:
        return []
    parcels = [_parcel(group, offer) for offer in offers_for(group)]
    brought = [_brought(group, offer) for offer in local_offers(group)]
    return [*parcels, *brought, *(_collected(group, store) for store in stores_for(group))]


def selected_option(group: GroupView, options: Sequence[Option]) -> Option | None:
    """Return the option that a group goes by: one that was chosen and costs what it did, or a free way."""
    there = [option for option in options if option.way == group.way]
    chosen = group.chosen
    return next(
        (
            option
            for option in there
            if option.free
            or (chosen is not None and (option.handle, option.cost) == (chosen.handle, chosen.cost))
        ),
        None,
    )


def stores_for(group: GroupView) -> list[LocationRecord]:
    """Return the stores that have something of every line of a group, in the merchant's order."""
    availability = availability_of(group.cart.context)
    return [
        store
        for place, store in enumerate(availability.locations)
        if store.pickup_enabled
        and all(
            not line.merchandise.inventory_tracked
            or availability.stocked.get(line.merchandise.number, 0) >> place & 1
            for line in group.lines
        )
    ]


def location_of(group: GroupView, location_id: int | None) -> LocationRecord | None:
    """Return an active location where goods are given out, or none."""
    found = availability_of(group.cart.context).by_id.get(gid("Location", location_id or 0))
    return found if found is not None and found.pickup_enabled else None


def _parcel(group: GroupView, offer: Offer) -> Option:
    language, rate = locale_of(group.cart.context).language, offer.rate
    return Option(
        handle=offer.handle,
        way=TO_SEND,
        titles=rate.titles,
        title=rate.titles.get(language) or rate.titles["en"],
        description=working_days(rate.days_from, rate.days_until, language=language),
        cost=rate.amount,
        tax_category=rate.tax_category,
    )


def _brought(group: GroupView, offer: LocalOffer) -> Option:
    context = group.cart.context
    language, store = locale_of(context).language, offer.store
    titles = {each: from_store(title, store.name, language=each) for each, title in offer.rate.titles.items()}
    return Option(
        handle=offer.handle,
        way=offer.way,
        titles=titles,
        title=titles.get(language) or titles["en"],
        description=delivered_text(
            offer.promise.until,
            now=context.now,
            zone=store.time_zone,
            country=store.country_code,
            language=language,
        ),
        cost=offer.rate.amount,
        tax_category=offer.rate.tax_category,
        promise=offer.promise,
        location=store,
    )


def _collected(group: GroupView, store: LocationRecord) -> Option:
    context = group.cart.context
    locale = locale_of(context)
    ready = ready_at(store, now=context.now)
    when = (
        pick_up_time(store.pickup_minutes, language=locale.language)
        if ready is None
        else ready_text(
            ready,
            now=context.now,
            zone=store.time_zone,
            country=store.country_code,
            language=locale.language,
        )
    )
    return Option(
        handle=f"pick-up:{store.handle}",
        way=Way(PICK_UP, store.number),
        titles={"en": store.name},
        title=store.name,
        description=when,
        cost=Money(0, locale.currency),
        location=store,
    )


def _carried_out(group: GroupView, store: LocationRecord) -> Option:
    return Option(
        handle=f"carry-out:{store.handle}",
        way=group.way,
        titles={"en": store.name},
        title=store.name,
        description=None,
        cost=Money(0, locale_of(group.cart.context).currency),
        location=store,
    )
