"""The quote of a cart: every rule that made its price."""

from typing import Any

import strawberry

from comptoir.graphql.money import MoneyRecord, MoneyV2, money_v2


@strawberry.type(description="A rule that made an amount.")
class QuoteStep:
    """A rule that made an amount."""

    kind: str
    line_key: str | None = strawberry.field(description="The id of the line it is about; none for the cart.")
    label: str
    source: str = strawberry.field(
        description="What decided: a price list's handle, a divergence's number, a tax's name."
    )

    @strawberry.field(graphql_type=MoneyV2 | None, description="The amount before the rule.")
    def before(self: Any) -> MoneyRecord | None:
        """Return the amount before the rule."""
        return money_v2(self.before) if self.before is not None else None

    @strawberry.field(graphql_type=MoneyV2, description="The amount after the rule.")
    def after(self: Any) -> MoneyRecord:
        """Return the amount after the rule."""
        return money_v2(self.after)


@strawberry.type(
    description="What the cart costs and why; equal digests mean equal prices for equal reasons."
)
class Quote:
    """What the cart costs and why."""

    digest: str
    revision: str
    steps: list[QuoteStep]
