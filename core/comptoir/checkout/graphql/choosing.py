"""How delivery mutations read what they are given: groups, options and places of the cart in question."""

from collections.abc import Sequence

from comptoir.cart.contents import parse_line_id
from comptoir.cart.delivery import TO_SEND, ChosenOption, Way
from comptoir.cart.graphql.inputs import given
from comptoir.cart.view import CartView
from comptoir.checkout.commands.delivery import LineWay, Selection
from comptoir.checkout.graphql.delivery import (
    CartLineDeliveryInput,
    CartLineDeliveryMethod,
    CartSelectedDeliveryOptionInput,
)
from comptoir.checkout.options import options_for
from comptoir.errors import DomainError
from comptoir.graphql.context import RequestContext
from comptoir.ids import split_gid
from comptoir.inventory.stock import availability_of


def read_selections(cart: CartView, chosen: Sequence[CartSelectedDeliveryOptionInput]) -> list[Selection]:
    """Return what was chosen, with what it costs; raises `DomainError` for what the cart does not offer."""
    return [_selection(cart, each, index) for index, each in enumerate(chosen)]


def _selection(cart: CartView, each: CartSelectedDeliveryOptionInput, index: int) -> Selection:
    place = ("selected_delivery_options", str(index))
    kind, key, _ = split_gid(each.delivery_group_id)
    group = next((group for group in cart.groups if group.key == key), None)
    if kind != "CartDeliveryGroup" or group is None:
        raise DomainError(
            "INVALID_DELIVERY_GROUP",
            "The cart has no such delivery group.",
            field=(*place, "delivery_group_id"),
        )
    option = next(
        (each_ for each_ in options_for(group) if each_.handle == each.delivery_option_handle), None
    )
    if option is None:
        raise DomainError(
            "INVALID_DELIVERY_OPTION",
            "The group cannot be delivered that way.",
            field=(*place, "delivery_option_handle"),
        )
    return Selection(
        lines=tuple(line.number for line in group.lines),
        way=option.way,
        option=ChosenOption(
            handle=option.handle,
            cost=option.cost,
            titles=option.titles,
            basis=group.basis(option.way),
            tax_category=option.tax_category,
            promise=option.promise,
        ),
    )


def read_ways(context: RequestContext, lines: Sequence[CartLineDeliveryInput]) -> list[LineWay]:
    """Return how lines shall reach the buyer; raises `DomainError` for a place where nothing is given out."""
    return [
        LineWay(line_id=parse_line_id(line.line_id), given_id=line.line_id, way=_way(context, line, index))
        for index, line in enumerate(lines)
    ]


def _way(context: RequestContext, line: CartLineDeliveryInput, index: int) -> Way:
    location_id = given(line.location_id)
    field = ("lines", str(index), "location_id")
    if line.method is CartLineDeliveryMethod.SHIPPING:
        if location_id is not None:
            raise DomainError("INVALID", "What is sent has no location to be given out at.", field=field)
        return TO_SEND
    location = availability_of(context).by_id.get(location_id or "")
    if location is None or not location.pickup_enabled:
        raise DomainError("INVALID", "Nothing is given out there.", field=field)
    return Way(line.method.value, location.number)
