"""Which products collections hold after changes, and which collections products are told they are in."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

from sqlalchemy import bindparam, select

from comptoir.catalog.models import COLLECTION_PRODUCT
from comptoir.catalog.records import CatalogView, CollectionRecord, ProductRecord
from comptoir.catalog.search.bits import ordinals_of, pack
from comptoir.catalog.snapshot.collections import CollectionRows, member_key, place_members, read_members
from comptoir.catalog.snapshot.texts import Texts
from comptoir.db.tx import ReadTx

_HOLDERS = (
    select(COLLECTION_PRODUCT.c.collection_id)
    .where(COLLECTION_PRODUCT.c.product_id.in_(bindparam("products", expanding=True)))
    .distinct()
)


class Membership:
    """Works out the collections that hold other products, or the same in another order, than before."""

    def __init__(self, tx: ReadTx, base: CatalogView, stored: CollectionRows) -> None:
        self.tx = tx
        self.base = base
        self.stored = stored
        self.rules = stored.rules
        self.placed: dict[int, tuple[Sequence[int], int]] = {}
        """Products of the collections whose records must be made again."""
        self.now: dict[int, ProductRecord] = {}
        self.gone: AbstractSet[int] = frozenset()

    def take(self, made: Sequence[ProductRecord], gone: Sequence[int], *, changed: AbstractSet[int]) -> None:
        """Take in changed products (primary records), numbers of products that left, and changed collections."""
        base = self.base
        self.now = {product.number: product for product in made}
        self.gone = frozenset(gone)
        left = [base.products[number] for number in gone]
        appeared = [product.number for product in made if product.number not in base.products]
        holders = (
            {row.collection_id for row in self.tx.all(_HOLDERS, {"products": appeared})}
            if appeared
            else set()
        )
        for number, row in self.stored.rows.items():
            known = base.collections.get(number)
            if known is None or number in changed or (number in holders and number not in self.rules):
                self.placed[number] = self._whole(number)
            elif self._moved(known, row.sort_order, made, left):
                self.placed[number] = self._patched(known, row.sort_order, made, left)

    def _whole(self, number: int) -> tuple[Sequence[int], int]:
        """Find all products of a collection anew."""
        row, rule = self.stored.rows[number], self.rules.get(number)
        if rule is not None:
            held = [product for product in self._everyone() if rule.fits(product)]
        else:
            members = read_members(self.tx, [number]).get(number, ())
            found = (self.now.get(one) or self.base.products.get(one) for one in members)
            held = [product for product in found if product is not None and self._stays(product)]
        return place_members(held, row.sort_order, automatic=rule is not None)

    def _everyone(self) -> Iterable[ProductRecord]:
        for ordinal in ordinals_of(self.base.present):
            product = self.base.ordered[ordinal]
            if product.number not in self.now and self._stays(product):
                yield product
        yield from self.now.values()

    def _stays(self, product: ProductRecord) -> bool:
        return product.number not in self.gone

    def _belongs(self, number: int, product: ProductRecord) -> bool:
        """Whether a changed product is in a collection whose rows did not change."""
        rule = self.rules.get(number)
        if rule is not None:
            return rule.fits(product)
        return bool(self.base.collections[number].bits >> product.ordinal & 1)

    def _moved(
        self,
        known: CollectionRecord,
        sort_order: str,
        made: Sequence[ProductRecord],
        left: Sequence[ProductRecord],
    ) -> bool:
        if any(known.bits >> product.ordinal & 1 for product in left):
            return True
        key = member_key(sort_order, automatic=known.number in self.rules)
        for product in made:
            was = bool(known.bits >> product.ordinal & 1)
            if was != self._belongs(known.number, product):
                return True
            if was and key is not None and key(self.base.ordered[product.ordinal]) != key(product):
                return True
        return False

    def _patched(
        self,
        known: CollectionRecord,
        sort_order: str,
        made: Sequence[ProductRecord],
        left: Sequence[ProductRecord],
    ) -> tuple[Sequence[int], int]:
        """Take changed products out of a collection and sort those that belong in again."""
        key = member_key(sort_order, automatic=known.number in self.rules)
        away = {product.ordinal for product in left}
        if key is None:
            return self._without(known, away)
        touched = away | {product.ordinal for product in made}
        ordinals = [ordinal for ordinal in known.products if ordinal not in touched]
        ordered, turned = self.base.ordered, sort_order.endswith("_DESC")
        if turned:
            ordinals.reverse()
        fresh = {product.ordinal: product for product in made}
        for product in made:
            if self._belongs(known.number, product):
                place = bisect_left(
                    ordinals, key(product), key=lambda other: key(fresh.get(other) or ordered[other])
                )
                ordinals.insert(place, product.ordinal)
        if turned:
            ordinals.reverse()
        return ordinals, pack(ordinals, max(ordinals, default=0) + 1)

    @staticmethod
    def _without(known: CollectionRecord, away: AbstractSet[int]) -> tuple[Sequence[int], int]:
        ordinals = [ordinal for ordinal in known.products if ordinal not in away]
        return ordinals, pack(ordinals, max(ordinals, default=0) + 1)

    def records(
        self, old: CatalogView, texts: Texts, *, base: CatalogView | None
    ) -> dict[int, CollectionRecord]:
        """Return all collections of a view; `base` is the new primary view, none when this is it."""
        found: dict[int, CollectionRecord] = {}
        for number in self.stored.rows:
            placed = self.placed.get(number)
            if placed is None:
                found[number] = old.collections[number]
            elif base is not None and not texts.touch(self.stored.owners(number)):
                found[number] = base.collections[number]
            else:
                found[number] = self.stored.record(number, texts, products=placed[0], bits=placed[1])
        return found


def needs_copy(
    base: CatalogView, old: Mapping[int, CollectionRecord], new: Mapping[int, CollectionRecord]
) -> set[int]:
    """Return the ordinals that need records of their own in another language, for collections changed there."""
    found: set[int] = set()
    for number, record in new.items():
        if record is not base.collections[number] and record is not old.get(number):
            found.update(record.products)
    return found


def relink(
    view: CatalogView,
    old: Mapping[int, CollectionRecord],
    *,
    fresh: AbstractSet[int],
    base: CatalogView | None,
) -> None:
    """Tell the products of a view which collections they are in now; `fresh` ordinals know nothing yet.

    The lists of products that are shared with the view before are changed in place, which shows that view's
    last readers a newer title of a collection at worst: lists of products go by the view's own collections.
    """
    new, ordered = view.collections, view.ordered

    def own(ordinal: int) -> bool:
        return base is None or ordered[ordinal] is not base.ordered[ordinal]

    for ordinal in fresh:
        if own(ordinal):
            held = [record for record in new.values() if record.bits >> ordinal & 1]
            ordered[ordinal].collections[:] = held
    for number in old.keys() | new.keys():
        before, after = old.get(number), new.get(number)
        if before is after:
            continue
        stay = set() if after is None else set(after.products)
        for ordinal in () if before is None else before.products:
            if ordinal not in stay and ordinal not in fresh and own(ordinal):
                held = ordered[ordinal].collections
                held[:] = [record for record in held if record.number != number]
        for ordinal in stay - fresh:
            if after is not None and own(ordinal):
                _put(ordered[ordinal].collections, after)


def _put(held: list[CollectionRecord], record: CollectionRecord) -> None:
    for place, known in enumerate(held):
        if known.number == record.number:
            held[place] = record
            return
    held.append(record)
    held.sort(key=lambda one: one.number)
