"""Products as the catalogue takes them: each table of `data/products/` becomes a `ProductDraft`."""

from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

from comptoir.api import MediaDraft, MetafieldDraft, OptionDraft, ProductDraft, VariantDraft

from comptoir_atelier.barcodes import barcode
from comptoir_atelier.sources import Table, french, read, read_products

_MADE_IN = {"FR": ("France", "France"), "IT": ("Italy", "Italie"), "PT": ("Portugal", "Portugal")}
_SEO_LIMIT = 320


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A variant: what it is called, what it looks like, what it costs in each currency."""

    sku: str
    color: str | None
    choices: tuple[str, ...]
    prices: dict[str, str]
    compare_at: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """A product as written in the data, with its variants worked out."""

    handle: str
    source: Table
    pieces: tuple[Piece, ...]

    @property
    def colors(self) -> tuple[str, ...]:
        """Keys of its colours, the first being the one to show first."""
        return tuple(self.source.get("colors", ()))

    @property
    def is_gift_card(self) -> bool:
        """Whether it is money rather than a thing."""
        return bool(self.source.get("gift_card"))


def find_products() -> tuple[Product, ...]:
    """Return every product of the brand in the order of its files."""
    return tuple(_product(source) for source in read_products())


def product_draft(product: Product, *, media: Sequence[MediaDraft] = ()) -> ProductDraft:
    """Return the draft of a product; `media` starts with one picture for each colour, in their order."""
    source = product.source
    return ProductDraft(
        handle=product.handle,
        title=source["title"],
        description_html=f"<p>{source['text']}</p>",
        vendor=source.get("vendor", "Atelier Rive"),
        product_type=source["type"],
        tags=sorted(source["tags"]),
        is_gift_card=product.is_gift_card,
        seo_title=f"{source['title']} | Atelier Rive",
        seo_description=source["text"][:_SEO_LIMIT],
        options=_options(product),
        variants=[_variant(product, piece) for piece in product.pieces],
        media=media,
        metafields=_metafields(source),
        size_chart=source.get("size_chart"),
        sales_rank=_sales_rank(source),
        translations=french(
            title=source["title_fr"],
            description_html=f"<p>{source['text_fr']}</p>",
            product_type=source["type_fr"],
            seo_title=f"{source['title_fr']} | Atelier Rive",
            seo_description=source["text_fr"][:_SEO_LIMIT],
        ),
    )


def _product(source: Table) -> Product:
    return Product(handle=source["handle"], source=source, pieces=_pieces(source))


def _pieces(source: Table) -> tuple[Piece, ...]:
    if "amounts" in source:
        return tuple(_gift_card(source, amount) for amount in source["amounts"])
    palette = read("colors")
    colors = source.get("colors", [None])
    sizes = read("sizes")[source["sizes"]]["values"] if "sizes" in source else [None]
    return tuple(
        Piece(
            sku=_sku(source["code"], palette[color]["code"] if color else None, size),
            color=color,
            choices=tuple(text for text in (color and palette[color]["name"], size) if text),
            prices=dict(source["price"]),
            compare_at=dict(source.get("was", {})),
        )
        for color in colors
        for size in sizes
    )


def _gift_card(source: Table, amount: str) -> Piece:
    prices = dict.fromkeys(("EUR", "GBP", "USD"), f"{amount}.00")
    sku = _sku(source["code"], None, amount)
    return Piece(sku=sku, color=None, choices=(amount,), prices=prices, compare_at={})


def _sku(code: str, color: str | None, size: str | None) -> str:
    parts = ["AR", code, color, (size or "").upper().replace(" ", "").replace("YEARS", "Y")]
    return "-".join(part for part in parts if part)


def _sales_rank(source: Table) -> int:
    """Return how well a demonstration product is said to sell: those we feature first, families mixed."""
    tags = set(source["tags"])
    tier = 0 if "featured" in tags else 1 if tags & {"new", "essentials", "carousel"} else 2
    return tier * 1000 + crc32(source["handle"].encode()) % 1000


def _options(product: Product) -> list[OptionDraft]:
    source = product.source
    options = []
    if product.is_gift_card:
        names = {"Amount": "Montant"}
        options.append(OptionDraft(name="Amount", values=source["amounts"], translations={"fr": names}))
    if product.colors:
        colors = [read("colors")[color] for color in product.colors]
        options.append(
            OptionDraft(
                name="Color",
                values=[color["name"] for color in colors],
                swatches={color["name"]: color["hex"] for color in colors},
                translations={"fr": {"Color": "Couleur", **{c["name"]: c["fr"] for c in colors}}},
            )
        )
    if "sizes" in source:
        sizes = read("sizes")[source["sizes"]]
        name = "Pointure" if source["type"] == "Shoes" else "Taille"
        texts = {"Size": name, **{size: size for size in sizes["values"]}, **sizes.get("fr", {})}
        options.append(OptionDraft(name="Size", values=sizes["values"], translations={"fr": texts}))
    return options


def _variant(product: Product, piece: Piece) -> VariantDraft:
    source = product.source
    unit = source.get("unit")
    return VariantDraft(
        choices=piece.choices,
        sku=piece.sku,
        barcode=barcode(piece.sku),
        weight_grams=source["weight"],
        weight_unit="GRAMS",
        requires_shipping=not product.is_gift_card,
        taxable=not product.is_gift_card,
        tax_category=source.get("tax_category", "standard"),
        inventory_tracked=not product.is_gift_card,
        backorder=piece.sku in read("locations")["scarcity"]["backorder"],
        quantity_minimum=source.get("minimum", 1),
        quantity_maximum=source.get("maximum"),
        quantity_increment=source.get("increment", 1),
        unit_measurement=(unit["kind"], unit["thousandths"], unit["reference"]) if unit else None,
        media_index=product.colors.index(piece.color) if piece.color else 0,
    )


def _metafields(source: Table) -> list[MetafieldDraft]:
    material = read("materials")[source["material"]]
    made_in, made_in_fr = _MADE_IN[source["made_in"]]
    texts = {
        "fabric": (
            source.get("fabric", material["fabric"]),
            source.get("fabric_fr", material["fabric_fr"]),
        ),
        "care": (source.get("care", material["care"]), source.get("care_fr", material["care_fr"])),
        "made_in": (made_in, made_in_fr),
    }
    return [
        MetafieldDraft(
            namespace="custom",
            key=key,
            type="single_line_text_field",
            value=english,
            translations=french(value=text),
        )
        for key, (english, text) in texts.items()
    ]
