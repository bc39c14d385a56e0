"""What the law asks of a returns promise, by country. Pure; the rules are stated where they are applied.

Covered: the right of withdrawal from distance contracts in the European Economic Area (Directive 2011/83/EU,
which binds Iceland, Liechtenstein and Norway through the EEA Agreement) and in the United Kingdom (Consumer
Contracts Regulations, SI 2013/3134). Elsewhere no floor is known here, and none is enforced. The guarantee
for faulty goods is another right and is never touched by a policy.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from comptoir.policies.terms import (
    AFTER_OPENING,
    PolicyTerms,
    ReturnResolution,
    ReturnWindowAnchor,
)

_EU_STATES = "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE"
EEA = frozenset([*_EU_STATES.split(), "IS", "LI", "NO"])
"""ISO 3166 codes of the European Union's states and of Iceland, Liechtenstein and Norway."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """A statutory right to withdraw within so many days after the goods are delivered."""

    days: int
    source: str


_EU = Withdrawal(days=14, source="Directive 2011/83/EU, articles 9 to 16")
_UK = Withdrawal(days=14, source="Consumer Contracts Regulations 2013 (SI 2013/3134), regulations 28 to 36")


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """Why terms are unlawful: the field at fault and a sentence that cites the rule."""

    field: str
    message: str


def withdrawal_right(countries: Iterable[str]) -> Withdrawal | None:
    """Return the right that shoppers of these countries have, or none; codes are ISO 3166, upper case."""
    codes = frozenset(countries)
    if codes & EEA:
        return _EU
    return _UK if "GB" in codes else None


def find_breach(terms: PolicyTerms, right: Withdrawal | None) -> Breach | None:
    """Return the first way in which terms fall short of a right of withdrawal, or none when they do not.

    The rules, with their articles in the Directive (the Regulations agree):
    - fourteen days from physical possession (9); more is allowed, other anchors may end sooner and are not;
    - no final sale and no shorter window but under an exception (16), and of those that begin only when the
      goods are opened or mixed, none takes the right away beforehand (16 (e), (f), (i));
    - the money comes back (13), so a refund is among the resolutions;
    - no fee but the direct cost of sending back (14 (1)), so no restocking fee.
    """
    if right is None or (terms.exemption is not None and terms.exemption not in AFTER_OPENING):
        return None
    found = _window_breach(terms, right)
    if found is None and ReturnResolution.REFUND not in terms.resolutions:
        found = ("resolutions", "shoppers may have their money back")
    if found is None and terms.restocking_fee is not None:
        found = ("restockingFee", "a restocking fee may not be kept")
    return Breach(field=found[0], message=f"{found[1]} ({right.source})") if found else None


def _window_breach(terms: PolicyTerms, right: Withdrawal) -> tuple[str, str] | None:
    if terms.final_sale and terms.exemption is not None:
        return "finalSale", "unopened goods may be sent back; this exception holds only once they are opened"
    if terms.final_sale:
        return "finalSale", "a final sale needs a lawful exception to the right of withdrawal"
    if terms.window_days is None:
        return None
    if terms.window_days < right.days:
        return (
            "windowDays",
            f"shoppers may withdraw within {right.days} days; {terms.window_days} are too few",
        )
    if terms.window_anchor is not ReturnWindowAnchor.DELIVERY:
        return "windowAnchor", "the days of withdrawal count from delivery"
    return None
