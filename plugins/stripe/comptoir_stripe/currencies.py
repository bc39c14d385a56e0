"""Amounts as Stripe writes them, which differs from ISO 4217 for some currencies (docs.stripe.com/currencies)."""

from comptoir.api import Money

_TIMES_A_HUNDRED = frozenset({"ISK"})
"""No decimals by ISO, and two in Stripe's amounts, for compatibility with what they once were."""
_A_HUNDREDTH = frozenset({"MGA"})
"""Two decimals by ISO, and none in Stripe's amounts."""
_TENS = frozenset({"BHD", "JOD", "KWD", "OMR", "TND"})
"""Three decimals, the last of which must be zero."""
_REFUSED = frozenset({"UGX", "IQD", "LYD", "CLF", "UYW", "UYI"})
"""UGX stands in both of Stripe's lists, with and without decimals: a mistake would be a hundredfold. The others
have more decimals than Stripe takes, or are not taken at all."""


class UnsupportedAmountError(ValueError):
    """Stripe cannot charge this amount exactly."""


def to_stripe(amount: Money) -> int:
    """Return an amount as Stripe takes it; raises `UnsupportedAmountError` where that would change it."""
    if amount.currency in _REFUSED:
        raise UnsupportedAmountError(f"{amount.currency} is not charged through Stripe")
    if amount.currency in _TIMES_A_HUNDRED:
        return amount.minor * 100
    if amount.currency in _A_HUNDREDTH:
        if amount.minor % 100:
            raise UnsupportedAmountError(f"{amount.currency} is charged in whole units")
        return amount.minor // 100
    if amount.currency in _TENS and amount.minor % 10:
        raise UnsupportedAmountError(f"the last decimal of {amount.currency} has to be zero")
    return amount.minor


def from_stripe(amount: int, currency: str) -> Money:
    """Return an amount that Stripe tells of; raises `UnsupportedAmountError` where it cannot be told exactly."""
    code = currency.upper()
    if code in _REFUSED:
        raise UnsupportedAmountError(f"{code} is not charged through Stripe")
    if code in _TIMES_A_HUNDRED:
        if amount % 100:
            raise UnsupportedAmountError(f"{code} has no fractions")
        return Money(amount // 100, code)
    return Money(amount * 100 if code in _A_HUNDREDTH else amount, code)
