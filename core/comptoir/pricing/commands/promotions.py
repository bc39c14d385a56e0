"""Creating, changing and withdrawing promotions: each version of their terms is kept for good."""

from collections.abc import Mapping

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from comptoir.customers.groups import is_customer_group
from comptoir.db.tx import ReadTx, Tx
from comptoir.errors import DomainError
from comptoir.markets.models import MARKET
from comptoir.pricing.models import PROMOTION, PROMOTION_BUDGET, PROMOTION_CODE, PROMOTION_VERSION
from comptoir.pricing.promotions.draft import PromotionDraft, check_draft
from comptoir.pricing.promotions.stored import pack_terms, unpack_terms
from comptoir.pricing.promotions.terms import Conditions, fold_code

_KNOWN = (
    select(PROMOTION, PROMOTION_VERSION.c.terms)
    .join(
        PROMOTION_VERSION,
        (PROMOTION_VERSION.c.promotion_id == PROMOTION.c.id)
        & (PROMOTION_VERSION.c.version == PROMOTION.c.version),
    )
    .where(PROMOTION.c.handle == bindparam("of_handle"))
)
_STORED = _KNOWN.with_for_update(of=PROMOTION)
_MARKET = select(MARKET.c.id).where(MARKET.c.handle == bindparam("market"))
_CREATE = insert(PROMOTION).returning(PROMOTION.c.id)
_CHANGE = update(PROMOTION).where(PROMOTION.c.id == bindparam("of_promotion"))
_KEEP = insert(PROMOTION_VERSION)
_END_CODES = delete(PROMOTION_CODE).where(PROMOTION_CODE.c.promotion_id == bindparam("of_promotion"))
_ADD_CODES = upsert(PROMOTION_CODE).on_conflict_do_nothing().returning(PROMOTION_CODE.c.folded)
_BUDGET = upsert(PROMOTION_BUDGET)
_SET_BUDGET = _BUDGET.on_conflict_do_update(
    index_elements=["promotion_id", "currency"], set_={"amount": _BUDGET.excluded.amount}
)
_END_BUDGETS = delete(PROMOTION_BUDGET).where(
    PROMOTION_BUDGET.c.promotion_id == bindparam("of_promotion"),
    PROMOTION_BUDGET.c.currency.not_in(bindparam("currencies", expanding=True)),
)


def save_promotion(tx: Tx, *, draft: PromotionDraft) -> int:
    """Make the promotion with the draft's handle equal to it, from now on, and return its number.

    A change is a new version; what was used counts on. One that was withdrawn comes back. Raises `DomainError`
    as `check_draft` does, `UNKNOWN_MARKET`, `UNKNOWN_GROUP`, or `TAKEN` for a code of another promotion.
    """
    check_draft(draft)
    _require_known(tx, draft.conditions)
    stored = tx.first(_STORED, {"of_handle": draft.handle})
    terms = pack_terms(draft)
    if stored is not None and stored.terms == terms and not stored.withdrawn:
        return int(stored.id)
    version = 1 if stored is None else stored.version + 1
    values = {
        "version": version,
        "withdrawn": False,
        "usage_limit": draft.usage_limit,
        "shopper_limit": draft.shopper_limit,
    }
    if stored is None:
        number = int(tx.execute(_CREATE, {**values, "handle": draft.handle, "used": 0}).scalar_one())
    else:
        number = int(stored.id)
        tx.execute(_CHANGE.values(**values), {"of_promotion": number})
    _keep_version(tx, number, version=version, terms=terms, withdrawn=False)
    _set_codes(tx, number, draft)
    _set_budgets(tx, number, draft.budgets or {})
    tx.changed("catalog", "promotion", number)
    return number


def _require_known(tx: Tx, terms: Conditions) -> None:
    for market in sorted(terms.markets):
        if tx.first(_MARKET, {"market": market}) is None:
            raise DomainError(
                "UNKNOWN_MARKET", f"there is no market '{market[:80]}'", field=("conditions", "markets")
            )
    for group in sorted(terms.customer_groups):
        if not is_customer_group(tx, handle=group):
            raise DomainError(
                "UNKNOWN_GROUP",
                f"there is no customer group '{group[:80]}'",
                field=("conditions", "customer_groups"),
            )


def withdraw_promotion(tx: Tx, *, handle: str) -> bool:
    """End a promotion at once and say whether it had not been; its codes are free again.

    Orders that use it keep what they were promised. Raises `DomainError` with `NOT_FOUND`.
    """
    stored = tx.first(_STORED, {"of_handle": handle})
    if stored is None:
        raise DomainError("NOT_FOUND", f"there is no promotion '{handle[:80]}'", field=("handle",))
    if stored.withdrawn:
        return False
    version = stored.version + 1
    tx.execute(_CHANGE.values(version=version, withdrawn=True), {"of_promotion": stored.id})
    _keep_version(tx, stored.id, version=version, terms=stored.terms, withdrawn=True)
    tx.execute(_END_CODES, {"of_promotion": stored.id})
    tx.changed("catalog", "promotion", stored.id)
    return True


def lookup_promotion(tx: ReadTx, *, handle: str) -> PromotionDraft | None:
    """Return the terms of a promotion as they stand, or none where there is none."""
    stored = tx.first(_KNOWN, {"of_handle": handle})
    return None if stored is None or stored.withdrawn else unpack_terms(handle, stored.terms)


def _keep_version(tx: Tx, number: int, *, version: int, terms: str, withdrawn: bool) -> None:
    tx.execute(
        _KEEP,
        {
            "promotion_id": number,
            "version": version,
            "terms": terms,
            "withdrawn": withdrawn,
            "who": f"{tx.actor.kind}:{tx.actor.ident}".rstrip(":"),
            "recorded_at": tx.clock.now(),
        },
    )


def _set_codes(tx: Tx, number: int, draft: PromotionDraft) -> None:
    tx.execute(_END_CODES, {"of_promotion": number})
    for code in sorted({fold_code(code) for code in draft.codes or ()}):
        if tx.execute(_ADD_CODES, {"folded": code, "promotion_id": number}).first() is None:
            raise DomainError("TAKEN", f"the code '{code[:80]}' asks for another promotion", field=("codes",))


def _set_budgets(tx: Tx, number: int, budgets: Mapping[str, int]) -> None:
    tx.execute(_END_BUDGETS, {"of_promotion": number, "currencies": sorted(budgets)})
    for currency, amount in sorted(budgets.items()):
        tx.execute(_SET_BUDGET, {"promotion_id": number, "currency": currency, "amount": amount, "spent": 0})
