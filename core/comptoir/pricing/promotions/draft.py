"""What a promotion should be, and what is refused."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from comptoir.errors import DomainError
from comptoir.money import is_currency
from comptoir.pricing.promotions.terms import (
    SCOPES,
    AmountOff,
    Amounts,
    BuyGet,
    Conditions,
    Effect,
    FixedPrice,
    FreeShipping,
    Gift,
    PercentOff,
    Scope,
    Selection,
    Tiers,
    fold_code,
)
from comptoir.pricing.tax import WHOLE

_HANDLE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LONGEST_CODE = 255
_LONGEST_TITLE = 255
_MOST = 10**15
_SCOPES_OF: Mapping[type, frozenset[Scope]] = {
    PercentOff: frozenset({"product", "order"}),
    AmountOff: frozenset({"product", "order"}),
    FixedPrice: frozenset({"product"}),
    BuyGet: frozenset({"product"}),
    Gift: frozenset({"product"}),
    FreeShipping: frozenset({"shipping"}),
    Tiers: frozenset({"order"}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PromotionDraft:
    """A promotion, found by its handle. `codes` of none make it automatic.

    `usage_limit` bounds how many orders use it, `shopper_limit` how many of one person; `budgets` what it gives
    away in minor units by currency, and it then counts in those currencies alone.
    """

    handle: str
    title: str
    translations: Mapping[str, str] = field(default_factory=dict)
    """Titles by language code, such as `fr`."""
    scope: Scope
    effect: Effect
    goods: Selection = field(default_factory=Selection)
    conditions: Conditions = field(default_factory=Conditions)
    codes: tuple[str, ...] | None = None
    combines_with: frozenset[Scope] = frozenset()
    usage_limit: int | None = None
    shopper_limit: int | None = None
    budgets: Amounts | None = None


def check_draft(draft: PromotionDraft) -> None:
    """Raise `DomainError` for what is no promotion, with `field` naming the part at fault.

    Codes: `INVALID_HANDLE`, `BLANK`, `INVALID_SCOPE`, `INVALID_CHANGE`, `INVALID_AMOUNT`, `INVALID_QUANTITY`,
    `INVALID_PERIOD`, `INVALID_CODE`, `INVALID_LIMIT`.
    """
    for code, message, name in _faults(draft):
        raise DomainError(code, message, field=(name,))


def _faults(draft: PromotionDraft) -> Iterator[tuple[str, str, str]]:
    if not _HANDLE.fullmatch(draft.handle):
        yield "INVALID_HANDLE", f"'{draft.handle[:80]}' is not a handle", "handle"
    for title in (draft.title, *draft.translations.values()):
        if not title.strip() or len(title) > _LONGEST_TITLE:
            yield "BLANK", "a title is not blank and not overlong", "title"
    if draft.scope not in _SCOPES_OF[type(draft.effect)] or not draft.combines_with <= set(SCOPES):
        yield "INVALID_SCOPE", f"this cannot reduce '{draft.scope}'", "scope"
    yield from _effect_faults(draft.effect)
    yield from _condition_faults(draft.conditions)
    if draft.codes is not None:
        yield from _code_faults(draft.codes)
    yield from _limit_faults(draft)


def _code_faults(codes: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
    if any(not fold_code(code) or len(code) > _LONGEST_CODE or "\0" in code for code in codes):
        yield "INVALID_CODE", "a code is not blank and not overlong", "codes"
    if not codes or _repeats(codes):
        yield "INVALID_CODE", "name each code once, or none for an automatic promotion", "codes"


def _limit_faults(draft: PromotionDraft) -> Iterator[tuple[str, str, str]]:
    for limit in (draft.usage_limit, draft.shopper_limit):
        if limit is not None and limit < 1:
            yield "INVALID_LIMIT", f"{limit} is not a limit", "usage_limit"
    if draft.budgets is not None and not _are_amounts(draft.budgets):
        yield "INVALID_LIMIT", "a budget is an amount above zero", "budgets"


def _repeats(codes: tuple[str, ...]) -> bool:
    return len({fold_code(code) for code in codes}) != len(codes)


def _effect_faults(effect: Effect) -> Iterator[tuple[str, str, str]]:
    if isinstance(effect, PercentOff | FreeShipping | BuyGet) and not 0 < effect.rate <= WHOLE:
        yield "INVALID_CHANGE", "a rate is above zero and at most the whole", "effect"
    if not all(_are_amounts(amounts, least=least) for amounts, least in _amounts_in(effect)):
        yield "INVALID_AMOUNT", "an amount is above zero, in a known currency", "effect"
    if isinstance(effect, Tiers):
        if not effect.tiers:
            yield "INVALID_AMOUNT", "a tiered promotion has steps", "effect"
        for tier in effect.tiers:
            yield from _effect_faults(tier.off)
    if min(_quantities_in(effect), default=1) < 1:
        yield "INVALID_QUANTITY", "quantities are at least one", "effect"


def _amounts_in(effect: Effect) -> list[tuple[Amounts, int]]:
    """Return the amounts of an effect, each with the least that it may be."""
    if isinstance(effect, AmountOff):
        return [(effect.amounts, 1)]
    if isinstance(effect, FixedPrice):
        return [(effect.prices, 0)]
    if isinstance(effect, FreeShipping):
        return [] if effect.most is None else [(effect.most, 1)]
    return [(tier.minimum, 0) for tier in effect.tiers] if isinstance(effect, Tiers) else []


def _quantities_in(effect: Effect) -> list[int]:
    if isinstance(effect, Gift):
        return [effect.quantity]
    if isinstance(effect, BuyGet):
        return [effect.buy_quantity, effect.get_quantity, 1 if effect.times is None else effect.times]
    return []


def _condition_faults(terms: Conditions) -> Iterator[tuple[str, str, str]]:
    if terms.minimum_quantity < 0:
        yield "INVALID_QUANTITY", "a quantity is not below zero", "conditions"
    if terms.minimum_subtotal is not None and not _are_amounts(terms.minimum_subtotal):
        yield "INVALID_AMOUNT", "a subtotal is above zero", "conditions"
    if terms.starts_at and terms.ends_at and terms.ends_at <= terms.starts_at:
        yield "INVALID_PERIOD", "the promotion ends before it starts", "conditions"


def _are_amounts(amounts: Amounts, *, least: int = 1) -> bool:
    return bool(amounts) and all(
        is_currency(currency) and least <= amount <= _MOST for currency, amount in amounts.items()
    )
