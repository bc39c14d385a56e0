"""The snapshot part of promotions: those that have not been withdrawn, as quotes take them."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import select

from comptoir.db.tx import Change, ReadTx
from comptoir.pricing.models import PROMOTION, PROMOTION_BUDGET, PROMOTION_CODE, PROMOTION_VERSION
from comptoir.pricing.promotions.conditions import for_group, in_force
from comptoir.pricing.promotions.stored import unpack_terms
from comptoir.pricing.promotions.terms import Promotion, fold_code
from comptoir.pricing.unit_price import QuoteFacts
from comptoir.readmodel.snapshot import Parts, SnapshotPart

_PROMOTIONS = (
    select(PROMOTION, PROMOTION_VERSION.c.terms)
    .join(
        PROMOTION_VERSION,
        (PROMOTION_VERSION.c.promotion_id == PROMOTION.c.id)
        & (PROMOTION_VERSION.c.version == PROMOTION.c.version),
    )
    .where(PROMOTION.c.withdrawn.is_(False))
    .order_by(PROMOTION.c.id)
)
_CODES = select(PROMOTION_CODE)
_BUDGETS = select(PROMOTION_BUDGET)


@dataclass(frozen=True, slots=True, eq=False)
class PromotionRecord:
    """A promotion with its titles by language."""

    promotion: Promotion
    titles: Mapping[str, str]
    budgets: Mapping[str, int] | None
    """What is left by currency, as it was when this was read; none where there is no budget."""


@dataclass(slots=True, kw_only=True, eq=False)
class Promotions:
    """All promotions that may count now or later. Never changed, save `_told`: those made for a language."""

    records: tuple[PromotionRecord, ...]
    codes: Mapping[str, int]
    """Numbers of promotions by code, folded."""
    boundaries: tuple[datetime, ...]
    """Moments at which some promotion starts or ends, in order."""
    catalogue: tuple[PromotionRecord, ...] = ()
    """Those that the catalogue shows."""
    _told: dict[tuple[str, str], Mapping[int, Promotion]] = field(default_factory=dict)

    @property
    def depend_on_buyer(self) -> bool:
        """Whether who buys, what they bought before or what is left of a budget decides on some promotion."""
        return any(
            each.budgets is not None
            or each.promotion.per_shopper
            or each.promotion.conditions.first_order
            or each.promotion.conditions.customer_groups
            for each in self.records
        )

    def shown(self, facts: QuoteFacts) -> tuple[Promotion, ...]:
        """Return the promotions that the catalogue shows for some facts."""
        return tuple(
            each.promotion
            for each in self.catalogue
            if _affordable(each, facts.currency)
            and in_force(each.promotion, facts) is None
            and for_group(each.promotion, facts)
        )

    def for_quote(self, codes: Sequence[str], *, currency: str, language: str) -> list[Promotion]:
        """Return the automatic promotions and those that codes ask for, with titles in a language."""
        if not self.records:
            return []
        told = self._in(language, currency)
        asked: dict[int, set[str]] = {}
        for folded in map(fold_code, codes):
            if (number := self.codes.get(folded)) is not None:
                asked.setdefault(number, set()).add(folded)
        automatic = [each for each in told.values() if each.codes is None]
        return automatic + [
            replace(told[number], codes=frozenset(given)) for number, given in sorted(asked.items())
        ]

    def title(self, number: int, *, language: str) -> str:
        """Return the title of a promotion in a language."""
        return self._in(language, "")[number].title

    def _in(self, language: str, currency: str) -> Mapping[int, Promotion]:
        found = self._told.get((language, currency))
        if found is None:
            found = {each.promotion.number: _tell(each, language, currency) for each in self.records}
            self._told[language, currency] = found
        return found

    def interval(self, at: datetime) -> int:
        """Return the number of the stretch between boundaries in which a moment lies."""
        return bisect_right(self.boundaries, at)

    def next_boundary_after(self, at: datetime) -> datetime | None:
        """Return the first moment after this one at which some promotion starts or ends, or none."""
        index = bisect_right(self.boundaries, at)
        return self.boundaries[index] if index < len(self.boundaries) else None


def _affordable(record: PromotionRecord, currency: str) -> bool:
    return record.budgets is None or record.budgets.get(currency, 0) > 0


def _tell(record: PromotionRecord, language: str, currency: str) -> Promotion:
    promotion = record.promotion
    return replace(
        promotion,
        title=record.titles.get(language.lower().partition("-")[0], promotion.title),
        used_up=promotion.used_up or not _affordable(record, currency),
    )


def build_promotions(tx: ReadTx, parts: Parts) -> Promotions:  # noqa: ARG001
    """Read all promotions that have not been withdrawn."""
    budgets: dict[int, dict[str, int]] = {}
    for row in tx.all(_BUDGETS):
        budgets.setdefault(row.promotion_id, {})[row.currency] = row.amount - row.spent
    records = []
    for row in tx.all(_PROMOTIONS):
        draft = unpack_terms(row.handle, row.terms)
        promotion = Promotion(
            number=row.id,
            version=row.version,
            handle=row.handle,
            title=draft.title,
            scope=draft.scope,
            effect=draft.effect,
            goods=draft.goods,
            conditions=draft.conditions,
            codes=None if draft.codes is None else frozenset(),
            combines_with=draft.combines_with,
            per_shopper=row.shopper_limit is not None,
            used_up=row.usage_limit is not None and row.used >= row.usage_limit,
        )
        records.append(PromotionRecord(promotion, draft.translations, budgets.get(row.id)))
    known = {each.promotion.number for each in records}
    return Promotions(
        records=tuple(records),
        codes={row.folded: row.promotion_id for row in tx.all(_CODES) if row.promotion_id in known},
        boundaries=_boundaries(each.promotion for each in records),
        catalogue=tuple(each for each in records if each.promotion.in_catalogue),
    )


def _boundaries(promotions: Iterable[Promotion]) -> tuple[datetime, ...]:
    terms = [each.conditions for each in promotions]
    return tuple(sorted({at for each in terms for at in (each.starts_at, each.ends_at) if at is not None}))


def refresh_promotions(tx: ReadTx, value: Promotions, changes: Sequence[Change], parts: Parts) -> Promotions:
    """Read the promotions again where one has changed."""
    return build_promotions(tx, parts) if any(change.kind == "promotion" for change in changes) else value


PROMOTIONS: SnapshotPart[Promotions] = SnapshotPart(
    name="promotions",
    build=build_promotions,
    refresh=refresh_promotions,
    streams=frozenset({"catalog"}),
)
"""Promotions."""
