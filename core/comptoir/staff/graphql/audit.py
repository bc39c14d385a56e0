"""The audit log in the staff schema."""

from typing import Any

import strawberry

from comptoir.graphql.context import Info
from comptoir.graphql.pagination import PageInfo
from comptoir.graphql.scalars import JSON, DateTime
from comptoir.ids import numeric_id
from comptoir.staff.audit import find_audit
from comptoir.staff.graphql.paging import number_page, number_window
from comptoir.staff.guard import requires
from comptoir.staff.permissions import Permission

_READ = Permission.AUDIT_READ


@requires(_READ)
@strawberry.type(description="Something that was done. Entries are never changed.")
class AuditEntry:
    """Something that was done."""

    id: strawberry.ID
    at: DateTime
    actor_kind: str = strawberry.field(
        description="staff, or system for the command line and background work."
    )
    actor_name: str | None = strawberry.field(description="The name of the member of staff.")
    action: str = strawberry.field(description="A noun and what was done, such as product.changed.")
    subject: str = strawberry.field(description="The global id or handle of what it was done to.")
    before: JSON | None = strawberry.field(description="What differs, as it was; null for something new.")
    after: JSON | None = strawberry.field(description="What differs, as it became; null for what is gone.")
    reason: str | None


@requires(_READ)
@strawberry.type(description="An entry with its cursor.")
class AuditEntryEdge:
    """An entry with its cursor."""

    cursor: str
    node: AuditEntry


@requires(_READ)
@strawberry.type(description="Entries of the log, newest first.")
class AuditEntryConnection:
    """Entries of the log."""

    edges: list[AuditEntryEdge]
    nodes: list[AuditEntry]
    page_info: PageInfo


@requires(_READ)
@strawberry.type
class AuditQueries:
    """Reading the log."""

    @strawberry.field(graphql_type=AuditEntryConnection, description="What was done, newest first.")
    async def audit(
        self,
        info: Info,
        first: int = 50,
        after: str | None = None,
        subject: str | None = None,
        action: str | None = None,
        actor_id: strawberry.ID | None = None,
    ) -> Any:
        """Return a page of the log."""
        found = await info.context.shop.db.read(
            find_audit,
            subject=subject,
            action=action,
            actor=None if actor_id is None else str(numeric_id(actor_id, "StaffAccount")),
            **number_window(first=first, after=after),
        )
        return number_page(found, first=first, after=after)
