"""Where something that is added to an order goes: handed over or collected at a store, or sent to an address."""

from dataclasses import dataclass

from comptoir.addresses import Address, check_address
from comptoir.errors import DomainError
from comptoir.graphql.context import RequestContext
from comptoir.ids import gid
from comptoir.inventory.records import LocationRecord
from comptoir.inventory.stock import availability_of
from comptoir.orders.delivery import DeliveryMethod
from comptoir.orders.records import GroupRecord, OrderRecord

_FIELD = ("line", "delivery")
_AT_STORES = frozenset({DeliveryMethod.RETAIL, DeliveryMethod.PICK_UP})


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryWish:
    """How something is to reach the buyer.

    `location_id` is the store that it is handed over or collected at; `address` where it is sent to, by default the
    order's; `option` the handle of what it is sent by, by default together with what else goes there.
    """

    method: DeliveryMethod
    location_id: int | None = None
    address: Address | None = None
    option: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something goes; `joins` is the delivery group of the order that it goes with, if there is one."""

    method: DeliveryMethod
    country: str
    region: str
    location: LocationRecord | None = None
    address: Address | None = None
    joins: GroupRecord | None = None


def find_place(context: RequestContext, *, order: OrderRecord, wish: DeliveryWish) -> Place:
    """Return where something that is added to an order goes.

    Raises `DomainError`: `NOT_FOUND` for a store that gives nothing out, `ADDRESS_REQUIRED`, and `INVALID` for another
    way or an address that is wrong.
    """
    if wish.method in _AT_STORES:
        return _at_store(context, order, wish)
    if wish.method is not DeliveryMethod.SHIPPING:
        raise DomainError("INVALID", "It is handed over, collected or sent.", field=(*_FIELD, "method"))
    return _sent(order, wish)


def _at_store(context: RequestContext, order: OrderRecord, wish: DeliveryWish) -> Place:
    store = availability_of(context).by_id.get(gid("Location", wish.location_id or 0))
    if store is None or not store.pickup_enabled:
        raise DomainError("NOT_FOUND", "There is no such store.", field=(*_FIELD, "location_id"))
    there = (wish.method, store.number)
    return Place(
        method=wish.method,
        country=store.country_code or order.country,
        region=store.province_code or "",
        location=store,
        joins=next((group for group in order.groups if (group.method, group.location_id) == there), None),
    )


def _sent(order: OrderRecord, wish: DeliveryWish) -> Place:
    address = wish.address or order.shipping_address
    if address is None:
        raise DomainError("ADDRESS_REQUIRED", "Give the address that it goes to.", field=(*_FIELD, "address"))
    tidy, faults = check_address(address, whole=True)
    if faults:
        raise DomainError("INVALID", faults[0].message, field=(*_FIELD, "address", faults[0].field))
    return Place(
        method=wish.method,
        country=tidy.country_code or "",
        region=tidy.province_code or "",
        address=tidy,
        joins=None if wish.option is not None else _going_to(order, tidy),
    )


def _going_to(order: OrderRecord, address: Address) -> GroupRecord | None:
    """Return what of an order is still to be sent to an address, and has not begun to leave."""
    left = {each.group_id for each in order.fulfillments if each.state.gone}
    waiting = {line.group_id for line in order.lines if line.sources} - left
    return next(
        (
            group
            for group in order.groups
            if group.method is DeliveryMethod.SHIPPING
            and group.address == address
            and group.group_id in waiting
        ),
        None,
    )
