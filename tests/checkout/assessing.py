"""A tax provider that says what a test lets it say, and notes what it is asked."""

import asyncio

from comptoir.hooks.tax import LineTax, TaxAnswer
from comptoir.markets import MarketDraft, save_market
from comptoir.money import Money

TENTH = 100_000
AMERICA = MarketDraft(
    handle="us", name="America", currency="USD", countries=("US",), languages=("en",), prices_include_tax=False,
)  # fmt: skip


def sell_in_america(shop):
    """Open a market that shows prices without tax."""
    shop.db.write_now(save_market, draft=AMERICA)


def by_rate(rate, name="Sales tax", jurisdiction="California"):
    """Say the same rate of everything."""
    return lambda request: TaxAnswer(
        taxes={key: LineTax(name=name, jurisdiction=jurisdiction, rate=rate) for key in request.amounts}
    )


def by_amount(minor, currency="USD"):
    """Say the same amount of everything."""
    return lambda request: TaxAnswer(
        taxes={
            key: LineTax(name="Sales tax", amount=Money(minor, currency), rate=TENTH)
            for key in request.amounts
        }
    )


class Assessor:
    """Takes a tenth of everything, unless told otherwise."""

    name = "assessor"
    keep_seconds = 600

    def __init__(self):
        self.asked = []
        self.says = by_rate(TENTH)
        self.hangs = False

    async def taxes(self, request):
        self.asked.append(request)
        if self.hangs:
            await asyncio.Event().wait()
        return self.says(request)
