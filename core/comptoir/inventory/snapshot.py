"""The snapshot part of stock: which variants are there, in all and at each location. Numbers stay in SQL."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, select

from comptoir.catalog.records import ProductRecord, VariantRecord
from comptoir.catalog.snapshot import CATALOG
from comptoir.db.tx import Change, ReadTx
from comptoir.ids import gid
from comptoir.inventory.areas import unpack_index
from comptoir.inventory.hours import unpack_calendar
from comptoir.inventory.models import LEVEL, LOCATION
from comptoir.inventory.preorders import Preorder, find_preorders
from comptoir.inventory.records import LocationRecord
from comptoir.readmodel.snapshot import Parts, SnapshotPart

_CHUNK = 500
_LOCATIONS = select(LOCATION).where(LOCATION.c.active).order_by(LOCATION.c.position, LOCATION.c.id)
_STOCKED = select(LEVEL.c.variant_id, LEVEL.c.location_id).where(LEVEL.c.available > 0)
_STOCKED_OF = _STOCKED.where(LEVEL.c.variant_id.in_(bindparam("variants", expanding=True)))


@dataclass(slots=True, kw_only=True, eq=False)
class Availability:
    """Where each variant is in stock.

    `stocked` has for each variant that is anywhere a bitset over `locations`: bit i is the i-th location.
    """

    locations: Sequence[LocationRecord]
    by_id: Mapping[str, LocationRecord]
    selling: int
    """The locations whose stock can be bought, as a bitset."""
    stocked: Mapping[int, int]
    preorders: Mapping[int, Preorder]
    """By variant number."""
    catalog: Any
    """The catalogue that `products` was reckoned with."""
    products: int | None = None
    """Products for sale as a bitset over ordinals; none until somebody asks."""

    @property
    def stores(self) -> Sequence[LocationRecord]:
        """The locations where orders can be collected, in the merchant's order."""
        return [location for location in self.locations if location.pickup_enabled]

    def in_stock(self, variant: VariantRecord) -> bool:
        """Whether a variant is there at a location that sells."""
        return self.stocked.get(variant.number, 0) & self.selling != 0

    def for_sale(self, variant: VariantRecord) -> bool:
        """Whether a variant can be bought: not counted, or there, or sold although it is not."""
        return not variant.inventory_tracked or self.in_stock(variant) or self.sold_ahead(variant)

    def sold_ahead(self, variant: VariantRecord) -> bool:
        """Whether a variant is sold although it is not there: on back order, or before it comes.

        Demands on its stock are made with `backorder`. The bound of a preorder shows only when it is sold.
        """
        return variant.backorder or variant.number in self.preorders

    def on_back_order(self, variant: VariantRecord) -> bool:
        """Whether none is left of a variant that is sold all the same."""
        return variant.inventory_tracked and self.sold_ahead(variant) and not self.in_stock(variant)

    def product_for_sale(self, product: ProductRecord) -> bool:
        """Whether any variant of a product can be bought."""
        return any(self.for_sale(variant) for variant in product.variants)

    def products_for_sale(self) -> int:
        """Return the products that can be bought, as a bitset over ordinals."""
        if self.products is None:
            ordered = self.catalog.view("").ordered
            self.products = _bits(product.ordinal for product in ordered if self.product_for_sale(product))
        return self.products


def build_availability(tx: ReadTx, parts: Parts) -> Availability:
    """Read locations and what is in stock where."""
    locations = tuple(_location(row) for row in tx.all(_LOCATIONS))
    places = {location.number: 1 << place for place, location in enumerate(locations)}
    return Availability(
        locations=locations,
        by_id={location.id: location for location in locations},
        selling=sum(places[location.number] for location in locations if location.sells),
        stocked=_stocked(tx.all(_STOCKED), places),
        preorders=find_preorders(tx),
        catalog=parts[CATALOG],
    )


def refresh_availability(
    tx: ReadTx, value: Availability, changes: Sequence[Change], parts: Parts
) -> Availability:
    """Return the part after changes: only the variants that flipped are read again."""
    if any(change.kind in {"location", "preorder"} for change in changes):
        return build_availability(tx, parts)
    variants = sorted({change.ident for change in changes if change.kind == "variant"})
    catalog = parts[CATALOG]
    fresh = Availability(
        locations=value.locations,
        by_id=value.by_id,
        selling=value.selling,
        stocked=_restocked(tx, value, variants) if variants else value.stocked,
        preorders=value.preorders,
        catalog=catalog,
    )
    if value.products is not None and catalog is value.catalog:
        fresh.products = _patched(value.products, fresh, variants)
    return fresh


def _restocked(tx: ReadTx, value: Availability, variants: Sequence[int]) -> Mapping[int, int]:
    places = {location.number: 1 << place for place, location in enumerate(value.locations)}
    stocked = dict(value.stocked)
    for variant in variants:
        stocked.pop(variant, None)
    for start in range(0, len(variants), _CHUNK):
        rows = tx.all(_STOCKED_OF, {"variants": variants[start : start + _CHUNK]})
        stocked.update(_stocked(rows, places))
    return stocked


def _patched(bits: int, fresh: Availability, variants: Sequence[int]) -> int:
    known = fresh.catalog.view("").variants
    for product in {known[number].product for number in variants if number in known}:
        flag = 1 << product.ordinal
        bits = bits | flag if fresh.product_for_sale(product) else bits & ~flag
    return bits


def _stocked(rows: Iterable[Row[Any]], places: Mapping[int, int]) -> dict[int, int]:
    stocked: defaultdict[int, int] = defaultdict(int)
    for row in rows:
        place = places.get(row.location_id)
        if place is not None:
            stocked[row.variant_id] |= place
    return dict(stocked)


def _bits(ordinals: Iterable[int]) -> int:
    places = list(ordinals)
    if not places:
        return 0
    buffer = bytearray(max(places) // 8 + 1)
    for place in places:
        buffer[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(buffer, "little")


def _location(row: Row[Any]) -> LocationRecord:
    return LocationRecord(
        number=row.id,
        id=gid("Location", row.id),
        handle=row.handle,
        name=row.name,
        kind=row.kind,
        address1=row.address1,
        address2=row.address2,
        zip=row.zip,
        city=row.city,
        province=row.province,
        province_code=row.province_code,
        country_code=row.country_code,
        phone=row.phone,
        latitude=row.latitude,
        longitude=row.longitude,
        time_zone=row.time_zone,
        pickup_enabled=row.pickup_enabled,
        pickup_minutes=row.pickup_minutes,
        fulfils_online=row.fulfils_online,
        hours=unpack_calendar(row.hours, zone=row.time_zone),
        same_day_km=row.same_day_km,
        same_day_minutes=row.same_day_minutes,
        same_day_zips=unpack_index(row.same_day_zips),
    )


AVAILABILITY: SnapshotPart[Availability] = SnapshotPart(
    name="availability",
    build=build_availability,
    refresh=refresh_availability,
    streams=frozenset({"stock"}),
    requires=(CATALOG,),
)
"""Which variants are in stock, and where."""
