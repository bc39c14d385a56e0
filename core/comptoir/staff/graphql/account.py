"""Accounts of staff in the staff schema."""

from typing import Any

import strawberry

from comptoir.graphql.context import Info
from comptoir.graphql.mutation import outcome_of
from comptoir.graphql.scalars import DateTime
from comptoir.ids import numeric_id
from comptoir.staff.accounts import (
    change_account,
    disable_account,
    enable_account,
    find_accounts,
)
from comptoir.staff.credentials import hire, replace_password
from comptoir.staff.graphql.changing import StaffPayload, change
from comptoir.staff.graphql.token import StaffToken
from comptoir.staff.guard import requires
from comptoir.staff.permissions import SIGNED_IN, Permission, Role
from comptoir.staff.sign_in import bearer_of
from comptoir.staff.tokens import find_tokens

StaffRole = strawberry.enum(Role, name="StaffRole", description="What a member of staff is.")


@requires(SIGNED_IN)
@strawberry.type(description="A member of staff.")
class StaffAccount:
    """A member of staff."""

    id: strawberry.ID
    email: str
    name: str
    role: StaffRole  # type: ignore[valid-type]
    created_at: DateTime
    disabled_at: DateTime | None
    has_password: bool = strawberry.field(description="Whether the account can sign in with a password.")

    @strawberry.field(description="What the account may do, such as catalog.write; sorted.")
    def permissions(self: Any) -> list[str]:
        """Return the permissions of the role."""
        return sorted(self.permissions)

    @requires(Permission.STAFF_READ)
    @strawberry.field(graphql_type=list[StaffToken], description="Its tokens, those past too.")
    async def tokens(self: Any, info: Info) -> Any:
        """Return the account's tokens."""
        return await info.context.shop.db.read(find_tokens, account_number=self.number)


@requires(Permission.STAFF_WRITE)
@strawberry.type(description="A change to an account.")
class StaffAccountPayload(StaffPayload):
    """A change to an account."""

    @strawberry.field(graphql_type=StaffAccount | None)
    def account(self: Any) -> Any:
        """Return the account."""
        return self.value


@strawberry.input(description="A new member of staff.")
class StaffAccountInput:
    """A new member of staff."""

    email: str
    name: str
    role: StaffRole  # type: ignore[valid-type]
    password: str | None = strawberry.field(
        default=None, description="12 to 200 characters; without one the account works with tokens alone."
    )


@strawberry.type
class StaffQueries:
    """Reading accounts."""

    @requires(SIGNED_IN)
    @strawberry.field(graphql_type=StaffAccount, description="Who is signed in.")
    def me(self, info: Info) -> Any:
        """Return the account whose token it is."""
        return bearer_of(info.context).account

    @requires(Permission.STAFF_READ)
    @strawberry.field(
        graphql_type=list[StaffAccount], description="Everybody, in the order in which they were added."
    )
    async def staff(self, info: Info) -> Any:
        """Return all accounts."""
        return await info.context.shop.db.read(find_accounts)


@requires(Permission.STAFF_WRITE)
@strawberry.type
class StaffMutations:
    """Changing accounts."""

    @strawberry.mutation(graphql_type=StaffAccountPayload, description="Add a member of staff.")
    async def staff_account_create(self, info: Info, input: StaffAccountInput) -> Any:
        """Add an account."""
        context = info.context
        return await outcome_of(
            hire(
                context.shop,
                actor=context.actor,
                email=input.email,
                name=input.name,
                role=Role(input.role),
                password=input.password,
            )
        )

    @strawberry.mutation(graphql_type=StaffAccountPayload, description="Change a name or a role.")
    async def staff_account_update(
        self,
        info: Info,
        id: strawberry.ID,
        name: str | None = None,
        role: StaffRole | None = None,  # type: ignore[valid-type]
        reason: str | None = None,
    ) -> Any:
        """Change an account."""
        return await change(
            info,
            change_account,
            number=_number(id),
            name=name,
            role=None if role is None else Role(role),
            reason=reason,
        )

    @strawberry.mutation(
        graphql_type=StaffAccountPayload, description="Lock an account out and revoke its tokens."
    )
    async def staff_account_disable(self, info: Info, id: strawberry.ID, reason: str | None = None) -> Any:
        """Disable an account."""
        return await change(info, disable_account, number=_number(id), reason=reason)

    @strawberry.mutation(graphql_type=StaffAccountPayload, description="Let a disabled account in again.")
    async def staff_account_enable(self, info: Info, id: strawberry.ID, reason: str | None = None) -> Any:
        """Enable an account."""
        return await change(info, enable_account, number=_number(id), reason=reason)

    @strawberry.mutation(
        graphql_type=StaffAccountPayload,
        description="Give an account another password; its tokens are revoked, save the one in use.",
    )
    async def staff_password_set(
        self, info: Info, id: strawberry.ID, password: str, reason: str | None = None
    ) -> Any:
        """Set a password."""
        number = _number(id)
        bearer = bearer_of(info.context)
        return await outcome_of(
            replace_password(
                info.context.shop,
                actor=info.context.actor,
                number=number,
                password=password,
                kept_token=bearer.token_number if bearer.account.number == number else 0,
                reason=reason,
            )
        )


def _number(ident: str) -> int:
    return numeric_id(ident, "StaffAccount")
