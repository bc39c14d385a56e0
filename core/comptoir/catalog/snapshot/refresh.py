"""The catalogue after changes: only what changed is made again, all else is shared with the one before."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import count
from typing import TypeVar

from comptoir.catalog.listing.orders import carry_orders
from comptoir.catalog.records import CatalogView, CollectionRecord, ProductRecord
from comptoir.catalog.search.bits import pack
from comptoir.catalog.search.index import SearchIndex
from comptoir.catalog.snapshot.assemble import (
    Inner,
    assemble,
    earliest,
    make_products,
    makers_for,
    targets_of,
)
from comptoir.catalog.snapshot.catalog import Catalog
from comptoir.catalog.snapshot.collections import CollectionRows
from comptoir.catalog.snapshot.content import CONTENT_KINDS, ContentRows
from comptoir.catalog.snapshot.membership import Membership, needs_copy, relink
from comptoir.catalog.snapshot.product_rows import (
    ProductRows,
    has_variant_metafields,
    read_products,
    waiting_products,
)
from comptoir.catalog.snapshot.products import copied
from comptoir.catalog.snapshot.texts import Owner, Texts, read_texts
from comptoir.db.tx import Change, ReadTx

K = TypeVar("K")
V = TypeVar("V")

_FEW = 200
"""Up to so many changed products are always taken in by themselves."""
_SHARE = 10
"""More than one product in so many changed: the whole catalogue is read again."""
_MIN_HOLES = 100
_HOLE_SHARE = 10
"""More than one product in so many gone: the whole catalogue is read again, without holes."""


def refreshed(tx: ReadTx, known: Catalog, changes: Sequence[Change]) -> Catalog:
    """Return the catalogue after changes of products, collections and content; other kinds change nothing."""
    products = sorted({change.ident for change in changes if change.kind == "product"})
    collections = {change.ident for change in changes if change.kind == "collection"}
    content = any(change.kind in CONTENT_KINDS for change in changes)
    if not products and not collections and not content and not _charts(changes):
        return known
    if not _too_much(known, changes, products):
        try:
            return _Refresh(tx, known).run(products, collections, content=content)
        except _NewLanguageError:
            pass
    return assemble(tx, primary=known.primary)


def _charts(changes: Sequence[Change]) -> bool:
    return any(change.kind == "size_chart" for change in changes)


def _too_much(known: Catalog, changes: Sequence[Change], products: Sequence[int]) -> bool:
    view = known.views[known.primary]
    size = len(view.ordered)
    holes = size - view.present.bit_count()
    return (
        _charts(changes)
        or len(products) > max(_FEW, size // _SHARE)
        or (holes > _MIN_HOLES and holes * _HOLE_SHARE > size)
    )


class _NewLanguageError(Exception):
    """A text in a language that has no view yet: everything must be read again."""


class _Refresh:
    """One refresh: makes new records, places them, and assembles new views around what stays."""

    def __init__(self, tx: ReadTx, known: Catalog) -> None:
        self.tx = tx
        self.known = known
        self.primary = known.primary
        self.base = known.views[known.primary]

    def run(self, products: Sequence[int], collections: set[int], *, content: bool) -> Catalog:
        """Return the catalogue; raises `_NewLanguageError` when there is a language without a view."""
        inner: Inner = self.known.inner
        stored = CollectionRows(self.tx) if collections else inner.collections
        made = self._make(self._read(products))
        gone = [one for one in products if one in self.base.products and one not in made.numbers]
        membership = Membership(self.tx, self.base, stored)
        membership.take(made.products[self.primary], gone, changed=collections)
        texts = self._texts({owner for number in membership.placed for owner in stored.owners(number)})
        views: dict[str, CatalogView] = {}
        for language, old in self.known.views.items():
            records = membership.records(old, texts[language], base=views.get(self.primary))
            views[language] = self._view(
                old, made.in_language(language), gone, records, views.get(self.primary)
            )
        appeared = any(number not in self.base.products for number in made.numbers)
        if content or collections or gone or appeared or made.renamed(self.base):
            inner = replace(inner, next_article=self._show_content(views))
        if products:
            others = {n: at for n, at in inner.waiting.items() if n not in set(products)}
            inner = replace(inner, waiting=others | waiting_products(self.tx, products))
        return Catalog(
            primary=self.primary,
            views=views,
            next_boundary=earliest(*inner.waiting.values(), inner.next_article),
            inner=replace(inner, collections=stored),
        )

    def _read(self, products: Sequence[int]) -> list[ProductRows]:
        also_variants = bool(products) and has_variant_metafields(self.tx)
        found: list[ProductRows] = []
        for low, high in self._ranges(products):
            found += read_products(self.tx, low=low, high=high, variant_metafields=also_variants)
        wanted = set(products)
        return [one for one in found if one.product.id in wanted]

    def _ranges(self, products: Sequence[int]) -> Sequence[tuple[int, int]]:
        """Return the ranges of numbers to read: one for all where few others lie between, as in an import."""
        if len(products) > 1:
            low, high = products[0], products[-1]
            between = sum(1 for number in self.base.products if low <= number <= high)
            if between <= 2 * len(products):
                return [(low, high)]
        return [(number, number) for number in products]

    def _make(self, rows: Sequence[ProductRows]) -> "_Made":
        if not rows:
            return _Made(self.primary, {language: [] for language in self.known.views})
        texts = self._texts({owner for one in rows for owner in one.owners()})
        makers = makers_for(self.tx, texts)
        ordinals = self._ordinals([one.product.id for one in rows])
        return _Made(self.primary, make_products(zip(ordinals, rows, strict=True), makers, self.primary))

    def _ordinals(self, numbers: Iterable[int]) -> list[int]:
        """Return the ordinal of each product: the one it had, else one behind all others."""
        following = count(len(self.base.ordered))
        known = self.base.products
        return [known[one].ordinal if one in known else next(following) for one in numbers]

    def _texts(self, owners: Collection[Owner] | None) -> dict[str, Texts]:
        found = read_texts(self.tx, primary=self.primary, owners=owners)
        if found.keys() - self.known.views.keys():
            raise _NewLanguageError
        return {language: found.get(language, Texts(language, {})) for language in self.known.views}

    def _show_content(self, views: Mapping[str, CatalogView]) -> datetime | None:
        """Read all content anew, since menus lead to products and collections; return the next article's time."""
        rows = ContentRows(self.tx)
        texts = self._texts(rows.owners())
        for language, view in views.items():
            view.content = rows.in_language(texts[language], targets_of(view))
        return rows.next_article

    def _view(
        self,
        old: CatalogView,
        come: list[ProductRecord],
        gone: Sequence[int],
        collections: dict[int, CollectionRecord],
        base: CatalogView | None,
    ) -> CatalogView:
        ordered = [*old.ordered, *(product for product in come if product.ordinal >= len(old.ordered))]
        if base is not None:
            come += _copies(old, base, ordered, come, collections)
        left = [old.products[number] for number in gone]
        replaced = left + [old.products[one.number] for one in come if one.number in old.products]
        fresh = {product.ordinal for product in come}
        for product in come:
            ordered[product.ordinal] = product
        search: SearchIndex = old.search
        view = CatalogView(
            language=old.language,
            ordered=ordered,
            products=_mapped(old.products, replaced, come, lambda one: [(one.number, one)]),
            by_handle=_mapped(old.by_handle, replaced, come, lambda one: [(one.handle, one)]),
            variants=_mapped(old.variants, replaced, come, lambda one: [(v.number, v) for v in one.variants]),
            collections=collections,
            collections_by_handle={record.handle: record for record in collections.values()},
            content=old.content,
            search=search.patched(len(ordered), gone=replaced, come=come),
            present=(old.present & ~pack((p.ordinal for p in left), len(ordered)))
            | pack(fresh, len(ordered)),
        )
        carry_orders(old, view, fresh)
        relink(view, old.collections, fresh=fresh, base=base)
        return view


class _Made:
    """New product records by language: all in the primary one, translated ones in the others."""

    def __init__(self, primary: str, products: Mapping[str, list[ProductRecord]]) -> None:
        self.primary = primary
        self.products = products
        self.numbers = {product.number for product in products[primary]}

    def in_language(self, language: str) -> list[ProductRecord]:
        """Return the records that a view shows: translated ones, else the primary ones."""
        own = {product.number: product for product in self.products[language]}
        return [own.get(product.number, product) for product in self.products[self.primary]]

    def renamed(self, known: CatalogView) -> bool:
        """Whether any has a handle that was not known."""
        return any(product.handle not in known.by_handle for product in self.products[self.primary])


def _mapped(
    known: Mapping[K, V],
    replaced: Iterable[ProductRecord],
    come: Iterable[ProductRecord],
    entries: Callable[[ProductRecord], Iterable[tuple[K, V]]],
) -> Mapping[K, V]:
    """Return a mapping without the entries of replaced products and with those of new ones."""
    new = dict(entry for product in come for entry in entries(product))
    lost = [key for product in replaced for key, _ in entries(product) if key not in new]
    assert isinstance(known, dict)
    mapping: dict[K, V] = known.copy()
    for key in lost:
        mapping.pop(key, None)
    mapping.update(new)
    return mapping


def _copies(
    old: CatalogView,
    base: CatalogView,
    ordered: Sequence[ProductRecord],
    come: list[ProductRecord],
    collections: Mapping[int, CollectionRecord],
) -> list[ProductRecord]:
    """Return records of their own for products in collections that are translated in this language.

    Those among the products that come are replaced in `come`.
    """
    coming = {product.ordinal for product in come}
    translated = [record for number, record in collections.items() if record is not base.collections[number]]
    for place, product in enumerate(come):
        shared = product is base.ordered[product.ordinal]
        if shared and any(record.bits >> product.ordinal & 1 for record in translated):
            come[place] = copied(product)
    wanted = needs_copy(base, old.collections, collections) - coming
    return [copied(ordered[one]) for one in sorted(wanted) if ordered[one] is base.ordered[one]]
