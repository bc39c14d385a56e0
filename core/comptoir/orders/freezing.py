"""From the quote to an order: amounts are taken over as they were quoted, none is computed anew."""

from datetime import datetime, timedelta

from comptoir.money import Money
from comptoir.orders.drafts import Amounts, Discount, FrozenQuote, Step, TaxPart, Terms
from comptoir.payments.terms import PaymentTerms, instalments
from comptoir.pricing.graphql.discounts import allocation_method, target_selection, target_type
from comptoir.pricing.promotions.terms import BuyGet, FreeShipping, PercentOff, Promotion
from comptoir.pricing.quote import ChargeQuote, DiscountAllocation, LineQuote, Quote

_PER_CENT = 10_000
"""Rates of promotions are in millionths: 10,000 are one per cent."""


def freeze_quote(quote: Quote) -> FrozenQuote:
    """Return what an order keeps of a quote as a whole."""
    return FrozenQuote(
        digest=quote.digest,
        revision=quote.revision,
        includes_tax=quote.includes_tax,
        steps=tuple(
            Step(
                kind=step.kind,
                line_key=step.line_key,
                label=step.label,
                before=step.before,
                after=step.after,
                source=step.source,
            )
            for step in quote.steps
        ),
    )


def freeze_amounts(quoted: LineQuote | ChargeQuote, *, quote: Quote, key: str) -> Amounts:
    """Return what a line or a charge costs, for the whole quantity; `key` names it in the quote's steps.

    A tax that is not known yet is none: a quote for an order has its destination.
    """
    zero = Money(0, quote.currency)
    promotions = {each.promotion.number: each.promotion for each in quote.applied_promotions}
    taxes = [step for step in quote.steps if step.kind == "tax" and step.line_key == key]
    return Amounts(
        subtotal=quoted.before_discounts,
        total=quoted.total,
        tax=quoted.tax if quoted.tax is not None else zero,
        discounts=tuple(_discount(each, promotions[each.promotion]) for each in quoted.discounts),
        taxes=tuple(TaxPart(title=step.label, amount=step.after) for step in taxes),
    )


def freeze_terms(terms: PaymentTerms, *, total: Money, at: datetime) -> Terms | None:
    """Return what an order keeps of payment terms; none where all is due at once.

    `at` is the moment of purchase, from which the days until the balance is due count.
    """
    if not terms.allows_deposit:
        return None
    days = terms.balance_days
    return Terms(
        name=terms.handle,
        deposit=instalments(terms, total).deposit,
        balance_due_at=None if days is None else at + timedelta(days=days),
        hold_until_paid=terms.ships_after == "BALANCE",
    )


def unit_before_discounts(quoted: LineQuote) -> Money:
    """Return the price of one piece before promotions: what the quote multiplied by the quantity."""
    return Money(quoted.before_discounts.minor // quoted.quantity, quoted.before_discounts.currency)


def _discount(share: DiscountAllocation, promotion: Promotion) -> Discount:
    effect = promotion.effect
    rate = effect.rate if isinstance(effect, PercentOff | BuyGet | FreeShipping) else None
    return Discount(
        promotion=str(share.promotion),
        title=share.title,
        code=share.code,
        amount=share.amount,
        percentage=None if rate is None else rate / _PER_CENT,
        method=allocation_method(promotion),
        selection=target_selection(promotion),
        target=target_type(promotion),
    )
