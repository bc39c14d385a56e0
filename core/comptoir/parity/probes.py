"""Probes: a channel's list of all its offers in a market, for views that are not pages, such as feeds.

A probe is JSON: `{"offers": [{"sku", "price", "currency", "availability", "policy"}]}` with the price as a
decimal text, availability as schema.org's address and the policy as its JSON-LD object.
"""

import json
from collections.abc import Mapping
from typing import Any

from comptoir.parity.facts import Offer


def offers_of_probe(probe: Mapping[str, Any]) -> dict[str, Offer]:
    """Return the offers of a probe, by SKU."""
    return {row["sku"]: _offer(row) for row in probe["offers"]}


def _offer(row: Mapping[str, Any]) -> Offer:
    policy = {name: value for name, value in row["policy"].items() if name != "merchantReturnLink"}
    return Offer(
        variant=row["sku"],
        price=row["price"],
        currency=row["currency"],
        availability=row["availability"],
        policy=json.dumps(policy, sort_keys=True, ensure_ascii=False),
    )
