"""The terms of a promotion as JSON, as a version keeps them, and back."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from comptoir.db.tx import dumps
from comptoir.pricing.promotions.draft import PromotionDraft
from comptoir.pricing.promotions.terms import (
    AmountOff,
    BuyGet,
    Conditions,
    Effect,
    FixedPrice,
    FreeShipping,
    Gift,
    PercentOff,
    Selection,
    Tier,
    Tiers,
)


def pack_terms(draft: PromotionDraft) -> str:
    """Return all that a version says, the same text for the same terms."""
    return dumps(
        {
            "title": draft.title,
            "translations": dict(draft.translations),
            "scope": draft.scope,
            "effect": pack_effect(draft.effect),
            "goods": _pack_selection(draft.goods),
            "conditions": _pack_conditions(draft.conditions),
            "codes": None if draft.codes is None else sorted(draft.codes),
            "combines_with": sorted(draft.combines_with),
            "usage_limit": draft.usage_limit,
            "shopper_limit": draft.shopper_limit,
            "budgets": None if draft.budgets is None else dict(draft.budgets),
        }
    )


def unpack_terms(handle: str, text: str) -> PromotionDraft:
    """Return the terms that a version keeps."""
    kept = json.loads(text)
    return PromotionDraft(
        handle=handle,
        title=kept["title"],
        translations=kept["translations"],
        scope=kept["scope"],
        effect=unpack_effect(kept["effect"]),
        goods=_unpack_selection(kept["goods"]),
        conditions=_unpack_conditions(kept["conditions"]),
        codes=None if kept["codes"] is None else tuple(kept["codes"]),
        combines_with=frozenset(kept["combines_with"]),
        usage_limit=kept["usage_limit"],
        shopper_limit=kept["shopper_limit"],
        budgets=kept["budgets"],
    )


def pack_effect(effect: Effect) -> dict[str, Any]:
    """Return what a promotion does as plain values, named by `kind`."""
    kept: dict[str, Any]
    match effect:
        case PercentOff():
            kept = {"kind": "percent", "rate": effect.rate}
        case AmountOff():
            kept = {"kind": "amount", "amounts": dict(effect.amounts)}
        case FixedPrice():
            kept = {"kind": "fixed_price", "prices": dict(effect.prices)}
        case Gift():
            kept = {"kind": "gift", "quantity": effect.quantity}
        case FreeShipping():
            most = None if effect.most is None else dict(effect.most)
            kept = {"kind": "shipping", "rate": effect.rate, "most": most}
        case Tiers():
            steps = [{"minimum": dict(each.minimum), "off": pack_effect(each.off)} for each in effect.tiers]
            kept = {"kind": "tiers", "tiers": steps}
        case BuyGet():
            kept = _pack_buy_get(effect)
    return kept


def _pack_buy_get(effect: BuyGet) -> dict[str, Any]:
    return {
        "kind": "buy_get",
        "buy_quantity": effect.buy_quantity,
        "get_quantity": effect.get_quantity,
        "rate": effect.rate,
        "get": None if effect.get is None else _pack_selection(effect.get),
        "times": effect.times,
    }


def unpack_effect(kept: Mapping[str, Any]) -> Effect:
    """Return what a promotion does from plain values."""
    return _EFFECTS[kept["kind"]](kept)


def _buy_get(kept: Mapping[str, Any]) -> BuyGet:
    get = kept["get"]
    return BuyGet(
        buy_quantity=kept["buy_quantity"],
        get_quantity=kept["get_quantity"],
        rate=kept["rate"],
        get=None if get is None else _unpack_selection(get),
        times=kept["times"],
    )


def _tier(kept: Mapping[str, Any]) -> Tier:
    off = unpack_effect(kept["off"])
    assert isinstance(off, PercentOff | AmountOff)
    return Tier(minimum=kept["minimum"], off=off)


_EFFECTS: Mapping[str, Callable[[Mapping[str, Any]], Effect]] = {
    "percent": lambda kept: PercentOff(kept["rate"]),
    "amount": lambda kept: AmountOff(kept["amounts"]),
    "fixed_price": lambda kept: FixedPrice(kept["prices"]),
    "gift": lambda kept: Gift(quantity=kept["quantity"]),
    "shipping": lambda kept: FreeShipping(rate=kept["rate"], most=kept["most"]),
    "tiers": lambda kept: Tiers(tuple(_tier(each) for each in kept["tiers"])),
    "buy_get": _buy_get,
}


def _pack_selection(goods: Selection) -> dict[str, list[int]]:
    return {
        "products": sorted(goods.products),
        "variants": sorted(goods.variants),
        "collections": sorted(goods.collections),
    }


def _unpack_selection(kept: Mapping[str, Any]) -> Selection:
    return Selection(**{name: frozenset(numbers) for name, numbers in kept.items()})


def _pack_conditions(terms: Conditions) -> dict[str, Any]:
    return {
        "markets": sorted(terms.markets),
        "customer_groups": sorted(terms.customer_groups),
        "first_order": terms.first_order,
        "minimum_quantity": terms.minimum_quantity,
        "minimum_subtotal": None if terms.minimum_subtotal is None else dict(terms.minimum_subtotal),
        "starts_at": terms.starts_at and terms.starts_at.isoformat(),
        "ends_at": terms.ends_at and terms.ends_at.isoformat(),
    }


def _unpack_conditions(kept: Mapping[str, Any]) -> Conditions:
    return Conditions(
        markets=frozenset(kept["markets"]),
        customer_groups=frozenset(kept["customer_groups"]),
        first_order=kept["first_order"],
        minimum_quantity=kept["minimum_quantity"],
        minimum_subtotal=kept["minimum_subtotal"],
        starts_at=kept["starts_at"] and datetime.fromisoformat(kept["starts_at"]),
        ends_at=kept["ends_at"] and datetime.fromisoformat(kept["ends_at"]),
    )
