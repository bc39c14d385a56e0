"""The quote: what goods cost, and why. Pure; the only producer of amounts that are shown or charged.

A price depends on the market, the currency, the destination, the customer's groups, the quantity and the
moment: on nothing else. Deliberate exceptions come in as `Divergence` values and stand in the steps.
`unit_price` says how the price of a unit is found, `comptoir.pricing.promotions` what reduces it. A line is unit
price times quantity less its discounts; its tax is rounded half up once, on what is left; lines and charges sum
to the totals exactly.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Literal

from comptoir.errors import DomainError
from comptoir.money import Money
from comptoir.money import total as total_of
from comptoir.pricing.digest import digest_of
from comptoir.pricing.promotions.choice import Charge, Choice, choose
from comptoir.pricing.promotions.codes import CodeVerdict, Sorted, sort_out
from comptoir.pricing.promotions.conditions import Good
from comptoir.pricing.promotions.pieces import catalogue_price, struck_price
from comptoir.pricing.promotions.terms import Promotion, Scope
from comptoir.pricing.tax import rate_for, tax_on, tax_within
from comptoir.pricing.unit_price import Divergence, QuoteFacts, QuoteLine, UnitPrice, price_unit

StepKind = Literal["price", "tax_display", "divergence", "line", "charge", "promotion", "tax"]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteStep:
    """A rule that made an amount: `source` is the handle of a price list, the number of a divergence, a
    promotion's handle and version (`spring@2`), the country of a tax or its provider and jurisdiction. `line_key`
    may be that of a charge.
    """

    kind: StepKind
    line_key: str | None
    label: str
    before: Money | None
    after: Money
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscountAllocation:
    """What a promotion takes off one line or charge; of an order promotion, the line's share."""

    promotion: int
    """Number of the promotion."""
    title: str
    code: str | None
    """The code that asked for it, as it was given; none for an automatic promotion."""
    scope: Scope
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class LineQuote:
    """What a line costs.

    `unit` is the price of one as the catalogue shows it, with promotions by piece. `before_discounts` is
    `unit_before_discounts`, the price before promotions, times quantity; `subtotal` is what is left of that after
    all `discounts`; `total` is with tax where that comes on top. `tax` is within `subtotal` or on top of it, as
    the market shows prices; none when it is not known yet.
    """

    unit: Money
    unit_before_discounts: Money
    quantity: int
    before_discounts: Money
    discounts: tuple[DiscountAllocation, ...]
    subtotal: Money
    total: Money
    tax: Money | None
    compare_at_unit: Money | None

    @property
    def own_discounts(self) -> tuple[DiscountAllocation, ...]:
        """The discounts that are meant for these goods; not the shares of those of the order."""
        return tuple(each for each in self.discounts if each.scope == "product")

    @property
    def before_order_discounts(self) -> Money:
        """What the line costs after its own discounts."""
        return self.before_discounts - total_of(
            (each.amount for each in self.own_discounts), currency=self.unit.currency
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeQuote:
    """What a charge beside the goods costs; amounts as in `LineQuote`."""

    key: str
    label: str
    before_discounts: Money
    discounts: tuple[DiscountAllocation, ...]
    subtotal: Money
    total: Money
    tax: Money | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AppliedPromotion:
    """A promotion that reduces this quote, and what it takes off in all: what `use_promotions` records."""

    promotion: Promotion
    code: str | None
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """What goods and charges cost, and every rule that made it so.

    `digest` names the inputs that mattered and the results: equal digests mean equal amounts for equal
    reasons. The moment, the revision and groups that changed nothing are not in it, so it stands until a
    price really changes. `before_discounts` and `subtotal` are the goods alone; `total` has the charges, too.
    """

    digest: str
    revision: str
    currency: str
    includes_tax: bool
    lines: Mapping[str, LineQuote]
    charges: tuple[ChargeQuote, ...]
    steps: tuple[QuoteStep, ...]
    applied_promotions: tuple[AppliedPromotion, ...]
    codes: Mapping[str, CodeVerdict]
    """Whether each code applies, by the code as it was given."""
    before_discounts: Money
    subtotal: Money
    total: Money
    total_tax: Money | None

    @property
    def before_order_discounts(self) -> Money:
        """What the goods cost after the discounts of single lines, before those of the order."""
        return total_of((line.before_order_discounts for line in self.lines.values()), currency=self.currency)


class UnpricedError(DomainError):
    """Goods have no price for these facts: they are not sold there."""

    def __init__(self, *, key: str, variant_id: int) -> None:
        super().__init__("NOT_PRICED", "This is not sold in your market.", field=(key,))
        self.key = key
        self.variant_id = variant_id


def quote(
    lines: Sequence[QuoteLine],
    facts: QuoteFacts,
    divergences: Sequence[Divergence] = (),
    *,
    promotions: Sequence[Promotion] = (),
    charges: Sequence[Charge] = (),
    codes: Sequence[str] = (),
) -> Quote:
    """Return what the lines and charges cost; the order of all that comes in does not matter.

    Raises `UnpricedError` for a line that no price list has a price for, and `ValueError` for a quantity
    below one, a charge below zero or in another currency, two lines or charges with one key, or a provider's tax
    that was said of another amount.
    """
    ordered, beside = _checked(lines, charges, facts)
    units: dict[str, UnitPrice] = {}
    for line in ordered:
        unit = price_unit(line, facts, divergences)
        if unit is None:
            raise UnpricedError(key=line.key, variant_id=line.variant_id)
        units[line.key] = unit
    if not promotions and not codes:
        plain = [Good(line, amount := units[line.key].amount, amount) for line in ordered]
        return _Writer(facts, _NONE, _NOTHING).write(plain, units, beside)
    goods = [
        Good(line, units[line.key].amount, catalogue_price(line, units[line.key].amount, facts, promotions))
        for line in ordered
    ]
    found = sort_out(goods, facts, promotions, charges=beside, codes=codes)
    choice = choose(goods, found.eligible, beside, currency=facts.currency) if found.eligible else Choice()
    return _Writer(facts, choice, found).write(goods, units, beside)


_NOTHING, _NONE = Sorted((), {}, {}), Choice()
"""What is found among no promotions, and chosen of it."""


def _checked(
    lines: Sequence[QuoteLine], charges: Sequence[Charge], facts: QuoteFacts
) -> tuple[list[QuoteLine], list[Charge]]:
    keys = {line.key for line in lines}
    keys.update(charge.key for charge in charges)
    if len(keys) != len(lines) + len(charges):
        raise ValueError("two lines of a quote have the same key")
    for charge in charges:
        if charge.amount.minor < 0 or charge.amount.currency != facts.currency:
            raise ValueError(f"the charge {charge.key} is {charge.amount}")
    return sorted(lines, key=_KEY), sorted(charges, key=_KEY) if charges else []


_KEY = attrgetter("key")


class _Writer:
    """Writes a quote down, with its steps."""

    def __init__(self, facts: QuoteFacts, choice: Choice, found: Sorted) -> None:
        self._facts = facts
        self._choice = choice
        self._found = found
        self._steps: list[QuoteStep] = []
        self._amounts: dict[int, Money] = {}

    def write(
        self, goods: Sequence[Good], units: Mapping[str, UnitPrice], charges: Sequence[Charge]
    ) -> Quote:
        facts = self._facts
        lines = {good.line.key: self._line(good, units[good.line.key]) for good in goods}
        beside = tuple(map(self._charge, charges))
        priced: list[LineQuote | ChargeQuote] = [*lines.values(), *beside]
        codes = self._found.verdicts(self._choice, charged=bool(charges))
        return Quote(
            digest=digest_of(goods, charges, facts, self._steps, codes),
            revision=facts.revision,
            currency=facts.currency,
            includes_tax=facts.includes_tax,
            lines=lines,
            charges=beside,
            steps=tuple(self._steps),
            applied_promotions=self._applied(),
            codes=codes,
            before_discounts=self._money(sum(line.before_discounts.minor for line in lines.values())),
            subtotal=self._money(sum(line.subtotal.minor for line in lines.values())),
            total=self._money(sum(each.total.minor for each in priced)),
            total_tax=self._total_tax(priced),
        )

    def _total_tax(self, priced: Sequence[LineQuote | ChargeQuote]) -> Money | None:
        """Return all tax; none as long as that of any line or charge is not known."""
        known = [each.tax.minor for each in priced if each.tax is not None]
        if len(known) < len(priced) or not (priced or self._facts.tax_rates):
            return None
        return self._money(sum(known))

    def _applied(self) -> tuple[AppliedPromotion, ...]:
        if not self._found.eligible:
            return ()
        used = sorted(self._choice.used.items(), key=lambda pair: pair[0].number)
        return tuple(
            AppliedPromotion(
                promotion=promotion, code=self._found.code_of(promotion), amount=self._money(amount)
            )
            for promotion, amount in used
        )

    def _line(self, good: Good, unit: UnitPrice) -> LineQuote:
        line = good.line
        shown = self._choice.units.get(line.key, good.unit)
        before = good.unit * line.quantity
        self._price_steps(line, unit)
        pieces = self._choice.pieces.get(line.key, {})
        shares = self._choice.shares.get(line.key, {})
        discounts = self._discounts(line.key, before, [*pieces.items(), *shares.items()])
        subtotal = before - sum(each.amount.minor for each in discounts) if discounts else before
        total, tax = self._tax(line.key, subtotal, line.tax_category, taxable=line.taxable)
        compare_at = struck_price(unit, shown)
        return LineQuote(
            unit=self._money(shown),
            unit_before_discounts=self._money(good.unit),
            quantity=line.quantity,
            before_discounts=self._money(before),
            discounts=discounts,
            subtotal=self._money(subtotal),
            total=self._money(total),
            tax=tax,
            compare_at_unit=None if compare_at is None else self._money(compare_at),
        )

    def _charge(self, charge: Charge) -> ChargeQuote:
        self._step("charge", charge.key, charge.label, None, charge.amount.minor)
        taken = self._choice.charges.get(charge.key, ())
        discounts = self._discounts(charge.key, charge.amount.minor, taken)
        subtotal = charge.amount.minor - sum(each.amount.minor for each in discounts)
        total, tax = self._tax(charge.key, subtotal, charge.tax_category, taxable=charge.taxable)
        return ChargeQuote(
            key=charge.key,
            label=charge.label,
            before_discounts=charge.amount,
            discounts=discounts,
            subtotal=self._money(subtotal),
            total=self._money(total),
            tax=tax,
        )

    def _price_steps(self, line: QuoteLine, unit: UnitPrice) -> None:
        facts, key = self._facts, line.key
        self._step("price", key, unit.terms.name, None, unit.chosen.amount, unit.terms.handle)
        if unit.terms.includes_tax != facts.includes_tax:
            tax = rate_for(facts.tax_rates, line.tax_category, taxable=line.taxable)
            self._step("tax_display", key, tax.name, unit.chosen.amount, unit.shown, facts.country)
        if unit.divergence is not None:
            found = unit.divergence
            self._step("divergence", key, found.reason, unit.shown, unit.amount, str(found.number))
        self._step("line", key, f"x {line.quantity}", unit.amount, unit.amount * line.quantity)

    def _discounts(
        self, key: str, amount: int, taken: Sequence[tuple[Promotion, int]]
    ) -> tuple[DiscountAllocation, ...]:
        if not taken:
            return ()
        discounts = []
        for promotion, off in taken:
            source = f"{promotion.handle}@{promotion.version}"
            self._step("promotion", key, promotion.title, amount, amount - off, source)
            amount -= off
            discounts.append(
                DiscountAllocation(
                    promotion=promotion.number,
                    title=promotion.title,
                    code=self._found.code_of(promotion),
                    scope=promotion.scope,
                    amount=self._money(off),
                )
            )
        return tuple(discounts)

    def _tax(self, key: str, subtotal: int, category: str, *, taxable: bool) -> tuple[int, Money | None]:
        """Return an amount with its tax, and the tax; none where it is only known later."""
        facts = self._facts
        provided = facts.taxes.get(key) if facts.taxes else None
        if provided is not None:
            if provided.taxed != subtotal:
                raise ValueError(f"the tax on {key} was said of {provided.taxed}, and it is {subtotal}")
            tax = provided.due(includes_tax=facts.includes_tax)
            self._step("tax", key, provided.name, None, tax, provided.source)
        elif facts.tax_rates:
            found = rate_for(facts.tax_rates, category, taxable=taxable)
            tax = tax_within(subtotal, found.rate) if facts.includes_tax else tax_on(subtotal, found.rate)
            self._step("tax", key, found.name, None, tax, facts.country)
        else:
            return subtotal, None
        return (subtotal if facts.includes_tax else subtotal + tax), self._money(tax)

    def _step(
        self, kind: StepKind, key: str, label: str, before: int | None, after: int, source: str = ""
    ) -> None:
        self._steps.append(
            QuoteStep(
                kind=kind,
                line_key=key,
                label=label,
                before=None if before is None else self._money(before),
                after=self._money(after),
                source=source,
            )
        )

    def _money(self, minor: int) -> Money:
        """Return an amount; equal amounts of a quote are one object, since most stand in it several times."""
        found = self._amounts.get(minor)
        if found is None:
            found = self._amounts[minor] = Money(minor, self._facts.currency)
        return found
