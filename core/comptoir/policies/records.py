"""What the snapshot holds of returns policies, and what a shopper is shown of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from comptoir.graphql.money import MoneyRecord
from comptoir.policies.terms import (
    Exemption,
    PolicyScope,
    PolicyTerms,
    ReturnFees,
    ReturnMethodKind,
    ReturnResolution,
    ReturnWindowAnchor,
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PolicyVersion:
    """A published version, free of language. `market` is none for all; a built-in one has no `number`."""

    number: int | None
    handle: str
    version: int
    scope: PolicyScope
    scope_key: str
    market: str | None
    terms: PolicyTerms
    effective_from: datetime | None
    """None: since ever."""
    withdrawn: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnMethodRecord:
    """A way to bring goods back, in the shopper's language."""

    kind: ReturnMethodKind
    label: str
    fees: ReturnFees
    fee: MoneyRecord | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnPolicyFeeRecord:
    """What the shop keeps: per cent of the line (10.0 is 10 %), or an amount."""

    percentage: float | None
    amount: MoneyRecord | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PolicyRecord:
    """A version as shown to a shopper in one market and language; attributes are those of `ReturnPolicy`."""

    id: str
    handle: str
    version: int
    final_sale: bool
    window_days: int | None
    window_anchor: ReturnWindowAnchor
    resolutions: Sequence[ReturnResolution]
    methods: Sequence[ReturnMethodRecord]
    restocking_fee: ReturnPolicyFeeRecord | None
    exemption: Exemption | None
    applicable_countries: Sequence[str]
    """ISO 3166-1 alpha-2 codes of the market's countries."""
    summary: str
    source: PolicyVersion
    """The version itself, to freeze at purchase."""
