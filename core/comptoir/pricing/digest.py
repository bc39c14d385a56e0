"""The digest of a quote: a name for what mattered and what came of it."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import orjson

from comptoir.pricing.promotions.codes import CodeVerdict
from comptoir.pricing.promotions.conditions import Good
from comptoir.pricing.unit_price import QuoteFacts

if TYPE_CHECKING:
    from comptoir.pricing.promotions.choice import Charge
    from comptoir.pricing.quote import QuoteStep


def digest_of(
    goods: Sequence[Good],
    charges: "Sequence[Charge]",
    facts: QuoteFacts,
    steps: "Sequence[QuoteStep]",
    codes: Mapping[str, CodeVerdict],
) -> str:
    """Return a SHA-256 of lines, charges, rules and codes; labels, which have a language, are not in it."""
    whole: dict[str, object] = {
        "market": facts.market,
        "currency": facts.currency,
        "country": facts.country,
        "includes_tax": facts.includes_tax,
        "lines": [[line.key, line.variant_id, line.quantity, line.tax_category] for line, _, _ in goods],
        "steps": [
            [step.kind, step.line_key, step.source, step.before and step.before.minor, step.after.minor]
            for step in steps
        ],
    }
    if charges:
        whole["charges"] = [[each.key, each.amount.minor, each.tax_category] for each in charges]
    if codes:
        whole["codes"] = sorted([code.strip().casefold(), found.applicable] for code, found in codes.items())
    return hashlib.sha256(orjson.dumps(whole, option=orjson.OPT_SORT_KEYS)).hexdigest()
