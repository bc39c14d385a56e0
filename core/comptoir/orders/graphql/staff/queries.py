"""Finding orders in the staff schema."""

from dataclasses import dataclass
from typing import Any

import strawberry

from comptoir.graphql.context import Info
from comptoir.ids import numeric_id
from comptoir.orders.finding import OrderSearch, find_orders
from comptoir.orders.graphql.staff.types import StaffOrder, StaffOrderEvent
from comptoir.orders.queries import find_history, find_orders_by_id
from comptoir.orders.records import HistoryRecord, OrderRecord
from comptoir.orders.states import FinancialStatus, FulfillmentStatus
from comptoir.staff.graphql import Permission, requires

_PAGE = 50
_READ = Permission.ORDERS_READ


@requires(_READ)
@strawberry.type(description="Some of the orders that fit, the newest first.")
class OrderList:
    """Some of the orders that fit."""

    nodes: list[StaffOrder]
    next_before: strawberry.ID | None = strawberry.field(
        description="Pass as `before` for those that follow; null at the end."
    )


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of orders."""

    nodes: list[OrderRecord]
    next_before: str | None


@requires(_READ)
@strawberry.type
class OrderStaffQueries:
    """Finding orders."""

    @strawberry.field(
        graphql_type=OrderList,
        description="The orders that fit a number, a confirmation number, an email address or a phone number; of a "
        "location, those that it has pieces of to give.",
    )
    async def orders(
        self,
        info: Info,
        query: str = "",
        financial_status: FinancialStatus | None = None,
        fulfillment_status: FulfillmentStatus | None = None,
        location_id: strawberry.ID | None = None,
        first: int = _PAGE,
        before: strawberry.ID | None = None,
    ) -> Listed:
        """Return orders."""
        search = OrderSearch(
            text=query,
            financial_status=financial_status,
            fulfillment_status=fulfillment_status,
            location_id=None if location_id is None else numeric_id(location_id, "Location"),
        )
        below = None if before is None else numeric_id(before, "Order")
        found = await info.context.shop.db.read(find_orders, search=search, count=first, below=below)
        return Listed(list(found), found[-1].id if len(found) == first else None)

    @strawberry.field(graphql_type=StaffOrder | None, description="An order; null where there is none.")
    async def order(self, info: Info, id: strawberry.ID) -> Any:
        """Return an order."""
        found = await info.context.shop.db.read(find_orders_by_id, ids=[numeric_id(id, "Order")])
        return found[0] if found else None

    @strawberry.field(
        graphql_type=list[StaffOrderEvent], description="What happened to an order, oldest first."
    )
    async def order_history(self, info: Info, id: strawberry.ID) -> list[HistoryRecord]:
        """Return the history of an order."""
        return await info.context.shop.db.read(find_history, order_id=numeric_id(id, "Order"))
