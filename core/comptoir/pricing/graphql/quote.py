"""A quote: every rule that made the price of a cart or an order."""

from typing import Any

import strawberry

from comptoir.graphql.money import MoneyRecord, MoneyV2, money_v2


@strawberry.type(description="A rule that made an amount.")
class QuoteStep:
    """A rule that made an amount."""

    kind: str
    line_key: str | None = strawberry.field(description="The line it is about; none for the whole.")
    label: str
    source: str = strawberry.field(
        description="What decided: a price list's handle, a divergence's number, a tax's country or provider."
    )

    @strawberry.field(graphql_type=MoneyV2 | None, description="The amount before the rule.")
    def before(self: Any) -> MoneyRecord | None:
        """Return the amount before the rule."""
        return money_v2(self.before) if self.before is not None else None

    @strawberry.field(graphql_type=MoneyV2, description="The amount after the rule.")
    def after(self: Any) -> MoneyRecord:
        """Return the amount after the rule."""
        return money_v2(self.after)


@strawberry.type(description="What goods cost and why; equal digests mean equal prices for equal reasons.")
class Quote:
    """What goods cost and why."""

    digest: str
    revision: str
    steps: list[QuoteStep]
