"""What the shop is asked before a file is read."""

from sqlalchemy import func, select

from comptoir.catalog.models import METAFIELD
from comptoir.db.tx import ReadTx
from comptoir.interchange.columns import Header
from comptoir.interchange.entries import ShopFacts
from comptoir.interchange.pricing import PriceTargets, find_targets

_TYPES = (
    select(METAFIELD.c.namespace, METAFIELD.c.key, func.min(METAFIELD.c.type).label("type"))
    .where(METAFIELD.c.owner_kind == "product")
    .group_by(METAFIELD.c.namespace, METAFIELD.c.key)
    .having(func.min(METAFIELD.c.type) == func.max(METAFIELD.c.type))
)


def find_facts(tx: ReadTx, *, header: Header) -> tuple[PriceTargets, ShopFacts]:
    """Return where the prices of a file go, and what is needed to read it."""
    targets = find_targets(tx, header=header)
    types = {}
    if header.metafields:
        types = {(row.namespace, row.key): row.type for row in tx.all(_TYPES)}
    facts = ShopFacts(
        currency=targets.base.currency,
        market_currencies={name: target.currency for name, target in targets.markets.items()},
        metafield_types=types,
    )
    return targets, facts
