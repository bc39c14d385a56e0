"""The quote: what goods cost, and why. Pure; the only producer of amounts that are shown or charged.

A price depends on the market, the currency, the destination, the customer's groups, the quantity and the
moment: on nothing else. Deliberate exceptions come in as `Divergence` values and stand in the steps.
`unit_price` says how the price of a unit is found. A line is unit price times quantity; its tax is rounded
half up once; lines sum to the totals exactly.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from comptoir.errors import DomainError
from comptoir.money import Money
from comptoir.pricing.tax import rate_for, tax_on, tax_within
from comptoir.pricing.unit_price import Divergence, QuoteFacts, QuoteLine, UnitPrice, price_unit

StepKind = Literal["price", "tax_display", "divergence", "line", "tax"]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteStep:
    """A rule that made an amount: `source` is the handle of a price list, the number of a divergence, the
    name of a tax.
    """

    kind: StepKind
    line_key: str | None
    label: str
    before: Money | None
    after: Money
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LineQuote:
    """What a line costs. `subtotal` is unit times quantity; `total` is with tax where that comes on top.

    `tax` is within `subtotal` or on top of it, as the market shows prices; none when it is not known yet.
    """

    unit: Money
    quantity: int
    subtotal: Money
    total: Money
    tax: Money | None
    compare_at_unit: Money | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """What goods cost, and every rule that made it so.

    `digest` names the inputs that mattered and the results: equal digests mean equal amounts for equal
    reasons. The moment, the revision and groups that changed nothing are not in it, so it stands until a
    price really changes.
    """

    digest: str
    revision: str
    currency: str
    includes_tax: bool
    lines: Mapping[str, LineQuote]
    steps: tuple[QuoteStep, ...]
    subtotal: Money
    total: Money
    total_tax: Money | None


class UnpricedError(DomainError):
    """Goods have no price for these facts: they are not sold there."""

    def __init__(self, *, key: str, variant_id: int) -> None:
        super().__init__("NOT_PRICED", "This is not sold in your market.", field=(key,))
        self.key = key
        self.variant_id = variant_id


def quote(lines: Sequence[QuoteLine], facts: QuoteFacts, divergences: Sequence[Divergence] = ()) -> Quote:
    """Return what the lines cost; their order does not matter.

    Raises `UnpricedError` for a line that no price list has a price for, and `ValueError` for a quantity
    below one or two lines with one key.
    """
    ordered = sorted(lines, key=lambda line: line.key)
    if len({line.key for line in ordered}) != len(ordered):
        raise ValueError("two lines of a quote have the same key")
    quoted: dict[str, LineQuote] = {}
    steps: list[QuoteStep] = []
    for line in ordered:
        unit = price_unit(line, facts, divergences)
        if unit is None:
            raise UnpricedError(key=line.key, variant_id=line.variant_id)
        quoted[line.key] = _quote_line(line, unit, facts)
        steps += _steps(line, unit, quoted[line.key], facts)
    results = list(quoted.values())
    taxes = [line.tax.minor for line in results if line.tax is not None]
    return Quote(
        digest=_digest(ordered, facts, steps),
        revision=facts.revision,
        currency=facts.currency,
        includes_tax=facts.includes_tax,
        lines=quoted,
        steps=tuple(steps),
        subtotal=Money(sum(line.subtotal.minor for line in results), facts.currency),
        total=Money(sum(line.total.minor for line in results), facts.currency),
        total_tax=Money(sum(taxes), facts.currency) if facts.tax_rates else None,
    )


def _quote_line(line: QuoteLine, unit: UnitPrice, facts: QuoteFacts) -> LineQuote:
    subtotal = unit.amount * line.quantity
    total, tax = subtotal, None
    if facts.tax_rates:
        rate = rate_for(facts.tax_rates, line.tax_category, taxable=line.taxable).rate
        minor = tax_within(subtotal, rate) if facts.includes_tax else tax_on(subtotal, rate)
        total = subtotal if facts.includes_tax else subtotal + minor
        tax = Money(minor, facts.currency)
    return LineQuote(
        unit=Money(unit.amount, facts.currency),
        quantity=line.quantity,
        subtotal=Money(subtotal, facts.currency),
        total=Money(total, facts.currency),
        tax=tax,
        compare_at_unit=None if unit.compare_at is None else Money(unit.compare_at, facts.currency),
    )


def _steps(line: QuoteLine, unit: UnitPrice, quoted: LineQuote, facts: QuoteFacts) -> list[QuoteStep]:
    def step(kind: StepKind, label: str, before: Money | None, after: Money, source: str = "") -> QuoteStep:
        return QuoteStep(kind=kind, line_key=line.key, label=label, before=before, after=after, source=source)

    tax = rate_for(facts.tax_rates, line.tax_category, taxable=line.taxable)
    stored = Money(unit.chosen.amount, facts.currency)
    shown = Money(unit.shown, facts.currency)
    steps = [step("price", unit.terms.name, None, stored, unit.terms.handle)]
    if unit.terms.includes_tax != facts.includes_tax:
        steps.append(step("tax_display", tax.name, stored, shown, facts.country))
    if unit.divergence is not None:
        found = unit.divergence
        steps.append(step("divergence", found.reason, shown, quoted.unit, str(found.number)))
    steps.append(step("line", f"x {line.quantity}", quoted.unit, quoted.subtotal))
    if quoted.tax is not None:
        steps.append(step("tax", tax.name, None, quoted.tax, facts.country))
    return steps


def _digest(lines: Sequence[QuoteLine], facts: QuoteFacts, steps: Sequence[QuoteStep]) -> str:
    whole = {
        "market": facts.market,
        "currency": facts.currency,
        "country": facts.country,
        "includes_tax": facts.includes_tax,
        "lines": [[line.key, line.variant_id, line.quantity, line.tax_category] for line in lines],
        "steps": [
            [step.kind, step.line_key, step.source, step.before and step.before.minor, step.after.minor]
            for step in steps
        ],
    }
    canonical = json.dumps(whole, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(canonical.encode()).hexdigest()
