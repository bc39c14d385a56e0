"""Returns policies: what the shop promises before purchase, in published versions that never change."""

from comptoir.policies.commands import publish_policy, withdraw_policy
from comptoir.policies.drafts import PolicyDraft, PublishedPolicy
from comptoir.policies.records import PolicyRecord, PolicyVersion
from comptoir.policies.snapshot import POLICIES
from comptoir.policies.terms import (
    Exemption,
    PolicyScope,
    PolicyTerms,
    RestockingFee,
    ReturnFees,
    ReturnMethod,
    ReturnMethodKind,
    ReturnResolution,
    ReturnWindowAnchor,
    final_sale,
)

__all__ = [
    "POLICIES",
    "Exemption",
    "PolicyDraft",
    "PolicyRecord",
    "PolicyScope",
    "PolicyTerms",
    "PolicyVersion",
    "PublishedPolicy",
    "RestockingFee",
    "ReturnFees",
    "ReturnMethod",
    "ReturnMethodKind",
    "ReturnResolution",
    "ReturnWindowAnchor",
    "final_sale",
    "publish_policy",
    "withdraw_policy",
]
