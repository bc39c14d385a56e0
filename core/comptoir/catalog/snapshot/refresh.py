"""The catalogue after changes: only what changed is made again, all else is shared with the one before."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from comptoir.catalog.listing.orders import carry_orders
from comptoir.catalog.records import CatalogView, CollectionRecord, ProductRecord
from comptoir.catalog.search.index import SearchIndex
from comptoir.catalog.snapshot.assemble import Inner, assemble, earliest, make_products, makers_for
from comptoir.catalog.snapshot.catalog import Catalog
from comptoir.catalog.snapshot.collections import CollectionRows
from comptoir.catalog.snapshot.content import CONTENT_KINDS, ContentRows
from comptoir.catalog.snapshot.membership import Membership, needs_copy, relink
from comptoir.catalog.snapshot.menus import Targets
from comptoir.catalog.snapshot.product_rows import (
    ProductRows,
    has_variant_metafields,
    next_publication,
    read_products,
)
from comptoir.catalog.snapshot.products import copied
from comptoir.catalog.snapshot.texts import Texts, read_languages, read_texts
from comptoir.db.tx import Change, ReadTx

_FEW = 50
"""Up to so many changed products are always taken in one by one."""
_SHARE = 100
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
    if _too_much(tx, known, changes, products):
        return assemble(tx, primary=known.primary)
    return _Refresh(tx, known).run(products, collections, content=content)


def _charts(changes: Sequence[Change]) -> bool:
    return any(change.kind == "size_chart" for change in changes)


def _too_much(tx: ReadTx, known: Catalog, changes: Sequence[Change], products: Sequence[int]) -> bool:
    inner: Inner = known.inner
    view = known.views[known.primary]
    size = len(view.ordered)
    holes = size - view.present.bit_count()
    return (
        _charts(changes)
        or len(products) > max(_FEW, size // _SHARE)
        or (holes > _MIN_HOLES and holes * _HOLE_SHARE > size)
        or read_languages(tx) != inner.languages
    )


class _Refresh:
    """One refresh: makes new records, places them, and assembles new views around what stays."""

    def __init__(self, tx: ReadTx, known: Catalog) -> None:
        self.tx = tx
        self.known = known
        self.primary = known.primary
        self.base = known.views[known.primary]

    def run(self, products: Sequence[int], collections: set[int], *, content: bool) -> Catalog:
        rows = self._read(products)
        placed = self._ordinals(rows)
        stored = CollectionRows(self.tx)
        owners = {owner for one in rows.values() for owner in one.owners()}
        for number in stored.rows:
            owners.update(stored.owners(number))
        texts = self._texts(read_texts(self.tx, primary=self.primary, owners=owners))
        made = make_products(
            [(placed[number], one) for number, one in rows.items()], makers_for(self.tx, texts), self.primary
        )
        gone = [number for number in products if number in self.base.products and number not in rows]
        membership = Membership(self.tx, self.base, stored)
        membership.take(made[self.primary], gone, changed=collections)
        appeared = {one.number for one in made[self.primary]} - self.base.products.keys()
        handles = bool(appeared or gone or collections) or self._renamed(made[self.primary])
        fresh = ContentRows(self.tx) if content or handles else None
        told = self._texts(read_texts(self.tx, primary=self.primary)) if fresh is not None else texts
        views: dict[str, CatalogView] = {}
        for language in self.known.views:
            records = membership.records(
                self.known.views[language], texts[language], base=views.get(self.primary)
            )
            view = self._view(language, made[language], made[self.primary], gone, records, views)
            if fresh is not None:
                targets = Targets(products=view.by_handle, collections=view.collections_by_handle)
                view.content = fresh.in_language(told[language], targets)
            views[language] = view
        inner: Inner = self.known.inner
        if fresh is not None:
            inner = replace(inner, next_article=fresh.next_article)
        return Catalog(
            primary=self.primary,
            views=views,
            next_boundary=earliest(next_publication(self.tx), inner.next_article),
            inner=replace(inner, rules=membership.rules),
        )

    def _read(self, products: Sequence[int]) -> dict[int, ProductRows]:
        also_variants = bool(products) and has_variant_metafields(self.tx)
        found: dict[int, ProductRows] = {}
        for number in products:
            for one in read_products(self.tx, low=number, high=number, variant_metafields=also_variants):
                found[number] = one
        return found

    def _ordinals(self, rows: Iterable[int]) -> dict[int, int]:
        """Return the ordinal of each product: the one it had, else one behind all others."""
        placed: dict[int, int] = {}
        following = len(self.base.ordered)
        for number in rows:
            held = self.base.products.get(number)
            if held is None:
                placed[number] = following
                following += 1
            else:
                placed[number] = held.ordinal
        return placed

    def _texts(self, found: dict[str, Texts]) -> dict[str, Texts]:
        return {language: found.get(language, Texts(language, {})) for language in self.known.views}

    def _renamed(self, made: Iterable[ProductRecord]) -> bool:
        known = self.base.by_handle
        return any(product.handle not in known for product in made)

    def _view(
        self,
        language: str,
        translated: Sequence[ProductRecord],
        primary: Sequence[ProductRecord],
        gone: Sequence[int],
        collections: dict[int, CollectionRecord],
        views: dict[str, CatalogView],
    ) -> CatalogView:
        old = self.known.views[language]
        own = {product.number: product for product in translated}
        come = [own.get(product.number, product) for product in primary]
        left = [old.products[number] for number in gone]
        base = views.get(self.primary)
        ordered = [*old.ordered, *(p for p in come if p.ordinal >= len(old.ordered))]
        if base is not None:
            come += self._copies(old, base, ordered, come, collections)
        products, by_handle = dict(old.products), dict(old.by_handle)
        variants = dict(old.variants)
        replaced = left + [old.products[product.number] for product in come if product.number in old.products]
        for product in replaced:
            del products[product.number]
            by_handle.pop(product.handle, None)
            for variant in product.variants:
                variants.pop(variant.number, None)
        present = old.present
        for product in left:
            present &= ~(1 << product.ordinal)
        for product in come:
            ordered[product.ordinal] = product
            present |= 1 << product.ordinal
            products[product.number] = product
            by_handle[product.handle] = product
            variants.update((variant.number, variant) for variant in product.variants)
        search: SearchIndex = old.search
        view = CatalogView(
            language=language,
            ordered=ordered,
            products=products,
            by_handle=by_handle,
            variants=variants,
            collections=collections,
            collections_by_handle={record.handle: record for record in collections.values()},
            content=old.content,
            search=search.patched(len(ordered), gone=replaced, come=come),
            present=present,
        )
        fresh = {product.ordinal for product in come}
        carry_orders(old, view, fresh)
        relink(view, old.collections, fresh=fresh, base=base)
        return view

    @staticmethod
    def _copies(
        old: CatalogView,
        base: CatalogView,
        ordered: Sequence[ProductRecord],
        come: list[ProductRecord],
        collections: dict[int, CollectionRecord],
    ) -> list[ProductRecord]:
        """Return records of their own for products in collections that are translated here.

        Those among the products that come are replaced in `come`.
        """
        coming = {product.ordinal for product in come}
        translated = [
            record for number, record in collections.items() if record is not base.collections[number]
        ]
        for place, product in enumerate(come):
            shared = product is base.ordered[product.ordinal]
            if shared and any(record.bits >> product.ordinal & 1 for record in translated):
                come[place] = copied(product)
        wanted = needs_copy(base, old.collections, collections) - coming
        return [copied(ordered[one]) for one in sorted(wanted) if ordered[one] is base.ordered[one]]
