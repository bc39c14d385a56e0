"""Which promotions a quote may use, and what to say of each code that a shopper gave. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from comptoir.pricing.promotions.choice import Charge, Choice, choose
from comptoir.pricing.promotions.conditions import Good, Reason, refusal
from comptoir.pricing.promotions.terms import Promotion, fold_code
from comptoir.pricing.unit_price import QuoteFacts


@dataclass(frozen=True, slots=True)
class CodeVerdict:
    """Whether a code reduces something; where not, `reason` says why."""

    applicable: bool
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Sorted:
    """The promotions of a quote: those that may apply, and why those that a code asks for may not."""

    eligible: Sequence[Promotion]
    refused: Mapping[int, Reason]
    asked: Mapping[str, Promotion | None]
    """The promotion that each code asks for, by the code as it was given."""

    def code_of(self, promotion: Promotion) -> str | None:
        """Return the code that asked for a promotion, or none for an automatic one."""
        if promotion.codes is None:
            return None
        return next(code for code, found in self.asked.items() if found is promotion)

    def verdicts(self, choice: Choice, *, charged: bool) -> dict[str, CodeVerdict]:
        """Return what came of each code; one for delivery applies before any charge is known, if it may."""
        if not self.asked:
            return {}
        used = list(choice.used)
        return {code: self._verdict(found, used, charged=charged) for code, found in self.asked.items()}

    def _verdict(self, found: Promotion | None, used: Sequence[Promotion], *, charged: bool) -> CodeVerdict:
        if found is None:
            return CodeVerdict(applicable=False, reason="NOT_FOUND")
        if found in used:
            return CodeVerdict(applicable=True)
        if found.number in self.refused:
            return CodeVerdict(applicable=False, reason=self.refused[found.number])
        if found.scope != "shipping" or any(not _together(found, each) for each in used):
            return CodeVerdict(applicable=False, reason="NOT_COMBINED")
        return (
            CodeVerdict(applicable=False, reason="NO_ENTITLED_CHARGES")
            if charged
            else CodeVerdict(applicable=True)
        )


def _together(one: Promotion, other: Promotion) -> bool:
    return other.scope in one.combines_with and one.scope in other.combines_with


def sort_out(
    goods: Sequence[Good],
    facts: QuoteFacts,
    promotions: Sequence[Promotion],
    *,
    charges: Sequence[Charge],
    codes: Sequence[str],
) -> Sorted:
    """Return which promotions may apply; of a code given twice in different cases the first counts."""
    asked = _asked(promotions, codes)
    wanted = {id(found) for found in asked.values()}
    eligible: list[Promotion] = []
    refused: dict[int, Reason] = {}
    for promotion in promotions:
        if promotion.codes is not None and id(promotion) not in wanted:
            continue
        reason = refusal(promotion, goods, facts) or _beyond_budget(promotion, goods, charges, facts)
        if reason is None:
            eligible.append(promotion)
        else:
            refused[promotion.number] = reason
    return Sorted(eligible, refused, asked)


def _asked(promotions: Sequence[Promotion], codes: Sequence[str]) -> dict[str, Promotion | None]:
    given: dict[str, str] = {}
    for code in codes:
        given.setdefault(fold_code(code), code)
    by_code = {code: each for each in promotions for code in each.codes or ()}
    return {code: by_code.get(folded) for folded, code in sorted(given.items())}


def _beyond_budget(
    promotion: Promotion, goods: Sequence[Good], charges: Sequence[Charge], facts: QuoteFacts
) -> Reason | None:
    """Return that a promotion would take more than is left of its budget, alone as it could at most."""
    left = facts.budgets_left.get(promotion.number)
    if left is None:
        return None
    alone = choose(goods, [promotion], charges, currency=facts.currency)
    return "USED_UP" if sum(alone.used.values()) > left else None
