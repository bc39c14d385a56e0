"""Bearer tokens of staff in the staff schema."""

from datetime import timedelta
from typing import Any

import strawberry

from comptoir.graphql.context import Info
from comptoir.graphql.scalars import DateTime
from comptoir.ids import numeric_id
from comptoir.staff.graphql.changing import StaffPayload, change
from comptoir.staff.guard import requires
from comptoir.staff.permissions import Permission
from comptoir.staff.tokens import issue_token, revoke_token


@requires(Permission.STAFF_READ)
@strawberry.type(description="A bearer token of a member of staff; the token itself is told once.")
class StaffToken:
    """A bearer token."""

    id: strawberry.ID
    label: str
    created_at: DateTime
    expires_at: DateTime
    last_used_at: DateTime | None = strawberry.field(description="To within five minutes.")
    revoked_at: DateTime | None


@requires(Permission.STAFF_WRITE)
@strawberry.type(description="A token that was issued.")
class StaffTokenIssuePayload(StaffPayload):
    """A token that was issued."""

    @strawberry.field(description="The token itself, told this once.")
    def access_token(self: Any) -> str | None:
        """Return the token's text."""
        return None if self.value is None else str(self.value.text)

    @strawberry.field(graphql_type=StaffToken | None)
    def token(self: Any) -> Any:
        """Return the token as it is listed."""
        return None if self.value is None else self.value.record


@requires(Permission.STAFF_WRITE)
@strawberry.type(description="A token that was revoked.")
class StaffTokenRevokePayload(StaffPayload):
    """A token that was revoked."""

    @strawberry.field(graphql_type=StaffToken | None)
    def token(self: Any) -> Any:
        """Return the token."""
        return self.value


@requires(Permission.STAFF_WRITE)
@strawberry.type
class TokenMutations:
    """Issuing and revoking tokens."""

    @strawberry.mutation(
        graphql_type=StaffTokenIssuePayload,
        description="Give an account a token, for a program that acts for it.",
    )
    async def staff_token_create(
        self, info: Info, account_id: strawberry.ID, label: str, days: int = 90
    ) -> Any:
        """Issue a token."""
        return await change(
            info,
            issue_token,
            account_number=numeric_id(account_id, "StaffAccount"),
            label=label,
            lasts=timedelta(days=max(0, min(days, 100_000))),
        )

    @strawberry.mutation(graphql_type=StaffTokenRevokePayload, description="Make a token worthless.")
    async def staff_token_revoke(self, info: Info, id: strawberry.ID, reason: str | None = None) -> Any:
        """Revoke a token."""
        return await change(info, revoke_token, number=numeric_id(id, "StaffToken"), reason=reason)
