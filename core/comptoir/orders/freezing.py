"""From the quote to an order: amounts are taken over as they were quoted, none is computed anew."""

from comptoir.money import Money
from comptoir.orders.drafts import Amounts, Discount, FrozenQuote, Step, TaxPart
from comptoir.pricing.quote import ChargeQuote, LineQuote, Quote


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
    taxes = [step for step in quote.steps if step.kind == "tax" and step.line_key == key]
    return Amounts(
        subtotal=quoted.before_discounts,
        total=quoted.total,
        tax=quoted.tax if quoted.tax is not None else zero,
        discounts=tuple(
            Discount(promotion=str(each.promotion), title=each.title, code=each.code, amount=each.amount)
            for each in quoted.discounts
        ),
        taxes=tuple(TaxPart(title=step.label, amount=step.after) for step in taxes),
    )


def unit_before_discounts(quoted: LineQuote) -> Money:
    """Return the price of one piece before promotions: what the quote multiplied by the quantity."""
    return Money(quoted.before_discounts.minor // quoted.quantity, quoted.before_discounts.currency)
