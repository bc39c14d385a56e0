"""Handing a cart to another device."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import strawberry

from comptoir.cart.claim_guard import ClaimGuard, caller_of
from comptoir.cart.codes import code_digest, new_code, read_code
from comptoir.cart.commands.handoff import HANDOFF_LIFETIME, claim_cart, give_cart
from comptoir.cart.contents import StoredCart, parse_cart_id
from comptoir.cart.errors import too_many_claims
from comptoir.cart.graphql.cart import Cart
from comptoir.cart.graphql.payloads import told
from comptoir.cart.taxing import fetch_taxes
from comptoir.cart.view import CartView
from comptoir.graphql.context import Info
from comptoir.graphql.mutation import Outcome, attempt
from comptoir.graphql.scalars import URL, DateTime
from comptoir.graphql.user_errors import DisplayableError, UserErrorRecord, user_error


@strawberry.enum(description="Why a cart was not handed over.")
class CartHandoffErrorCode(StrEnum):
    """Why a cart was not handed over."""

    HANDOFF_INVALID = "HANDOFF_INVALID"
    INVALID = "INVALID"
    RATE_LIMITED = "RATE_LIMITED"


@strawberry.type(description="A reason why a cart was not handed over.")
class CartHandoffUserError(DisplayableError):
    """A reason why a cart was not handed over."""

    code: CartHandoffErrorCode | None

    @classmethod
    def is_type_of(cls, obj: object, _info: object) -> bool:
        """Tell whether this is a refusal."""
        return isinstance(obj, UserErrorRecord)


@strawberry.type(description="A code that lets another device take the cart over, once.")
class CartHandoff:
    """A code that lets another device take the cart over, once."""

    code: str
    url: URL = strawberry.field(description="Where a device goes that scans the code.")
    expires_at: DateTime


@strawberry.type(description="What `cartHandoffCreate` answers.")
class CartHandoffCreatePayload:
    """What `cartHandoffCreate` answers."""

    handoff: CartHandoff | None
    user_errors: list[CartHandoffUserError]


@strawberry.type(description="What `cartHandoffClaim` answers.")
class CartHandoffClaimPayload:
    """What `cartHandoffClaim` answers."""

    cart: Cart | None = strawberry.field(
        description="The live cart, with an id that shows nothing personal: no email address, phone number or note."
    )
    user_errors: list[CartHandoffUserError]


@dataclass(frozen=True, slots=True)
class HandoffRecord:
    """A code that was made."""

    code: str
    url: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class CreateRecord:
    """What making a code came to."""

    handoff: HandoffRecord | None
    user_errors: list[UserErrorRecord]


@dataclass(frozen=True, slots=True)
class ClaimRecord:
    """What claiming a code came to."""

    cart: CartView | None
    user_errors: list[UserErrorRecord]


@strawberry.type
class HandoffMutations:
    """Handing a cart to another device."""

    @strawberry.field(
        graphql_type=CartHandoffCreatePayload | None,
        description="Make a code with which another device takes the cart over, once within ten minutes.",
    )
    async def cart_handoff_create(self, info: Info, cart_id: strawberry.ID) -> CreateRecord:
        """Make a code."""
        code = new_code()
        outcome = await attempt(
            info, give_cart, right=parse_cart_id(cart_id), digest=_digest(info, code) or ""
        )
        if outcome.user_errors:
            return CreateRecord(None, told(info, outcome.user_errors))
        context = info.context
        url = f"{context.base_url}/handoff/{code}"
        return CreateRecord(HandoffRecord(code, url, context.now + HANDOFF_LIFETIME), [])

    @strawberry.field(
        graphql_type=CartHandoffClaimPayload | None,
        description="Take a cart over with a code from another device; both then hold the same live cart.",
    )
    async def cart_handoff_claim(self, info: Info, code: str) -> ClaimRecord:
        """Claim a code."""
        outcome = await _claim(info, _digest(info, code))
        cart = await fetch_taxes(CartView(outcome.value, info.context)) if outcome.value else None
        return ClaimRecord(cart, told(info, outcome.user_errors))


async def _claim(info: Info, digest: str | None) -> Outcome[StoredCart]:
    context = info.context
    guard = context.shop.once(ClaimGuard, ClaimGuard)
    caller = caller_of(context.client_address, context.actor.channel)
    if not guard.admit(caller):
        return Outcome(None, [user_error(too_many_claims())])
    failed = False
    try:
        outcome = await attempt(info, claim_cart, digest=digest)
        failed = outcome.value is None
    finally:
        guard.release(caller, failed=failed)
    return outcome


def _digest(info: Info, typed: str) -> str | None:
    letters = read_code(typed)
    return code_digest(letters, key=info.context.shop.settings.signing_key()) if letters else None
