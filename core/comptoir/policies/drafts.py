"""What a returns policy should say: the one way in for loaders, importers and staff."""

from dataclasses import dataclass, field
from datetime import datetime

from comptoir.policies.terms import PolicyScope, PolicyTerms


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyDraft:
    """A policy to publish under a handle; publishing again makes its next version.

    `scope_key` is a product's or collection's handle, or a product type as the shop's own language spells it
    (letter case does not count); it is empty for the scope `MARKET`. `market` is a market's handle, or none
    for all of them. `effective_from` is none for: from the moment of publication.
    """

    handle: str
    scope: PolicyScope = PolicyScope.MARKET
    scope_key: str = ""
    market: str | None = None
    terms: PolicyTerms = field(default_factory=PolicyTerms)
    effective_from: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedPolicy:
    """The version that stands after publishing, which is an older one when the draft said nothing new."""

    id: int
    version: int
