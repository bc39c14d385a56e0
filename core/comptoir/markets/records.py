"""What the snapshot holds of the shop and its markets."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class BrandColorRecord:
    """A pair of colours as `#rrggbb`."""

    background: str | None
    foreground: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BrandColorsRecord:
    """The colours of the brand, most important first."""

    primary: Sequence[BrandColorRecord]
    secondary: Sequence[BrandColorRecord]


@dataclass(slots=True, kw_only=True, eq=False)
class BrandRecord:
    """How the shop presents itself. Paths of pictures are site-relative or absolute addresses."""

    slogan: str | None
    short_description: str | None
    logo_path: str | None
    square_logo_path: str | None
    cover_image_path: str | None
    colors: BrandColorsRecord


@dataclass(slots=True, kw_only=True, eq=False)
class ShopRecord:
    """The shop itself."""

    number: int
    id: str
    name: str
    description: str | None
    email: str | None
    host: str
    """Host of the public address; empty means that of each request."""
    country: str
    """Where the business is, ISO 3166-1 alpha-2."""
    currency: str
    """Currency that the shop keeps its books in: that of its default market."""
    default_market: str
    default_language: str
    brand: BrandRecord | None


@dataclass(slots=True, kw_only=True, eq=False)
class MarketRecord:
    """Countries sold to alike: one currency, one way to show tax, one set of languages.

    `countries` are ISO 3166-1 alpha-2 codes, the first being the one assumed of a visitor from nowhere
    known; `languages` are lower case, such as `fr` or `pt-br`.
    """

    number: int
    id: str
    handle: str
    name: str
    currency: str
    includes_tax: bool
    """Prices are shown with tax."""
    countries: tuple[str, ...]
    languages: tuple[str, ...]
    default_language: str
