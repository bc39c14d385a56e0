"""What the shop or a market should be: saving a draft makes the stored one equal to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopDraft:
    """The shop. Colours are pairs of background and foreground as `#rrggbb`, either none."""

    name: str
    description: str | None = None
    email: str | None = None
    host: str = ""
    """Host of the public address, such as `shop.example`; empty means that of each request."""
    country: str = "FR"
    default_market: str | None = None
    """Handle of the market of visitors whose country no market names; none means the first market."""
    default_language: str = "en"
    """The language that the catalogue is written in."""
    slogan: str | None = None
    short_description: str | None = None
    logo_path: str | None = None
    square_logo_path: str | None = None
    cover_image_path: str | None = None
    primary_colors: Sequence[tuple[str | None, str | None]] = ()
    secondary_colors: Sequence[tuple[str | None, str | None]] = ()
    translations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By language: description, slogan, short_description."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketDraft:
    """A market, found by its handle. The first country and the first language are its defaults."""

    handle: str
    name: str
    currency: str
    countries: Sequence[str]
    languages: Sequence[str] = ("en",)
    default_language: str | None = None
    """None means the first of `languages`."""
    prices_include_tax: bool = True
    enabled: bool = True
