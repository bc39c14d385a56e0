"""The staff schema: what other contexts need to join it.

    @strawberry.type
    class ParcelStaffMutations:
        @requires(Permission.ORDERS_FULFILL)
        @strawberry.mutation(graphql_type=ParcelPayload)
        async def parcel_send(self, info: Info, id: strawberry.ID) -> Any:
            return await change(info, send_parcel, number=numeric_id(id, "Parcel"))

joins it through `GraphQLContribution(schema="staff", mutations=(ParcelStaffMutations,))`; a command that `change`
runs has to tell the audit log what it did, with `comptoir.staff.audit.record`.
"""

from comptoir.graphql.mutation import outcome_of
from comptoir.staff.graphql.changing import StaffPayload, StaffUserError, change, change_once, prepared
from comptoir.staff.graphql.inputs import given
from comptoir.staff.graphql.paging import number_page, number_window
from comptoir.staff.graphql.together import read_together
from comptoir.staff.guard import requires
from comptoir.staff.permissions import ANYONE, SIGNED_IN, Permission

__all__ = [
    "ANYONE",
    "SIGNED_IN",
    "Permission",
    "StaffPayload",
    "StaffUserError",
    "change",
    "change_once",
    "given",
    "number_page",
    "number_window",
    "outcome_of",
    "prepared",
    "read_together",
    "requires",
]
