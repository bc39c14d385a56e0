"""The second pass: products of a file saved a batch at a time, each with its prices and stock in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from comptoir.catalog.commands import save_products
from comptoir.catalog.drafts import ProductDraft
from comptoir.catalog.stored import StoredProduct, find_stored
from comptoir.catalog.validation.problems import Problems
from comptoir.catalog.validation.products import check_product
from comptoir.db.tx import Tx
from comptoir.interchange.entries import ProductEntry, VariantEntry
from comptoir.interchange.merging import PictureSources, draft_of
from comptoir.interchange.pricing import PriceTargets, Said, save_prices
from comptoir.interchange.stock import find_levels
from comptoir.inventory import default_location, set_levels_at

Outcome = Literal["created", "changed", "unchanged"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A product whose pictures are stored; ready to be saved."""

    entry: ProductEntry
    pictures: PictureSources


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What holds for a whole file."""

    targets: PriceTargets
    has_compare_at: bool


class DryRunDone(Exception):  # noqa: N818 - a signal that undoes the transaction, never shown
    """A batch was tried; the exception undoes it."""

    def __init__(self, outcomes: list[Outcome]) -> None:
        super().__init__("dry run")
        self.outcomes = outcomes


def try_batch(tx: Tx, *, batch: Sequence[Prepared], plan: Plan) -> None:
    """Do as `save_batch`, then raise `DryRunDone` with what it returned, so that nothing stays."""
    raise DryRunDone(save_batch(tx, batch=batch, plan=plan))


def save_batch(tx: Tx, *, batch: Sequence[Prepared], plan: Plan) -> list[Outcome]:
    """Make the shop's products, prices and stock equal to what the file says; say what became of each.

    Raises `DomainError` for the first product that is refused; then nothing of the batch is saved.
    """
    stored = find_stored(tx, handles=[each.entry.handle for each in batch])
    outcomes, variants = _save_drafts(tx, batch, stored)
    owners = {variant: index for index, each in enumerate(batch) for variant in variants[each.entry.handle]}
    entries = {
        variant: said
        for each in batch
        for variant, said in zip(variants[each.entry.handle], each.entry.variants, strict=True)
    }
    for variant in _save_prices(tx, entries, plan) | _save_levels(tx, entries):
        if outcomes[owners[variant]] == "unchanged":
            outcomes[owners[variant]] = "changed"
    return outcomes


def _save_drafts(
    tx: Tx, batch: Sequence[Prepared], stored: Mapping[str, StoredProduct]
) -> tuple[list[Outcome], dict[str, tuple[int, ...]]]:
    variants = {handle: product.variant_ids for handle, product in stored.items()}
    drafts: list[ProductDraft] = []
    for each in batch:
        before = stored.get(each.entry.handle)
        draft = draft_of(each.entry, stored=before.draft if before else None, pictures=each.pictures)
        if before is None or not _equal(draft, before.draft):
            drafts.append(draft)
    found: dict[str, Outcome] = {}
    for draft, saved in zip(drafts, save_products(tx, drafts=drafts) if drafts else (), strict=True):
        variants[draft.handle] = saved.variant_ids
        found[draft.handle] = "created" if saved.created else "changed" if saved.changed else "unchanged"
    return [found.get(each.entry.handle, "unchanged") for each in batch], variants


def _equal(draft: ProductDraft, stored: ProductDraft) -> bool:
    """Say whether a draft, once checked and cleaned, is what is stored."""
    return draft == stored or check_product(Problems(), draft) == stored


def _save_prices(tx: Tx, entries: Mapping[int, VariantEntry], plan: Plan) -> set[int]:
    targets = plan.targets
    base = {
        variant: Said(amount=said.price, compare_at=said.compare_at, keeps_compare_at=not plan.has_compare_at)
        for variant, said in entries.items()
        if said.price
    }
    changed = save_prices(tx, target=targets.base, prices=base)
    for name, target in targets.markets.items():
        prices = {
            variant: Said(amount=price.amount, compare_at=price.compare_at, keeps_compare_at=False)
            for variant, said in entries.items()
            if (price := said.market_prices.get(name)) and price.amount
        }
        changed |= save_prices(tx, target=target, prices=prices)
    return changed


def _save_levels(tx: Tx, entries: Mapping[int, VariantEntry]) -> set[int]:
    wanted = {variant: said.quantity for variant, said in entries.items() if said.quantity is not None}
    if not wanted:
        return set()
    location = default_location(tx)
    before = find_levels(tx, location=location, variants=wanted)
    news = {variant: level for variant, level in wanted.items() if before.get(variant) != level}
    set_levels_at(tx, location_id=location, levels=news)
    return set(news)
