"""Catalogues made by hand, and contexts to read them in."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

from comptoir.catalog.records import (
    CatalogView,
    CollectionRecord,
    ContentRecord,
    OptionRecord,
    OptionValueRecord,
    ProductRecord,
    SelectedOptionRecord,
    SeoRecord,
    VariantRecord,
)
from comptoir.catalog.search.bits import full, pack
from comptoir.catalog.search.index import build_index
from comptoir.catalog.snapshot import CATALOG, Catalog
from comptoir.graphql.context import RequestContext
from comptoir.markets.snapshot import FALLBACK_MARKET, MARKETS, Markets
from comptoir.principal import VISITOR
from comptoir.readmodel.snapshot import Snapshot

START = datetime(2024, 1, 1, tzinfo=UTC)
NO_SEO = SeoRecord(title=None, description=None)


@dataclass
class Listings:
    """What lists read of a shop: its axes and its visibilities."""

    axes: tuple = ()
    visibilities: tuple = ()
    extra: dict = field(default_factory=dict)


def product(
    ordinal,
    title="Shirt",
    *,
    number=None,
    vendor="",
    product_type="",
    tags=(),
    options=(),
    combinations=None,
    description="",
    sales_rank=0,
    skus=(),
    created=0,
    metafields=(),
):
    """Return a product record; `options` are (name, values) pairs, `combinations` the choices of variants."""
    number = ordinal + 1 if number is None else number
    held = [_option(number, place, name, values) for place, (name, values) in enumerate(options)]
    record = ProductRecord(
        number=number,
        ordinal=ordinal,
        id=f"gid://shopify/Product/{number}",
        handle=f"product-{number}",
        title=title,
        description=description,
        description_html=description,
        vendor=vendor,
        product_type=product_type,
        tags=list(tags),
        category=None,
        is_gift_card=False,
        created_at=START + timedelta(hours=created),
        updated_at=START + timedelta(hours=created),
        published_at=START,
        seo=NO_SEO,
        options=held,
        variants=[],
        media=[],
        images=[],
        featured_image=None,
        collections=[],
        metafields=list(metafields),
        size_chart=None,
        sales_rank=sales_rank,
    )
    for position, choices in enumerate(combinations or [tuple(0 for _ in held)]):
        record.variants.append(_variant(record, position, choices, skus))
    return record


def _option(number, place, name, values):
    return OptionRecord(
        id=f"gid://shopify/ProductOption/{number}{place}",
        name=name,
        option_values=[
            OptionValueRecord(id=f"gid://shopify/ProductOptionValue/{number}{place}{i}", name=value)
            for i, value in enumerate(values)
        ],
    )


def _variant(record, position, choices, skus):
    number = record.number * 100 + position
    chosen = [
        SelectedOptionRecord(name=option.name, value=option.option_values[choice].name)
        for option, choice in zip(record.options, choices, strict=True)
    ]
    return VariantRecord(
        number=number,
        id=f"gid://shopify/ProductVariant/{number}",
        product=record,
        title=" / ".join(choice.value for choice in chosen) or "Default Title",
        sku=skus[position] if position < len(skus) else None,
        barcode=None,
        position=position + 1,
        choices=tuple(choices),
        selected_options=chosen,
        image=None,
        weight_grams=None,
        weight_unit="KILOGRAMS",
        requires_shipping=True,
        taxable=True,
        tax_category="standard",
        inventory_tracked=True,
        backorder=False,
        quantity_minimum=1,
        quantity_maximum=None,
        quantity_increment=1,
        unit_measurement=None,
        created_at=START,
        updated_at=START,
    )


def collection(number, ordinals, *, size, sort_order="MANUAL", title="Collection"):
    """Return a collection record that holds the products of some ordinals in that order."""
    return CollectionRecord(
        number=number,
        id=f"gid://shopify/Collection/{number}",
        handle=f"collection-{number}",
        title=title,
        description="",
        description_html="",
        image=None,
        seo=NO_SEO,
        updated_at=START,
        sort_order=sort_order,
        products=list(ordinals),
        bits=pack(ordinals, size),
    )


def view(products, *, collections=(), language="en", content=None):
    """Return a view over products whose ordinals are their places."""
    return CatalogView(
        language=language,
        ordered=list(products),
        products={p.number: p for p in products},
        by_handle={p.handle: p for p in products},
        variants={v.number: v for p in products for v in p.variants},
        collections={c.number: c for c in collections},
        collections_by_handle={c.handle: c for c in collections},
        content=content or ContentRecord(pages={}, blogs={}, menus={}, redirects=[], legal={}),
        search=build_index(products),
        present=full(len(products)),
    )


def context(catalogue, *, axes=(), visibilities=(), language="EN"):
    """Return the context of a request that reads a view, or a whole catalogue."""
    if isinstance(catalogue, CatalogView):
        catalogue = Catalog(primary=catalogue.language, views={catalogue.language: catalogue})
    markets = Markets(
        shop=SimpleNamespace(default_language=catalogue.primary),
        markets=(FALLBACK_MARKET,),
        default=FALLBACK_MARKET,
        by_country={},
        by_handle={},
        by_id={},
        countries=("FR",),
        languages=("en", "fr"),
    )
    return RequestContext(
        shop=Listings(axes=axes, visibilities=visibilities),
        snapshot=Snapshot({CATALOG.name: catalogue, MARKETS.name: markets}, {"catalog": 1}),
        actor=VISITOR,
        now=START,
        base_url="https://shop.example",
        language=language,
    )
