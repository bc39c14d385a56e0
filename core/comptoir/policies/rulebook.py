"""Which policy a product has: the rules of resolution. Pure.

1. The narrowest scope decides: product, then collection, then product type, then market.
2. Within a scope, a policy for the shopper's market goes before one for all markets.
3. Where several remain (a product in two collections), the most generous holds; see `generosity`.
4. A version whose terms the law of the market does not allow is passed over there: publishing refuses such
   terms, but a market can gain countries later.
5. Behind every market stands a built-in policy, so that no product is without one: fourteen days where the
   law gives a right of withdrawal (`comptoir.policies.law`), thirty elsewhere.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from comptoir.markets.records import MarketRecord
from comptoir.policies.law import find_breach, withdrawal_right
from comptoir.policies.records import PolicyVersion
from comptoir.policies.terms import (
    LONGEST_WINDOW,
    PolicyScope,
    PolicyTerms,
    ReturnFees,
    ReturnResolution,
    ReturnWindowAnchor,
)

_ANCHORS = (ReturnWindowAnchor.ORDER, ReturnWindowAnchor.SHIPMENT, ReturnWindowAnchor.DELIVERY)
_DAYS_WITHOUT_LAW = 30


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MarketRules:
    """The policies in force in one market, each slot decided: one dictionary look-up answers a scope."""

    products: dict[str, PolicyVersion]
    collections: dict[str, PolicyVersion]
    types: dict[str, PolicyVersion]
    """By case-folded product type in the shop's own language."""
    default: PolicyVersion

    def resolve(self, *, product: str, collections: Iterable[str], product_type: str) -> PolicyVersion:
        """Return the policy of a product by its handle, its collections' handles and its type."""
        found = self.products.get(product)
        if found is not None:
            return found
        joined = [self.collections[handle] for handle in collections if handle in self.collections]
        if joined:
            return max(joined, key=generosity)
        return self.types.get(product_type.casefold(), self.default)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PolicyBook:
    """All published versions, in the order of publication."""

    versions: Sequence[PolicyVersion]
    moments: Sequence[datetime] = field(default=())
    """When what is in force changes, ascending."""

    def epoch(self, now: datetime) -> int:
        """Return a number that stays the same as long as the same versions are in force."""
        return bisect_right(self.moments, now)

    def rules(self, *, market: MarketRecord, now: datetime) -> MarketRules:
        """Return what is in force in a market at a moment."""
        slots = _decide_slots(self.versions, market=market, now=now)
        return MarketRules(
            products=slots[PolicyScope.PRODUCT],
            collections=slots[PolicyScope.COLLECTION],
            types=slots[PolicyScope.TYPE],
            default=slots[PolicyScope.MARKET].get("") or built_in_policy(market),
        )


def built_in_policy(market: MarketRecord) -> PolicyVersion:
    """Return the policy that stands behind a market without one of its own."""
    right = withdrawal_right(market.countries)
    return PolicyVersion(
        number=None,
        handle="built-in-withdrawal" if right else "built-in",
        version=1,
        scope=PolicyScope.MARKET,
        scope_key="",
        market=market.handle,
        terms=PolicyTerms(window_days=right.days if right else _DAYS_WITHOUT_LAW),
        effective_from=None,
    )


def generosity(version: PolicyVersion) -> tuple[int, ...]:
    """Return a rank that is higher for terms that are better for the shopper.

    In this order: returns at all; longer window; later anchor; money back; more resolutions; no restocking
    fee, then a lower percentage before any fixed amount, then a lower amount; a free way back; more ways;
    no exception once opened; at last the version published first, so that the answer never depends on chance.
    """
    terms, fee = version.terms, version.terms.restocking_fee
    return (
        not terms.final_sale,
        LONGEST_WINDOW + 1 if terms.window_days is None else terms.window_days,
        _ANCHORS.index(terms.window_anchor),
        ReturnResolution.REFUND in terms.resolutions,
        len(terms.resolutions),
        fee is None,
        -(fee.basis_points or 0) if fee and fee.amount is None else -1_000_000,
        -fee.amount.minor if fee and fee.amount else 0,
        any(method.fees is ReturnFees.FREE for method in terms.methods),
        len(terms.methods),
        terms.exemption is None,
        -(version.number or 0),
    )


def _decide_slots(
    versions: Sequence[PolicyVersion], *, market: MarketRecord, now: datetime
) -> dict[PolicyScope, dict[str, PolicyVersion]]:
    right = withdrawal_right(market.countries)
    claims: defaultdict[tuple[PolicyScope, str], list[PolicyVersion]] = defaultdict(list)
    for version in _in_force(versions, now):
        if version.market in {None, market.handle} and find_breach(version.terms, right) is None:
            claims[version.scope, version.scope_key].append(version)
    slots: dict[PolicyScope, dict[str, PolicyVersion]] = {scope: {} for scope in PolicyScope}
    for (scope, key), claimants in claims.items():
        slots[scope][key] = max(claimants, key=lambda claim: (claim.market is not None, generosity(claim)))
    return slots


def _in_force(versions: Sequence[PolicyVersion], now: datetime) -> Iterable[PolicyVersion]:
    latest: dict[str, PolicyVersion] = {}
    for version in versions:
        if version.effective_from is None or version.effective_from <= now:
            latest[version.handle] = version
    return [version for version in latest.values() if not version.withdrawn]
