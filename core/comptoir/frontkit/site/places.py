"""Where the shop sells, and in which languages: as a channel learns it over GraphQL."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

MARKETS = """
query Markets {
  localization {
    availableCountries {
      isoCode
      market { handle includesTax }
      defaultLanguage { isoCode }
      availableLanguages { isoCode }
    }
    country { isoCode }
  }
}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """The countries that the shop serves, each with its languages; codes in upper case."""

    default_country: str
    first_languages: Mapping[str, str] = field(default_factory=dict)
    """The language of each country's market where a visitor names none."""
    languages: Mapping[str, frozenset[str]] = field(default_factory=dict)
    taxed: frozenset[str] = frozenset()
    """The countries whose prices are shown with tax."""
    leading: tuple[str, ...] = ()
    """One country of each market: the shop's own for its market, else the first by name."""

    def country(self, code: str | None) -> str | None:
        """Return a code when the shop serves that country."""
        return code if code in self.languages else None

    def first_language(self, country: str | None) -> str:
        """Return the language of a country's market where a visitor names none."""
        return self.first_languages.get(country or self.default_country, "EN")

    def offers(self, language: str, country: str | None) -> bool:
        """Tell whether a country's market speaks a language."""
        return language in self.languages.get(country or self.default_country, frozenset())


def read_places(localization: Mapping[str, Any], *, spoken: Iterable[str]) -> Places:
    """Return the places in an answer to `MARKETS`, in the languages that the channel speaks (`en`, `fr`)."""
    countries = localization["availableCountries"]
    known = {language.upper() for language in spoken}
    own = localization["country"]["isoCode"]
    return Places(
        default_country=own,
        first_languages={row["isoCode"]: row["defaultLanguage"]["isoCode"] for row in countries},
        languages={
            row["isoCode"]: frozenset(found["isoCode"] for found in row["availableLanguages"]) & known
            for row in countries
        },
        taxed=frozenset(
            row["isoCode"] for row in countries if row["market"] and row["market"]["includesTax"]
        ),
        leading=_leading(countries, own=own),
    )


def _leading(countries: Iterable[Mapping[str, Any]], *, own: str) -> tuple[str, ...]:
    first: dict[str, str] = {}
    for row in countries:
        market = row["market"]["handle"] if row["market"] else row["isoCode"]
        first[market] = own if row["isoCode"] == own else first.get(market, row["isoCode"])
    return tuple(sorted(first.values()))
