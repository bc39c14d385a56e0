"""Selling plans (subscriptions): part of the dialect, of which this shop has none."""

from typing import Any

import strawberry

from comptoir.graphql.money import MoneyV2
from comptoir.graphql.pagination import PageInfo


@strawberry.type(description="A choice within a selling plan.")
class SellingPlanOption:
    """A choice within a selling plan."""

    name: str | None
    value: str | None


@strawberry.type(description="A way to pay for and get something over time.")
class SellingPlan:
    """A way to pay for and get something over time."""

    id: strawberry.ID
    name: str
    description: str | None
    options: list[SellingPlanOption]
    recurring_deliveries: bool


@strawberry.type(description="A selling plan in a list.")
class SellingPlanEdge:
    """A selling plan in a list."""

    cursor: str
    node: SellingPlan


@strawberry.type(description="A page of selling plans.")
class SellingPlanConnection:
    """A page of selling plans."""

    edges: list[SellingPlanEdge]
    nodes: list[SellingPlan]
    page_info: PageInfo


@strawberry.type(description="A choice within a group of selling plans.")
class SellingPlanGroupOption:
    """A choice within a group of selling plans."""

    name: str
    values: list[str]


@strawberry.type(description="Selling plans that belong together.")
class SellingPlanGroup:
    """Selling plans that belong together."""

    app_name: str | None
    name: str
    options: list[SellingPlanGroupOption]

    @strawberry.field(graphql_type=SellingPlanConnection, description="The plans of the group.")
    def selling_plans(
        self: Any,
        first: int | None = None,  # noqa: ARG002
        after: str | None = None,  # noqa: ARG002
        last: int | None = None,  # noqa: ARG002
        before: str | None = None,  # noqa: ARG002
        reverse: bool | None = False,  # noqa: ARG002
    ) -> Any:
        """Return the plans."""
        return self.plans


@strawberry.type(description="A group of selling plans in a list.")
class SellingPlanGroupEdge:
    """A group of selling plans in a list."""

    cursor: str
    node: SellingPlanGroup


@strawberry.type(description="A page of groups of selling plans.")
class SellingPlanGroupConnection:
    """A page of groups of selling plans."""

    edges: list[SellingPlanGroupEdge]
    nodes: list[SellingPlanGroup]
    page_info: PageInfo


@strawberry.type(description="What a variant costs in a selling plan.")
class SellingPlanAllocation:
    """What a variant costs in a selling plan."""

    checkout_charge_amount: MoneyV2
    remaining_balance_charge_amount: MoneyV2
    selling_plan: SellingPlan


@strawberry.type(description="An allocation in a list.")
class SellingPlanAllocationEdge:
    """An allocation in a list."""

    cursor: str
    node: SellingPlanAllocation


@strawberry.type(description="A page of allocations.")
class SellingPlanAllocationConnection:
    """A page of allocations."""

    edges: list[SellingPlanAllocationEdge]
    nodes: list[SellingPlanAllocation]
    page_info: PageInfo
