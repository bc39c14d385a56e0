"""Money: an integer count of a currency's minor units. No float enters or leaves this module.

The number of decimals of a currency is that of ISO 4217 (EUR 2, JPY 0, KWD 3).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from babel.numbers import list_currencies

from comptoir.errors import BadUserInputError

_DECIMAL = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,6})?")
_CURRENCIES = frozenset(list_currencies())
_WITHOUT_DECIMALS = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_WITH_THREE = "BHD IQD JOD KWD LYD OMR TND"
_EXPONENTS = {
    **dict.fromkeys(_WITHOUT_DECIMALS.split(), 0),
    **dict.fromkeys(_WITH_THREE.split(), 3),
    **dict.fromkeys(("CLF", "UYW"), 4),
}
"""Currencies whose decimals are not two, by ISO 4217 list one. CLDR's figures are those of cash and differ."""


class CurrencyMismatchError(ValueError):
    """Two amounts of different currencies were combined."""


def is_currency(code: str) -> bool:
    """Say whether a code is one of ISO 4217's, as CLDR lists them."""
    return code in _CURRENCIES


def exponent(currency: str) -> int:
    """Return the number of decimals of a currency; raises `BadUserInputError` for an unknown code."""
    if currency not in _CURRENCIES:
        raise BadUserInputError(f"'{currency[:8]}' is not an ISO 4217 currency code")
    return _EXPONENTS.get(currency, 2)


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """An amount in minor units of a currency: `Money(1999, "EUR")` is €19.99."""

    minor: int
    currency: str

    def __add__(self, other: "Money") -> "Money":
        self._check(other)
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        self._check(other)
        return Money(self.minor - other.minor, self.currency)

    def __mul__(self, quantity: int) -> "Money":
        return Money(self.minor * quantity, self.currency)

    def __lt__(self, other: "Money") -> bool:
        self._check(other)
        return self.minor < other.minor

    def _check(self, other: "Money") -> None:
        if self.currency != other.currency:
            raise CurrencyMismatchError(f"{self.currency} and {other.currency} do not add up")

    @property
    def amount(self) -> str:
        """The amount as a decimal string with all decimals of the currency, such as `19.90` or `500`."""
        digits = exponent(self.currency)
        if digits == 0:
            return str(self.minor)
        sign = "-" if self.minor < 0 else ""
        whole, part = divmod(abs(self.minor), 10**digits)
        return f"{sign}{whole}.{part:0{digits}d}"

    def times(self, factor: Decimal) -> "Money":
        """Return the amount times a factor, rounded half up to a minor unit."""
        exact = Decimal(self.minor) * factor
        return Money(int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP)), self.currency)


def parse_money(amount: str, currency: str) -> Money:
    """Read a decimal string such as `19.99`.

    Raises `BadUserInputError` for anything else (`1,99`, `1e3`, more decimals than the currency has).
    """
    digits = exponent(currency)
    if not _DECIMAL.fullmatch(amount):
        raise BadUserInputError(
            f"'{amount[:32]}' is not an amount: digits with a decimal point were expected"
        )
    whole, _, part = amount.partition(".")
    if part[digits:].strip("0"):
        raise BadUserInputError(f"'{amount[:32]}' has more decimals than {currency} has ({digits})")
    sign = -1 if whole.startswith("-") else 1
    minor = abs(int(whole)) * 10**digits + int(part[:digits].ljust(digits, "0") or "0")
    return Money(sign * minor, currency)


def total(amounts: Iterable[Money], *, currency: str) -> Money:
    """Add amounts of one currency; the sum of none is zero of that currency."""
    result = Money(0, currency)
    for amount in amounts:
        result += amount
    return result


def allocate(amount: Money, weights: Sequence[int]) -> list[Money]:
    """Split an amount by weights, exactly: shares add up to it.

    Rounding: largest remainder; equal remainders go to the earlier share. Weights that are all zero count
    as equal. Raises `ValueError` for no weights or a negative one.
    """
    if not weights or min(weights) < 0:
        raise ValueError("allocate() needs at least one weight and none below zero")
    if not any(weights):
        weights = [1] * len(weights)
    sign = -1 if amount.minor < 0 else 1
    whole = sum(weights)
    shares = [divmod(abs(amount.minor) * weight, whole) for weight in weights]
    left = abs(amount.minor) - sum(share for share, _ in shares)
    by_remainder = sorted(range(len(weights)), key=lambda i: (-shares[i][1], i))
    extra = set(by_remainder[:left])
    return [Money(sign * (share + (i in extra)), amount.currency) for i, (share, _) in enumerate(shares)]
