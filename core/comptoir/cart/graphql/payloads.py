"""What cart mutations answer: the cart, what was refused, what the shopper should know."""

from collections.abc import Sequence
from dataclasses import dataclass

import strawberry

from comptoir.cart.commands.edit import Edited
from comptoir.cart.discounts import warning_code
from comptoir.cart.graphql.cart import Cart
from comptoir.cart.graphql.codes import CartErrorCode, CartWarningCode
from comptoir.cart.taxing import fetch_taxes
from comptoir.cart.view import CartView
from comptoir.graphql.context import Info
from comptoir.graphql.mutation import Outcome
from comptoir.graphql.user_errors import DisplayableError, UserErrorRecord
from comptoir.markets import locale_of


@strawberry.type(description="A refusal that the shopper can mend.")
class CartUserError(DisplayableError):
    """A refusal that the shopper can mend."""

    code: CartErrorCode | None

    @classmethod
    def is_type_of(cls, obj: object, _info: object) -> bool:
        """Tell whether this is a refusal."""
        return isinstance(obj, UserErrorRecord)


@strawberry.type(description="Something the shopper should know that did not stop the edit.")
class CartWarning:
    """Something the shopper should know."""

    code: CartWarningCode
    message: str
    target: strawberry.ID = strawberry.field(description="The id of what it is about.")


@dataclass(frozen=True, slots=True)
class WarningRecord:
    """A warning ready to be answered."""

    code: str
    message: str
    target: str


@dataclass(frozen=True, slots=True)
class PayloadRecord:
    """What any cart mutation answers."""

    cart: CartView | None
    user_errors: Sequence[UserErrorRecord]
    warnings: Sequence[WarningRecord]


def told(info: Info, refused: Sequence[UserErrorRecord]) -> list[UserErrorRecord]:
    """Return refusals in the language of the request."""
    language = locale_of(info.context).language.partition("-")[0]
    return [each.told(language) for each in refused]


async def payload(info: Info, outcome: Outcome[Edited], *, codes_given: bool = False) -> PayloadRecord:
    """Return the answer for what came of a command; where codes were given, with why one reduces nothing."""
    if outcome.value is None:
        return PayloadRecord(None, told(info, outcome.user_errors), ())
    cart = await fetch_taxes(CartView(outcome.value.cart, info.context))
    warnings = [
        WarningRecord(warned.code, warned.message, warned.merchandise_id) for warned in outcome.value.warnings
    ]
    if codes_given:
        warnings += [
            WarningRecord(warning_code(each.refused), f"{each.code}: {each.reason}", cart.id)
            for each in cart.codes
            if each.refused is not None
        ]
    return PayloadRecord(cart, (), warnings)


@strawberry.type(description="The cart after the edit, or why there was none.")
class CartPayload:
    """What every cart mutation answers."""

    cart: Cart | None
    user_errors: list[CartUserError]
    warnings: list[CartWarning]


@strawberry.type(description="What `cartCreate` answers.")
class CartCreatePayload(CartPayload):
    """What `cartCreate` answers."""


@strawberry.type(description="What `cartLinesAdd` answers.")
class CartLinesAddPayload(CartPayload):
    """What `cartLinesAdd` answers."""


@strawberry.type(description="What `cartLinesUpdate` answers.")
class CartLinesUpdatePayload(CartPayload):
    """What `cartLinesUpdate` answers."""


@strawberry.type(description="What `cartLinesRemove` answers.")
class CartLinesRemovePayload(CartPayload):
    """What `cartLinesRemove` answers."""


@strawberry.type(description="What `cartNoteUpdate` answers.")
class CartNoteUpdatePayload(CartPayload):
    """What `cartNoteUpdate` answers."""


@strawberry.type(description="What `cartAttributesUpdate` answers.")
class CartAttributesUpdatePayload(CartPayload):
    """What `cartAttributesUpdate` answers."""


@strawberry.type(description="What `cartBuyerIdentityUpdate` answers.")
class CartBuyerIdentityUpdatePayload(CartPayload):
    """What `cartBuyerIdentityUpdate` answers."""


@strawberry.type(description="What `cartDiscountCodesUpdate` answers.")
class CartDiscountCodesUpdatePayload(CartPayload):
    """What `cartDiscountCodesUpdate` answers."""
