"""A policy in plain language, made from its terms alone, so that text and rules cannot disagree.

Numbers, amounts, percentages, plurals and lists follow CLDR as Babel has it.
"""

from decimal import Decimal

from babel import Locale
from babel.lists import format_list
from babel.numbers import format_currency, format_percent

from comptoir.money import Money
from comptoir.policies.phrases import Phrases, phrases_for
from comptoir.policies.terms import (
    AFTER_OPENING,
    HUNDRED_PERCENT,
    PolicyTerms,
    RestockingFee,
    ReturnMethod,
    ReturnMethodKind,
)


def summarize(terms: PolicyTerms, *, language: str) -> str:
    """Return the terms as a few sentences in a language such as `fr` or `en-gb`."""
    spoken, phrases = phrases_for(language)
    sentences = [_final_sale(terms, phrases)] if terms.final_sale else _returnable(terms, phrases, spoken)
    return " ".join([*sentences, phrases.faults])


def method_label(kind: ReturnMethodKind, *, language: str) -> str:
    """Return the name of a way to bring goods back."""
    label = phrases_for(language)[1].methods[kind]
    return label[0].upper() + label[1:]


def _final_sale(terms: PolicyTerms, phrases: Phrases) -> str:
    reason = phrases.reasons.get(terms.exemption) if terms.exemption else None
    return phrases.final_sale_because.format(reason=reason) if reason else phrases.final_sale


def _returnable(terms: PolicyTerms, phrases: Phrases, spoken: str) -> list[str]:
    sentences = [_window(terms, phrases, spoken)]
    methods = [_method(method, phrases, spoken) for method in terms.methods]
    sentences.append(phrases.how.format(methods=format_list(methods, style="or", locale=spoken)))
    if terms.restocking_fee is not None:
        sentences.append(phrases.restocking_fee.format(fee=_fee(terms.restocking_fee, spoken)))
    if terms.exemption in AFTER_OPENING:
        sentences.append(phrases.once_opened[terms.exemption])
    return sentences


def _window(terms: PolicyTerms, phrases: Phrases, spoken: str) -> str:
    names = [phrases.resolutions[resolution] for resolution in terms.resolutions]
    resolutions = format_list(names, style="or", locale=spoken)
    if terms.window_days is None:
        return phrases.unlimited.format(resolutions=resolutions)
    form = Locale.parse(spoken).plural_form(terms.window_days)
    sentence = phrases.window.get(form, phrases.window["other"])
    anchor = phrases.anchors[terms.window_anchor]
    return sentence.format(days=terms.window_days, anchor=anchor, resolutions=resolutions)


def _method(method: ReturnMethod, phrases: Phrases, spoken: str) -> str:
    amount = _money(method.fee, spoken) if method.fee is not None else ""
    return phrases.fees[method.fees].format(method=phrases.methods[method.kind], amount=amount)


def _fee(fee: RestockingFee, spoken: str) -> str:
    if fee.amount is not None:
        return _money(fee.amount, spoken)
    share = Decimal(fee.basis_points or 0) / HUNDRED_PERCENT
    return format_percent(share, locale=spoken, decimal_quantization=False)


def _money(money: Money, spoken: str) -> str:
    return format_currency(Decimal(money.amount), money.currency, locale=spoken)
