"""Probes: a channel's list of all its offers in a market, for views that are not pages, such as feeds.

A probe is JSON: `items`, each with `id` (the variant's global id), `price` (a decimal text), `currency`,
`availability` (`in_stock`, `out_of_stock` or `backorder`), `policy` (the returns policy's global id) and
`policyVersion`; and `leftOut`, each with `id` and `reason`, for what the view cannot show.
"""

from collections.abc import Mapping
from typing import Any

from comptoir.parity.facts import Offer


def offers_of_probe(probe: Mapping[str, Any]) -> dict[str, Offer]:
    """Return the offers of a probe, by the variant's id."""
    return {
        row["id"]: Offer(
            variant=row["id"],
            price=row["price"],
            currency=row["currency"],
            availability=row["availability"],
            policy=f"{row['policy']} version {row['policyVersion']}",
        )
        for row in probe["items"]
    }


def left_out(probe: Mapping[str, Any]) -> frozenset[str]:
    """Return the ids of variants that the view says it cannot show."""
    return frozenset(row["id"] for row in probe.get("leftOut", ()))


def listed_offers_of_core(product: Mapping[str, Any]) -> dict[str, Offer]:
    """Return a product's offers as a probe tells them, by the variant's id, from the core's answer."""
    policy = product["returnPolicy"]
    return {
        variant["id"]: Offer(
            variant=variant["sku"] or variant["id"],
            price=variant["price"]["amount"],
            currency=variant["price"]["currencyCode"],
            availability=_availability(variant),
            policy=f"{policy['id']} version {policy['version']}",
        )
        for variant in product["variants"]["nodes"]
    }


def _availability(variant: Mapping[str, Any]) -> str:
    if not variant["availableForSale"]:
        return "out_of_stock"
    return "backorder" if variant["currentlyNotInStock"] else "in_stock"
