"""The brand's promotions, as the shop takes them."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from comptoir.api import (
    AmountOff,
    BuyGet,
    Conditions,
    FreeShipping,
    PercentOff,
    PromotionDraft,
    Selection,
    Tier,
    Tiers,
    parse_money,
)

from comptoir_atelier.products import Product
from comptoir_atelier.sources import Table, read

_MILLIONTHS = 10_000


def promotion_drafts(
    products: Sequence[Product], *, numbers: Mapping[str, int], collections: Mapping[str, int]
) -> list[PromotionDraft]:
    """Return the promotions; `numbers` and `collections` are those of what is saved, by handle."""
    drafts = []
    for table in read("promotions")["promotion"]:
        types = table.get("types", ())
        named = {each.handle for each in products if each.source["type"] in types}
        goods = Selection(
            products=frozenset(numbers[handle] for handle in named.union(table.get("products", ()))),
            collections=frozenset(collections[handle] for handle in table.get("collections", ())),
        )
        drafts.append(_draft(table, goods=goods))
    return drafts


def _draft(table: Table, *, goods: Selection) -> PromotionDraft:
    minimum = table.get("minimum")
    codes = table.get("codes")
    return PromotionDraft(
        handle=table["handle"],
        title=table["title"],
        translations={"fr": table["title_fr"]},
        scope=table["scope"],
        effect=_effect(table),
        goods=goods,
        conditions=Conditions(
            minimum_subtotal=None if minimum is None else _amounts(minimum),
            starts_at=table.get("starts"),
            ends_at=table.get("ends"),
        ),
        codes=None if codes is None else tuple(codes),
        combines_with=frozenset(table["combines"]),
        shopper_limit=table.get("shopper_limit"),
    )


def _effect(table: Table) -> PercentOff | BuyGet | Tiers | FreeShipping:
    if "tier" in table:
        steps = [
            Tier(minimum=_amounts(step["minimum"]), off=AmountOff(_amounts(step["amount"])))
            for step in table["tier"]
        ]
        return Tiers(tuple(steps))
    if "buy" in table:
        return BuyGet(buy_quantity=table["buy"], get_quantity=table["get"])
    if table["scope"] == "shipping":
        return FreeShipping(most=_amounts(table["most"]))
    return PercentOff(int(Decimal(table["percent"]) * _MILLIONTHS))


def _amounts(texts: Mapping[str, str]) -> dict[str, int]:
    return {currency: parse_money(text, currency).minor for currency, text in texts.items()}
