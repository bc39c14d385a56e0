"""Payment terms: how much is due at once, and what waits for the rest. Pure, exact to the cent."""

from dataclasses import dataclass
from typing import Literal

from comptoir.errors import DomainError
from comptoir.money import Money

WHOLE = 10_000
"""All of it, in basis points."""
Gate = Literal["BALANCE", "DEPOSIT"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentTerms:
    """What may be paid when. Terms without a deposit ask for the whole at once.

    The deposit is a share in basis points, rounded half up to a minor unit, but no less than `least` and no
    more than the total; `fixed` sets it as an amount instead.
    """

    handle: str
    version: int = 1
    basis_points: int | None = None
    fixed: Money | None = None
    least: Money | None = None
    ships_after: Gate = "BALANCE"
    """Whether goods leave once the balance is paid, or already with the deposit."""
    balance_days: int | None = None
    """Days until the balance is due; none for no date."""

    @property
    def allows_deposit(self) -> bool:
        """Whether less than the whole may be paid at first."""
        return self.basis_points is not None or self.fixed is not None


IN_FULL = PaymentTerms(handle="in-full")
"""Where no terms are set, all is due at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Instalments:
    """A total in two parts that add up to it."""

    deposit: Money
    balance: Money


def instalments(terms: PaymentTerms, total: Money) -> Instalments:
    """Return the least deposit for a total and what then remains.

    A bound in another currency than the total's does not apply. Raises `ValueError` for a total below zero.
    """
    if total.minor < 0:
        raise ValueError("a total is not below zero")
    deposit = min(_deposit(terms, total), total.minor)
    return Instalments(
        deposit=Money(deposit, total.currency), balance=Money(total.minor - deposit, total.currency)
    )


def _deposit(terms: PaymentTerms, total: Money) -> int:
    if terms.fixed is not None and terms.fixed.currency == total.currency:
        deposit = terms.fixed.minor
    elif terms.basis_points is not None:
        # Half up in integers: no decimal is needed where the divisor is even.
        deposit = (total.minor * terms.basis_points + WHOLE // 2) // WHOLE
    else:
        return total.minor
    if terms.least is not None and terms.least.currency == total.currency:
        deposit = max(deposit, terms.least.minor)
    # A deposit of nothing would be no deposit.
    return max(deposit, 1)


def check_first_payment(terms: PaymentTerms, *, total: Money, offered: Money) -> Instalments:
    """Return the parts of a total of which `offered` is the first.

    Raises `DomainError`: `CURRENCY_MISMATCH`; `AMOUNT_TOO_HIGH` above the total; `DEPOSIT_NOT_ALLOWED` or
    `DEPOSIT_TOO_LOW` below what is due at once.
    """
    if offered.currency != total.currency:
        raise DomainError("CURRENCY_MISMATCH", f"the total is in {total.currency}", field=("amount",))
    if offered.minor > total.minor:
        raise DomainError("AMOUNT_TOO_HIGH", f"the total is {_shown(total)}", field=("amount",))
    due = instalments(terms, total).deposit
    if offered.minor < due.minor:
        if not terms.allows_deposit:
            raise DomainError("DEPOSIT_NOT_ALLOWED", f"all of {_shown(total)} is due now", field=("amount",))
        raise DomainError("DEPOSIT_TOO_LOW", f"at least {_shown(due)} is due now", field=("amount",))
    return Instalments(deposit=offered, balance=total - offered)


def may_ship(terms: PaymentTerms, *, total: Money, paid: Money) -> bool:
    """Tell whether what is paid lets goods leave."""
    if terms.ships_after == "BALANCE":
        return paid.minor >= total.minor
    return paid.minor >= instalments(terms, total).deposit.minor


def _shown(amount: Money) -> str:
    return f"{amount.amount} {amount.currency}"
