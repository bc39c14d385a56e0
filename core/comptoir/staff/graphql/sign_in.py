"""Signing in and out in the staff schema."""

from typing import Any

import strawberry

from comptoir.graphql.context import Info
from comptoir.graphql.mutation import outcome_of
from comptoir.graphql.scalars import DateTime
from comptoir.staff.credentials import change_own_password
from comptoir.staff.graphql.changing import StaffPayload, change
from comptoir.staff.guard import requires
from comptoir.staff.permissions import ANYONE, SIGNED_IN
from comptoir.staff.sign_in import bearer_of, sign_in
from comptoir.staff.tokens import revoke_token


@requires(ANYONE)
@strawberry.type(description="A sign-in: send the token as `Authorization: Bearer …`.")
class StaffSignInPayload(StaffPayload):
    """A sign-in."""

    @strawberry.field(description="The token, told this once.")
    def access_token(self: Any) -> str | None:
        """Return the token's text."""
        return None if self.value is None else str(self.value.text)

    @strawberry.field(graphql_type=DateTime | None, description="When the token ends.")
    def expires_at(self: Any) -> Any:
        """Return the end of the token."""
        return None if self.value is None else self.value.record.expires_at


@requires(SIGNED_IN)
@strawberry.type(description="A change of password.")
class StaffPasswordPayload(StaffPayload):
    """A change of password."""

    @strawberry.field(description="Whether the new password holds.")
    def changed(self: Any) -> bool:
        """Tell whether it does."""
        return self.value is not None


@requires(SIGNED_IN)
@strawberry.type(description="A sign-out.")
class StaffSignOutPayload(StaffPayload):
    """A sign-out."""

    @strawberry.field(description="Whether the token in use was revoked.")
    def signed_out(self: Any) -> bool:
        """Tell whether it was."""
        return self.value is not None


@strawberry.type
class SignInMutations:
    """Signing in and out."""

    @requires(ANYONE)
    @strawberry.mutation(graphql_type=StaffSignInPayload, description="Exchange a password for a token.")
    async def staff_sign_in(self, info: Info, email: str, password: str) -> Any:
        """Sign in."""
        context = info.context
        signing = sign_in(context.shop, email=email, password=password, address=context.client_address)
        return await outcome_of(signing)

    @requires(SIGNED_IN)
    @strawberry.mutation(
        graphql_type=StaffPasswordPayload,
        description="Replace one's own password; tokens other than the one in use are revoked.",
    )
    async def staff_password_change(self, info: Info, current: str, password: str) -> Any:
        """Replace one's own password."""
        context = info.context
        changing = change_own_password(
            context.shop,
            bearer=bearer_of(context),
            current=current,
            password=password,
            address=context.client_address,
        )
        return await outcome_of(changing)

    @requires(SIGNED_IN)
    @strawberry.mutation(graphql_type=StaffSignOutPayload, description="Revoke the token in use.")
    async def staff_sign_out(self, info: Info) -> Any:
        """Sign out."""
        return await change(info, revoke_token, number=bearer_of(info.context).token_number)
