"""GraphQL types of the shop, its brand, its markets and where a request stands."""

from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

import strawberry

from comptoir.codes import CountryCode, CurrencyCode, LanguageCode
from comptoir.graphql.context import Info
from comptoir.graphql.node import Node
from comptoir.graphql.scalars import URL, Color
from comptoir.markets.locale import locale_of
from comptoir.markets.places import money_format
from comptoir.markets.records import MarketRecord, ShopRecord
from comptoir.markets.snapshot import MARKETS


@strawberry.enum(description="Units that a country measures in.")
class UnitSystem(StrEnum):
    """Units that a country measures in."""

    IMPERIAL_SYSTEM = "IMPERIAL_SYSTEM"
    METRIC_SYSTEM = "METRIC_SYSTEM"


@strawberry.enum(description="A brand of payment cards.")
class CardBrand(StrEnum):
    """A brand of payment cards."""

    AMERICAN_EXPRESS = "AMERICAN_EXPRESS"
    DINERS_CLUB = "DINERS_CLUB"
    DISCOVER = "DISCOVER"
    JCB = "JCB"
    MASTERCARD = "MASTERCARD"
    VISA = "VISA"


@strawberry.enum(description="A wallet app that pays.")
class DigitalWallet(StrEnum):
    """A wallet app that pays."""

    ANDROID_PAY = "ANDROID_PAY"
    APPLE_PAY = "APPLE_PAY"
    GOOGLE_PAY = "GOOGLE_PAY"
    SHOPIFY_PAY = "SHOPIFY_PAY"


@strawberry.type(description="A language that the shop speaks.")
class Language:
    """A language that the shop speaks."""

    iso_code: LanguageCode
    name: str = strawberry.field(description="Its name in the request's language.")
    endonym_name: str = strawberry.field(description="Its name in itself.")


@strawberry.type(description="A currency.")
class Currency:
    """A currency."""

    iso_code: CurrencyCode
    name: str = strawberry.field(description="Its name in the request's language.")
    symbol: str = strawberry.field(description="Its symbol as the request's language writes it.")


@strawberry.type(description="Countries that are sold to alike: one currency, one way to show tax.")
class Market(Node):
    """Countries that are sold to alike."""

    id: strawberry.ID
    handle: str
    includes_tax: bool = strawberry.field(description="Whether prices are shown with tax.")

    @classmethod
    def is_type_of(cls, obj: Any, info: Any) -> bool:  # noqa: ARG003
        """Tell markets among nodes."""
        return isinstance(obj, MarketRecord)


@strawberry.type(description="A country that the shop sells to.")
class Country:
    """A country that the shop sells to."""

    iso_code: CountryCode
    name: str = strawberry.field(description="Its name in the request's language.")
    currency: Currency = strawberry.field(description="The currency that prices have there.")
    unit_system: UnitSystem
    available_languages: list[Language]
    default_language: Language
    market: Market | None = strawberry.field(deprecation_reason="Kept for clients that read it.")


@strawberry.type(description="Where a request stands, and where it could stand.")
class Localization:
    """Where a request stands, and where it could stand."""

    available_countries: list[Country] = strawberry.field(description="All countries sold to.")
    available_languages: list[Language] = strawberry.field(description="Languages of the active country.")
    country: Country = strawberry.field(description="The active country.")
    language: Language = strawberry.field(description="The active language.")
    market: Market = strawberry.field(deprecation_reason="Kept for clients that read it.")


@strawberry.type(description="A pair of colours that go together.")
class BrandColorGroup:
    """A pair of colours that go together."""

    background: Color | None
    foreground: Color | None


@strawberry.type(description="The colours of the brand.")
class BrandColors:
    """The colours of the brand."""

    primary: list[BrandColorGroup]
    secondary: list[BrandColorGroup]


@strawberry.type(description="How the shop presents itself.")
class Brand:
    """How the shop presents itself; the catalogue adds its pictures."""

    colors: BrandColors
    slogan: str | None
    short_description: str | None


@strawberry.type(description="The public address of the shop.")
class Domain:
    """The public address of the shop, from its whole URL."""

    url: URL

    @strawberry.field(description="Host, with its port where it has one.")
    def host(self) -> str:
        """Return the host of the address."""
        return urlsplit(self.url).netloc

    @strawberry.field(description="The address begins with https.")
    def ssl_enabled(self) -> bool:
        """Say whether the address is a secure one."""
        return self.url.startswith("https:")


@strawberry.type(description="A way to sign in with an account held elsewhere.")
class SocialLoginProvider:
    """A way to sign in with an account held elsewhere."""

    handle: str


@strawberry.type(description="A text of the pages where customers sign in.")
class Translation:
    """A text of the pages where customers sign in."""

    key: str
    value: str


@strawberry.type(description="What the shop can be paid with.")
class PaymentSettings:
    """What the shop can be paid with; the object is the shop's own record."""

    @strawberry.field(description="Where the business is.")
    def country_code(self, root: strawberry.Parent[Any]) -> CountryCode:
        """Return the country of the business."""
        return CountryCode(root.country)

    @strawberry.field(description="The currency of the default market.")
    def currency_code(self, root: strawberry.Parent[Any]) -> CurrencyCode:
        """Return the currency of the shop."""
        return CurrencyCode(root.currency)

    @strawberry.field(description="All currencies that some market has prices in.")
    def enabled_presentment_currencies(self, info: Info) -> list[CurrencyCode]:
        """Return the currencies of the markets."""
        markets = info.context.snapshot[MARKETS].markets
        return [CurrencyCode(code) for code in dict.fromkeys(market.currency for market in markets)]

    @strawberry.field(description="Account with a payment service that the shop does not use.")
    def shopify_payments_account_id(self) -> str | None:
        """Return none: the shop has no such account."""
        return None

    @strawberry.field(description="Cards taken; none until a payment provider takes them.")
    def accepted_card_brands(self) -> list[CardBrand]:
        """Return no card brands: the shop has no payment provider."""
        return []

    @strawberry.field(description="Wallets taken; none until a payment provider takes them.")
    def supported_digital_wallets(self) -> list[DigitalWallet]:
        """Return no wallets: the shop has no payment provider."""
        return []


@strawberry.type(description="The shop.")
class Shop(Node):
    """The shop; other contexts add its policies and metafields."""

    id: strawberry.ID
    name: str
    description: str | None
    brand: Brand | None

    @classmethod
    def is_type_of(cls, obj: Any, info: Any) -> bool:  # noqa: ARG003
        """Tell the shop among nodes."""
        return isinstance(obj, ShopRecord)

    @strawberry.field(description="Its public address.", graphql_type=Domain)
    def primary_domain(self, info: Info) -> Any:
        """Return the configured host, else that of the request."""
        host = info.context.snapshot[MARKETS].shop.host
        return Domain(url=URL(f"https://{host}" if host else info.context.base_url))

    @strawberry.field(description="How amounts are written, `{{amount}}` standing for the number.")
    def money_format(self, info: Info) -> str:
        """Return the form of amounts in the request's currency and language."""
        locale = locale_of(info.context)
        return money_format(locale.currency, locale.language)

    @strawberry.field(graphql_type=PaymentSettings)
    def payment_settings(self, root: strawberry.Parent[Any]) -> Any:
        """Return what the shop can be paid with."""
        return root

    @strawberry.field(description="All countries sold to.")
    def ships_to_countries(self, info: Info) -> list[CountryCode]:
        """Return the countries of all markets."""
        return [CountryCode(code) for code in info.context.snapshot[MARKETS].countries]

    @strawberry.field(description="Where customers sign in; none while the shop has no such page.")
    def customer_account_url(self) -> str | None:
        """Return none: accounts are reached through the API."""
        return None

    @strawberry.field(description="Texts of the pages where customers sign in; there are no such pages.")
    def customer_account_translations(self) -> list[Translation] | None:
        """Return none: accounts are reached through the API."""
        return None

    @strawberry.field(description="Ways to sign in with an account held elsewhere; there are none.")
    def social_login_providers(self) -> list[SocialLoginProvider]:
        """Return none: customers sign in with their own password."""
        return []


@strawberry.type(description="A version of the API.")
class ApiVersion:
    """A version of the API."""

    handle: str
    display_name: str
    supported: bool
