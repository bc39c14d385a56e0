"""What cart mutations take, and how it becomes what commands take."""

from collections.abc import Sequence
from typing import Any

import strawberry

from comptoir.cart.commands.create import CartDraft
from comptoir.cart.commands.details import BuyerChange
from comptoir.cart.commands.lines import LineChange
from comptoir.cart.contents import WantedLine, parse_line_id
from comptoir.cart.graphql.attribute import AttributeInput, read_attributes
from comptoir.codes import CountryCode
from comptoir.errors import BadUserInputError
from comptoir.ids import numeric_id


@strawberry.input(description="A line to add.")
class CartLineInput:
    """A line to add."""

    merchandise_id: strawberry.ID
    quantity: int | None = 1
    attributes: list[AttributeInput] | None = strawberry.UNSET
    selling_plan_id: strawberry.ID | None = strawberry.UNSET


@strawberry.input(description="A change to a line; what is left out stays.")
class CartLineUpdateInput:
    """A change to a line."""

    id: strawberry.ID
    merchandise_id: strawberry.ID | None = strawberry.UNSET
    quantity: int | None = strawberry.UNSET
    attributes: list[AttributeInput] | None = strawberry.UNSET
    selling_plan_id: strawberry.ID | None = strawberry.UNSET


@strawberry.input(description="Who buys; what is left out stays.")
class CartBuyerIdentityInput:
    """Who buys."""

    country_code: CountryCode | None = strawberry.UNSET
    email: str | None = strawberry.UNSET
    phone: str | None = strawberry.UNSET
    customer_access_token: str | None = strawberry.UNSET


@strawberry.input(description="A new cart.")
class CartInput:
    """A new cart; checkout adds where it goes."""

    lines: list[CartLineInput] | None = strawberry.UNSET
    attributes: list[AttributeInput] | None = strawberry.UNSET
    note: str | None = strawberry.UNSET
    discount_codes: list[str] | None = strawberry.UNSET
    gift_card_codes: list[str] | None = strawberry.UNSET
    buyer_identity: CartBuyerIdentityInput | None = strawberry.UNSET


def given(value: Any) -> Any:
    """Return an argument, with one that was left out as none."""
    return None if value is strawberry.UNSET else value


def read_lines(lines: Sequence[CartLineInput] | None) -> list[WantedLine]:
    """Return lines as commands take them."""
    return [
        WantedLine(
            variant_id=_variant_number(line.merchandise_id),
            merchandise_id=line.merchandise_id,
            quantity=1 if line.quantity is None else line.quantity,
            attributes=read_attributes(given(line.attributes)),
        )
        for line in lines or ()
    ]


def read_changes(lines: Sequence[CartLineUpdateInput]) -> list[LineChange]:
    """Return changes to lines as commands take them."""
    return [_change(line) for line in lines]


def _change(line: CartLineUpdateInput) -> LineChange:
    merchandise = given(line.merchandise_id)
    attributes = given(line.attributes)
    return LineChange(
        line_id=parse_line_id(line.id),
        given_id=line.id,
        quantity=given(line.quantity),
        attributes=None if attributes is None else read_attributes(attributes),
        merchandise=None
        if merchandise is None
        else WantedLine(variant_id=_variant_number(merchandise), merchandise_id=merchandise, quantity=1),
    )


def _variant_number(merchandise_id: str) -> int | None:
    # An id of another type, or none at all, is merchandise that does not exist: the shopper is told which.
    try:
        return numeric_id(merchandise_id, "ProductVariant")
    except BadUserInputError:
        return None


def read_draft(cart: CartInput | None, *, country: str) -> CartDraft:
    """Return a new cart as the command takes it; `country` is the request's, where the buyer names none."""
    if cart is None:
        return CartDraft(country=country)
    buyer = given(cart.buyer_identity) or CartBuyerIdentityInput()
    return CartDraft(
        country=_country(buyer) or country,
        lines=read_lines(given(cart.lines)),
        note=given(cart.note),
        attributes=read_attributes(given(cart.attributes)),
        discount_codes=given(cart.discount_codes) or (),
        email=given(buyer.email),
        phone=given(buyer.phone),
    )


def read_buyer(buyer: CartBuyerIdentityInput) -> BuyerChange:
    """Return who buys as the command takes it."""
    fields = {"country": buyer.country_code, "email": buyer.email, "phone": buyer.phone}
    return BuyerChange(
        given=frozenset(name for name, value in fields.items() if value is not strawberry.UNSET),
        country=_country(buyer),
        email=given(buyer.email),
        phone=given(buyer.phone),
    )


def _country(buyer: CartBuyerIdentityInput) -> str | None:
    code = given(buyer.country_code)
    return str(code.value) if code is not None and code is not CountryCode.ZZ else None
