"""What all pages of a shop share: templates, texts, the signer, and which markets it serves."""

import asyncio
import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2
from comptoir.api import ShopClient, Texts, load_texts
from starlette.requests import Request

if TYPE_CHECKING:
    from comptoir.api import Shop

CHANNEL = "web"
_MARKETS_SECONDS = 15
"""A new market or language is offered to visitors that long after it was made, at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """The countries that the shop serves, each with its languages; codes in upper case."""

    default_country: str
    first_languages: Mapping[str, str] = field(default_factory=dict)
    """The language of each country's market where a visitor names none."""
    languages: Mapping[str, frozenset[str]] = field(default_factory=dict)
    taxed: frozenset[str] = frozenset()
    """The countries whose prices are shown with tax."""

    def country(self, code: str | None) -> str | None:
        """Return a code when the shop serves that country."""
        return code if code in self.languages else None

    def first_language(self, country: str | None) -> str:
        """Return the language of a country's market where a visitor names none."""
        return self.first_languages.get(country or self.default_country, "EN")

    def offers(self, language: str, country: str | None) -> bool:
        """Tell whether a country's market speaks a language."""
        return language in self.languages.get(country or self.default_country, frozenset())


class Site:
    """The web channel of one shop."""

    def __init__(self, shop: "Shop", folder: Path) -> None:
        self.shop = shop
        self.signer = shop.signer(CHANNEL)
        self.texts: dict[str, Texts] = load_texts(folder / "messages")
        self._static = folder / "static"
        self._places: Places | None = None
        self._places_until = 0.0
        self.templates = jinja2.Environment(
            loader=jinja2.FileSystemLoader(folder / "templates"),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=jinja2.StrictUndefined,
        )
        self.templates.globals["static"] = lru_cache(maxsize=64)(self._static_url)
        self.templates.globals["theme_url"] = self._theme_url()
        self.templates.globals["brand_icon"] = self._asset("favicon.svg") or self._static_url("icon.svg")
        self.templates.globals["brand_wordmark"] = self._asset("wordmark.svg")

    def client(self, request: Request, *, country: str | None, language: str | None) -> ShopClient:
        """Return the door to GraphQL for one visitor."""
        return self.shop.client(request, channel=CHANNEL, country=country, language=language)

    def base_url(self, request: Request) -> str:
        """Return the address of the site, without a trailing slash."""
        return self.shop.base_url(request)

    async def places(self, request: Request) -> Places:
        """Return where the shop sells, and in which of the languages that this channel speaks."""
        now = time.monotonic()
        if self._places is None or now >= self._places_until:
            client = self.client(request, country=None, language=None)
            async with asyncio.timeout(10):
                data = await client.execute("markets", {})
            self._places = self._read_places(data["localization"])
            self._places_until = now + _MARKETS_SECONDS
        return self._places

    def _read_places(self, localization: Mapping[str, Any]) -> Places:
        spoken = {language.upper() for language in self.texts}
        languages = {
            country["isoCode"]: frozenset(row["isoCode"] for row in country["availableLanguages"]) & spoken
            for country in localization["availableCountries"]
        }
        return Places(
            default_country=localization["country"]["isoCode"],
            first_languages={
                country["isoCode"]: country["defaultLanguage"]["isoCode"]
                for country in localization["availableCountries"]
            },
            languages=languages,
            taxed=frozenset(
                country["isoCode"]
                for country in localization["availableCountries"]
                if country["market"] and country["market"]["includesTax"]
            ),
        )

    def _static_url(self, name: str) -> str:
        digest = hashlib.blake2b((self._static / name).read_bytes(), digest_size=6).hexdigest()
        return f"/static/{name}?v={digest}"

    def _asset(self, name: str) -> str | None:
        """Return the address of one of the brand's own files, when it has it."""
        storefront = self.shop.storefront
        if storefront is None or storefront.assets is None or not (storefront.assets / name).is_file():
            return None
        digest = hashlib.blake2b((storefront.assets / name).read_bytes(), digest_size=6).hexdigest()
        return f"/assets/{storefront.name}/{name}?v={digest}"

    def _theme_url(self) -> str:
        storefront = self.shop.storefront
        tokens = repr(sorted(storefront.theme.items())) if storefront else ""
        return f"/theme.css?v={hashlib.blake2b(tokens.encode(), digest_size=6).hexdigest()}"
