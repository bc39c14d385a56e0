"""The whole catalogue from SQL, in every language."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from comptoir.catalog.records import CatalogView, CollectionRecord, ContentRecord, ProductRecord
from comptoir.catalog.search.bits import full, ordinals_of
from comptoir.catalog.search.index import SearchIndex, build_index
from comptoir.catalog.snapshot.catalog import Catalog
from comptoir.catalog.snapshot.collections import CollectionRows, place_members, read_members
from comptoir.catalog.snapshot.content import ContentRows
from comptoir.catalog.snapshot.menus import Targets
from comptoir.catalog.snapshot.product_rows import (
    ProductRows,
    has_variant_metafields,
    published_numbers,
    read_products,
    waiting_products,
)
from comptoir.catalog.snapshot.products import ProductMaker, copied, size_charts
from comptoir.catalog.snapshot.shared import Shared
from comptoir.catalog.snapshot.texts import Texts, read_texts
from comptoir.db.tx import ReadTx

NO_CONTENT = ContentRecord(pages={}, blogs={}, menus={}, redirects=(), legal={})
_AT_ONCE = 2_000
"""Products whose rows are in memory at one time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inner:
    """What a refresh needs to know besides the views."""

    collections: CollectionRows
    waiting: Mapping[int, datetime]
    """When products that wait for their time appear, by number."""
    next_article: datetime | None


def assemble(tx: ReadTx, *, primary: str) -> Catalog:
    """Read the catalogue; `primary` is the language that its tables are written in."""
    texts = {primary: Texts(primary, {}), **read_texts(tx, primary=primary)}
    products = _read_all(tx, texts, primary)
    collections = CollectionRows(tx)
    waiting = waiting_products(tx)
    index = build_index(products[primary])
    placed = _placed(tx, collections, index, products[primary])
    content = ContentRows(tx)
    views: dict[str, CatalogView] = {}
    for language, told in texts.items():
        records = collections_in_language(collections, told, placed, base=views.get(primary))
        if language == primary:
            ordered: list[ProductRecord] = list(products[primary])
        else:
            ordered = _own_products(views[primary], products[language], records)
        link_collections(ordered, records, skip=views[primary].ordered if language != primary else ())
        search = index if language == primary else build_index(ordered)
        views[language] = _view(language, ordered, records, search)
        targets = targets_of(views[language])
        views[language].content = content.in_language(told, targets)
    return Catalog(
        primary=primary,
        views=views,
        next_boundary=earliest(*waiting.values(), content.next_article),
        inner=Inner(collections=collections, waiting=waiting, next_article=content.next_article),
    )


def targets_of(view: CatalogView) -> Targets:
    """Return what the menus of a view may lead to."""
    return Targets(products=view.by_handle, collections=view.collections_by_handle)


def earliest(*moments: datetime | None) -> datetime | None:
    """Return the earliest of some moments, none when there is none."""
    return min((moment for moment in moments if moment is not None), default=None)


def make_products(
    rows: Iterable[tuple[int, ProductRows]], makers: Mapping[str, ProductMaker], primary: str
) -> Mapping[str, list[ProductRecord]]:
    """Return products by language from (ordinal, rows): all in the primary one, else those with texts."""
    made: dict[str, list[ProductRecord]] = {language: [] for language in makers}
    for ordinal, one in rows:
        made[primary].append(makers[primary].make(one, ordinal=ordinal))
        for language, maker in makers.items():
            if language != primary and maker.texts.touch(one.owners()):
                made[language].append(maker.make(one, ordinal=ordinal))
    return made


def makers_for(tx: ReadTx, texts: Mapping[str, Texts]) -> Mapping[str, ProductMaker]:
    """Return what makes product records, by language."""
    shared = Shared()
    return {language: ProductMaker(told, size_charts(tx, told), shared) for language, told in texts.items()}


def _read_all(tx: ReadTx, texts: Mapping[str, Texts], primary: str) -> Mapping[str, list[ProductRecord]]:
    makers = makers_for(tx, texts)
    made: dict[str, list[ProductRecord]] = {language: [] for language in texts}
    numbers = published_numbers(tx)
    also_variants = has_variant_metafields(tx)
    for start in range(0, len(numbers), _AT_ONCE):
        chunk = numbers[start : start + _AT_ONCE]
        rows = read_products(tx, low=chunk[0], high=chunk[-1], variant_metafields=also_variants)
        found = make_products(enumerate(rows, start), makers, primary)
        for language, products in found.items():
            made[language].extend(products)
    return made


Placed = Mapping[int, tuple[Sequence[int], int]]
"""The products of each collection by its number: ordinals in its order, and as a bitset."""


def _placed(
    tx: ReadTx, collections: CollectionRows, index: SearchIndex, products: Sequence[ProductRecord]
) -> Placed:
    members = read_members(tx)
    present = full(len(products))
    by_number = {product.number: product for product in products}
    placed: dict[int, tuple[Sequence[int], int]] = {}
    for number, row in collections.rows.items():
        rule = collections.rules.get(number)
        if rule is not None:
            held = [products[one] for one in ordinals_of(rule.bits(index.attributes, products, present))]
        else:
            held = [by_number[one] for one in members.get(number, ()) if one in by_number]
        placed[number] = place_members(held, row.sort_order, automatic=rule is not None)
    return placed


def collections_in_language(
    rows: CollectionRows, texts: Texts, placed: Placed, *, base: CatalogView | None
) -> dict[int, CollectionRecord]:
    """Return all collections in a language; untranslated ones are those of the primary view."""
    found: dict[int, CollectionRecord] = {}
    for number in rows.rows:
        if base is not None and not texts.touch(rows.owners(number)):
            found[number] = base.collections[number]
        else:
            ordinals, bits = placed[number]
            found[number] = rows.record(number, texts, products=ordinals, bits=bits)
    return found


def _own_products(
    base: CatalogView, translated: Sequence[ProductRecord], collections: Mapping[int, CollectionRecord]
) -> list[ProductRecord]:
    """Return the products of another language: translated ones, shared ones, and copies where collections differ."""
    ordered = list(base.ordered)
    for product in translated:
        ordered[product.ordinal] = product
    for number, record in collections.items():
        if record is not base.collections[number]:
            for ordinal in record.products:
                if ordered[ordinal] is base.ordered[ordinal]:
                    ordered[ordinal] = copied(ordered[ordinal])
    return ordered


def link_collections(
    ordered: Sequence[ProductRecord],
    collections: Mapping[int, CollectionRecord],
    *,
    skip: Sequence[ProductRecord] = (),
) -> None:
    """Tell products which collections they are in; products of `skip`, by ordinal, know already."""
    for record in collections.values():
        for ordinal in record.products:
            product = ordered[ordinal]
            if not skip or product is not skip[ordinal]:
                product.collections.append(record)


def _view(
    language: str,
    ordered: list[ProductRecord],
    collections: dict[int, CollectionRecord],
    search: SearchIndex,
) -> CatalogView:
    return CatalogView(
        language=language,
        ordered=ordered,
        products={product.number: product for product in ordered},
        by_handle={product.handle: product for product in ordered},
        variants={variant.number: variant for product in ordered for variant in product.variants},
        collections=collections,
        collections_by_handle={record.handle: record for record in collections.values()},
        content=NO_CONTENT,
        search=search,
        present=full(len(ordered)),
    )
