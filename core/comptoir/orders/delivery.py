"""How goods reach the buyer, and what an order's fulfillment goes through. Pure."""

from enum import StrEnum


class DeliveryMethod(StrEnum):
    """How a group of lines reaches the buyer; the values are those of the dialect's `DeliveryMethodType`."""

    SHIPPING = "SHIPPING"
    """Carried to an address."""
    LOCAL = "LOCAL"
    """Brought to an address nearby by the shop itself, such as on the same day."""
    PICK_UP = "PICK_UP"
    """Collected by the buyer at a location."""
    RETAIL = "RETAIL"
    """Carried out of a store at once."""

    @property
    def travels(self) -> bool:
        """Whether somebody brings it to an address."""
        return self in {DeliveryMethod.SHIPPING, DeliveryMethod.LOCAL}


class FulfillmentState(StrEnum):
    """What a fulfillment has gone through, in this order; `CANCELLED` ends it before the goods have left."""

    OPEN = "OPEN"
    PICKED = "PICKED"
    PACKED = "PACKED"
    READY_FOR_PICKUP = "READY_FOR_PICKUP"
    SHIPPED = "SHIPPED"
    DELIVERED = "DELIVERED"
    HANDED_OVER = "HANDED_OVER"
    CANCELLED = "CANCELLED"

    @property
    def gone(self) -> bool:
        """Whether the goods have left the shop."""
        return self in GONE

    @property
    def done(self) -> bool:
        """Whether the buyer has the goods."""
        return self in {FulfillmentState.DELIVERED, FulfillmentState.HANDED_OVER}


GONE = frozenset({FulfillmentState.SHIPPED, FulfillmentState.DELIVERED, FulfillmentState.HANDED_OVER})

_CARRIED = {
    FulfillmentState.OPEN: {
        FulfillmentState.PICKED,
        FulfillmentState.PACKED,
        FulfillmentState.SHIPPED,
        FulfillmentState.CANCELLED,
    },
    FulfillmentState.PICKED: {
        FulfillmentState.PACKED,
        FulfillmentState.SHIPPED,
        FulfillmentState.CANCELLED,
    },
    FulfillmentState.PACKED: {FulfillmentState.SHIPPED, FulfillmentState.CANCELLED},
    FulfillmentState.SHIPPED: {FulfillmentState.DELIVERED},
}
_COLLECTED = {
    FulfillmentState.OPEN: {
        FulfillmentState.PICKED,
        FulfillmentState.READY_FOR_PICKUP,
        FulfillmentState.HANDED_OVER,
        FulfillmentState.CANCELLED,
    },
    FulfillmentState.PICKED: {
        FulfillmentState.READY_FOR_PICKUP,
        FulfillmentState.HANDED_OVER,
        FulfillmentState.CANCELLED,
    },
    FulfillmentState.READY_FOR_PICKUP: {FulfillmentState.HANDED_OVER, FulfillmentState.CANCELLED},
}


def may_become(state: FulfillmentState, wanted: FulfillmentState, *, method: DeliveryMethod) -> bool:
    """Tell whether a fulfillment in one state may go on to another; steps may be left out, never taken back."""
    steps = _CARRIED if method.travels else _COLLECTED
    return wanted in steps.get(state, set())
