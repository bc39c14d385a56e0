"""How the lines of a cart reach the buyer. Pure: the groups of lines, and what was chosen for each.

A group is the lines that travel the same way: all that is sent, all that one store brings on the same day, all that is
collected at one store, all that is carried out of one, and what does not travel at all, such as gift cards. What was
chosen for a group is kept with a `basis`: a digest of what its price was asked for. Once lines or destination are
others, the choice no longer counts.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import orjson

from comptoir.db.tx import dumps
from comptoir.money import Money

SHIPPING, LOCAL, PICK_UP, RETAIL, NONE = "SHIPPING", "LOCAL", "PICK_UP", "RETAIL", "NONE"
"""Methods, as the dialect's `DeliveryMethodType` names them."""


@dataclass(frozen=True, slots=True)
class Way:
    """How a line reaches the buyer; `location_id` is where it is collected, carried out or brought from."""

    method: str = SHIPPING
    location_id: int | None = None

    @property
    def key(self) -> str:
        """What the group of such lines is called: `shipping`, `pick-up-3`."""
        name = self.method.lower().replace("_", "-")
        return name if self.location_id is None else f"{name}-{self.location_id}"


TO_SEND = Way()
NOTHING_TRAVELS = Way(NONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """That goods are brought to a postal code by a moment (UTC)."""

    until: datetime
    zip: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenOption:
    """The delivery option that was chosen for a group; `titles` are by language."""

    handle: str
    cost: Money
    titles: Mapping[str, str]
    basis: str
    tax_category: str = "standard"
    promise: Promise | None = None

    def title(self, language: str) -> str:
        """Return the title in a language, else in the first it has."""
        return self.titles.get(language) or next(iter(self.titles.values()), self.handle)


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """As much of the selected address as its tax depends on, beside country and region, which the cart has.

    It is personal: it prices the cart, and no device is told it.
    """

    country: str
    zip: str | None
    city: str | None
    address1: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDelivery:
    """What a cart keeps: the way of each line that is not simply sent, the choices by group, where it all goes.

    `destination` is none until there is an address that a parcel could be sent to.
    """

    ways: Mapping[int, Way] = field(default_factory=dict)
    choices: Mapping[str, ChosenOption] = field(default_factory=dict)
    destination: Destination | None = None

    def way_of(self, line_id: int, *, travels: bool = True) -> Way:
        """Return how a line reaches the buyer."""
        return self.ways.get(line_id, TO_SEND) if travels else NOTHING_TRAVELS

    def with_ways(self, ways: Mapping[int, Way]) -> "StoredDelivery":
        """Return the delivery with other ways for these lines."""
        merged = {**self.ways, **ways}
        return replace(self, ways={line: way for line, way in merged.items() if way != TO_SEND})

    def with_choice(self, group: str, option: ChosenOption) -> "StoredDelivery":
        """Return the delivery with an option chosen for a group."""
        return replace(self, choices={**self.choices, group: option})

    def to(self, destination: Destination | None) -> "StoredDelivery":
        """Return the delivery to another place."""
        return replace(self, destination=destination)

    def to_zip(self, zip_code: str | None) -> "StoredDelivery":
        """Return the delivery to a postal code: what was to be brought to another is sent, as long as none says how."""
        elsewhere = {
            group
            for group, option in self.choices.items()
            if option.promise is not None and option.promise.zip != zip_code
        }
        return replace(
            self,
            ways={line: way for line, way in self.ways.items() if way.key not in elsewhere},
            choices={group: option for group, option in self.choices.items() if group not in elsewhere},
        )

    def only(self, lines: Sequence[int]) -> "StoredDelivery":
        """Return the delivery without what it says of lines that are gone."""
        return replace(self, ways={line: way for line, way in self.ways.items() if line in lines})


NO_DELIVERY = StoredDelivery()


def basis_of(
    group: str, lines: Sequence[tuple[int, int]], *, country: str, region: str, currency: str
) -> str:
    """Return the digest of what delivery of a group costs by: its lines (variant and quantity) and where they go."""
    whole = [group, sorted(lines), country, region, currency]
    return hashlib.sha256(dumps(whole).encode()).hexdigest()[:32]


def pack_delivery(delivery: StoredDelivery) -> str:
    """Return the delivery as stored."""
    if delivery == NO_DELIVERY:
        return "{}"
    value: dict[str, Any] = {
        "ways": {str(line): [way.method, way.location_id] for line, way in delivery.ways.items()},
        "choices": {group: _pack_option(option) for group, option in delivery.choices.items()},
    }
    if (to := delivery.destination) is not None:
        value["to"] = [to.country, to.zip, to.city, to.address1]
    return dumps(value)


def unpack_delivery(text: str) -> StoredDelivery:
    """Return the stored delivery."""
    if text == "{}":
        return NO_DELIVERY
    value = orjson.loads(text)
    return StoredDelivery(
        ways={int(line): Way(*way) for line, way in value["ways"].items()},
        choices={group: _unpack_option(option) for group, option in value["choices"].items()},
        destination=_unpack_destination(value.get("to")),
    )


def _unpack_destination(value: Sequence[str | None] | None) -> Destination | None:
    if value is None:
        return None
    country, zip_, city, address1 = value
    return Destination(country=country or "", zip=zip_, city=city, address1=address1)


def _pack_option(option: ChosenOption) -> dict[str, Any]:
    return {
        "handle": option.handle,
        "cost": [option.cost.minor, option.cost.currency],
        "titles": dict(option.titles),
        "basis": option.basis,
        "tax": option.tax_category,
        **({} if option.promise is None else {"promise": _pack_promise(option.promise)}),
    }


def _unpack_option(value: dict[str, Any]) -> ChosenOption:
    return ChosenOption(
        handle=value["handle"],
        cost=Money(*value["cost"]),
        titles=value["titles"],
        basis=value["basis"],
        tax_category=value["tax"],
        promise=_unpack_promise(value.get("promise")),
    )


def _pack_promise(promise: Promise) -> list[str]:
    return [promise.until.isoformat(), promise.zip]


def _unpack_promise(value: list[str] | None) -> Promise | None:
    return None if value is None else Promise(until=datetime.fromisoformat(value[0]), zip=value[1])
