"""Whether a draft makes sense: raises `DomainError` with the code, the reason, and the field at fault."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime

from comptoir.errors import DomainError
from comptoir.markets.records import MarketRecord
from comptoir.money import Money
from comptoir.policies.drafts import PolicyDraft
from comptoir.policies.law import find_breach, withdrawal_right
from comptoir.policies.terms import (
    HUNDRED_PERCENT,
    LONGEST_WINDOW,
    PolicyScope,
    PolicyTerms,
    RestockingFee,
    ReturnFees,
)

_HANDLE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_MAX_TEXT = 255


def check_draft(draft: PolicyDraft, *, markets: Sequence[MarketRecord], now: datetime) -> None:
    """Check a draft against the shop's markets at a moment.

    Codes: `INVALID` (a field is malformed or contradicts another), `MARKET_NOT_FOUND`, `UNLAWFUL` (the terms
    fall short of the law of a country in one of the markets that the policy is for).
    """
    concerned = _concerned(draft, markets)
    _check_scope(draft)
    _check_terms(draft.terms)
    _check_amounts(draft, concerned)
    _check_moment(draft, now)
    _check_law(draft.terms, concerned)


def _invalid(field: str, message: str) -> DomainError:
    return DomainError("INVALID", message, field=(field,))


def _concerned(draft: PolicyDraft, markets: Sequence[MarketRecord]) -> Sequence[MarketRecord]:
    if draft.market is None:
        return markets
    named = [market for market in markets if market.handle == draft.market]
    if not named:
        raise DomainError("MARKET_NOT_FOUND", f"no market '{draft.market[:80]}' is open", field=("market",))
    return named


def _check_scope(draft: PolicyDraft) -> None:
    if not _HANDLE.fullmatch(draft.handle) or len(draft.handle) > _MAX_TEXT:
        raise _invalid("handle", f"'{draft.handle[:80]}' is not a handle")
    if draft.scope is PolicyScope.MARKET and draft.scope_key:
        raise _invalid("scopeKey", "a policy for a whole market has no key; 'market' says which one")
    if draft.scope is not PolicyScope.MARKET and not draft.scope_key.strip():
        raise _invalid("scopeKey", f"which {draft.scope.value} it is for must be said")
    if len(draft.scope_key) > _MAX_TEXT:
        raise _invalid("scopeKey", "the key is too long")


def _check_terms(terms: PolicyTerms) -> None:
    if terms.final_sale:
        _check_final_sale(terms)
        return
    if terms.window_days is not None and not 1 <= terms.window_days <= LONGEST_WINDOW:
        raise _invalid("windowDays", f"{terms.window_days} days: 1 to {LONGEST_WINDOW} are possible")
    if not terms.resolutions:
        raise _invalid("resolutions", "what the shopper gets must be said")
    if not terms.methods:
        raise _invalid("methods", "how goods come back must be said")
    _check_distinct("resolutions", terms.resolutions)
    _check_distinct("methods", [method.kind for method in terms.methods])
    _check_restocking_fee(terms.restocking_fee)


def _check_final_sale(terms: PolicyTerms) -> None:
    if terms.window_days is not None:
        raise _invalid("windowDays", "a final sale has no return window")
    if terms.resolutions or terms.methods or terms.restocking_fee:
        raise _invalid("finalSale", "a final sale has no resolutions, methods or restocking fee")


def _check_distinct(field: str, values: Sequence[str]) -> None:
    if len(set(values)) != len(values):
        raise _invalid(field, "the same one is named twice")


def _check_restocking_fee(fee: RestockingFee | None) -> None:
    if fee is None:
        return
    if (fee.basis_points is None) == (fee.amount is None):
        raise _invalid("restockingFee", "either a percentage or an amount must be said")
    if fee.basis_points is not None and not 0 < fee.basis_points <= HUNDRED_PERCENT:
        raise _invalid("restockingFee", "more than 0 % and at most 100 % are possible")


def _check_amounts(draft: PolicyDraft, markets: Sequence[MarketRecord]) -> None:
    terms = draft.terms
    for method in terms.methods:
        if (method.fees is ReturnFees.SHIPPING_FEE) != (method.fee is not None):
            raise _invalid("methods", "a fee goes with SHIPPING_FEE, and only with it")
    fees = [("methods", method.fee) for method in terms.methods if method.fee is not None]
    if terms.restocking_fee is not None and terms.restocking_fee.amount is not None:
        fees.append(("restockingFee", terms.restocking_fee.amount))
    _check_fees(fees, currencies={market.currency for market in markets})


def _check_fees(fees: Iterable[tuple[str, Money]], *, currencies: set[str]) -> None:
    for field, fee in fees:
        if fee.minor <= 0:
            raise _invalid(field, "a fee is above zero")
        if currencies != {fee.currency}:
            raise _invalid(field, f"an amount in {fee.currency} needs a market that sells in {fee.currency}")


def _check_moment(draft: PolicyDraft, now: datetime) -> None:
    if draft.effective_from is None:
        return
    if draft.effective_from.tzinfo is None:
        raise _invalid("effectiveFrom", "the moment needs a time zone")
    if draft.effective_from < now:
        raise _invalid("effectiveFrom", "a promise cannot be changed for the past")


def _check_law(terms: PolicyTerms, markets: Sequence[MarketRecord]) -> None:
    for market in markets:
        breach = find_breach(terms, withdrawal_right(market.countries))
        if breach is not None:
            raise DomainError(
                "UNLAWFUL", f"market '{market.handle}': {breach.message}", field=(breach.field,)
            )
