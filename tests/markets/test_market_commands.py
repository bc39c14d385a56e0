"""Saving the shop and its markets."""

import pytest
from comptoir.db.tx import Change
from comptoir.errors import DomainError
from comptoir.markets import MarketDraft, ShopDraft, save_market, save_shop
from comptoir.markets.models import MARKET, MARKET_COUNTRY, MARKET_LANGUAGE, SHOP
from comptoir.markets.snapshot import build_markets, refresh_markets
from sqlalchemy import select

EURO = MarketDraft(
    handle="eu", name="Euro area", currency="EUR", countries=["FR", "DE"], languages=["fr", "en"]
)


def rows(database):
    return database.read_now(
        lambda tx: [
            [tuple(row) for row in tx.all(select(table).order_by(*table.primary_key))]
            for table in (SHOP, MARKET, MARKET_COUNTRY, MARKET_LANGUAGE)
        ]
    )


def save(database, command, draft):
    """Save a draft and return what changed."""
    seen = []

    def recorded(tx):
        command(tx, draft=draft)
        seen.extend(tx.effects.changes)

    database.write_now(recorded)
    return seen


def refused(database, command, draft):
    before = rows(database)
    with pytest.raises(DomainError) as caught:
        database.write_now(command, draft=draft)
    assert rows(database) == before
    return caught.value.code, caught.value.field


def test_a_market_is_stored_with_its_countries_and_languages_in_order(database):
    save(database, save_market, EURO)
    (market,) = database.read_now(build_markets, None).markets
    assert (market.handle, market.currency, market.includes_tax) == ("eu", "EUR", True)
    assert (market.countries, market.languages, market.default_language) == (
        ("FR", "DE"), ("fr", "en"), "fr"
    )  # fmt: skip


def test_saving_an_equal_market_changes_nothing(database):
    assert save(database, save_market, EURO) == [Change("catalog", "market", 1)]
    assert save(database, save_market, EURO) == []


@pytest.mark.parametrize(
    "change",
    [{"name": "Europe"}, {"countries": ["DE", "FR"]}, {"languages": ["en", "fr"]}, {"enabled": False}],
)
def test_a_changed_market_says_so(database, change):
    save(database, save_market, EURO)
    changed = MarketDraft(
        **{
            "handle": "eu", "name": "Euro area", "currency": "EUR", "countries": ["FR", "DE"],
            "languages": ["fr", "en"],
        }
        | change
    )  # fmt: skip
    assert save(database, save_market, changed) == [Change("catalog", "market", 1)]
    assert save(database, save_market, changed) == []


def test_a_country_belongs_to_one_market(database):
    save(database, save_market, EURO)
    other = MarketDraft(handle="de", name="Germany", currency="EUR", countries=["AT", "DE"])
    assert refused(database, save_market, other) == ("COUNTRY_TAKEN", ("countries",))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"handle": "Euro Area"}, "INVALID_HANDLE"),
        ({"name": ""}, "BLANK"),
        ({"currency": "eur"}, "INVALID_CURRENCY"),
        ({"currency": "XXX"}, "INVALID_CURRENCY"),
        ({"currency": "JEP"}, "INVALID_CURRENCY"),
        ({"countries": []}, "BLANK"),
        ({"countries": ["ZZ"]}, "INVALID_COUNTRY"),
        ({"countries": ["France"]}, "INVALID_COUNTRY"),
        ({"languages": []}, "BLANK"),
        ({"languages": ["xx"]}, "INVALID_LANGUAGE"),
        ({"default_language": "de"}, "INVALID_LANGUAGE"),
    ],
)
def test_a_wrong_market_is_refused_and_nothing_changes(database, change, code):
    draft = {"handle": "eu", "name": "Euro area", "currency": "EUR", "countries": ["FR"]}
    assert refused(database, save_market, MarketDraft(**draft | change))[0] == code


def test_the_shop_is_saved_once(database):
    draft = ShopDraft(name=" Atelier ", host="shop.example", primary_colors=[("#112233", None)])
    assert save(database, save_shop, draft) == [Change("catalog", "shop", 1)]
    assert save(database, save_shop, draft) == []
    shop = database.read_now(build_markets, None).shop
    assert (shop.id, shop.name, shop.host) == ("gid://shopify/Shop/1", "Atelier", "shop.example")
    assert [(c.background, c.foreground) for c in shop.brand.colors.primary] == [("#112233", None)]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"name": " "}, "BLANK"),
        ({"country": "ZZ"}, "INVALID_COUNTRY"),
        ({"default_language": "english"}, "INVALID_LANGUAGE"),
        ({"host": "https://shop.example/"}, "INVALID_HOST"),
        ({"primary_colors": [("red", None)]}, "INVALID_COLOR"),
        ({"translations": {"french": {"slogan": "Fait"}}}, "INVALID_LANGUAGE"),
        ({"translations": {"fr": {"host": "boutique.example"}}}, "INVALID"),
    ],
)
def test_a_wrong_shop_is_refused_and_nothing_changes(database, change, code):
    assert refused(database, save_shop, ShopDraft(**{"name": "Atelier"} | change))[0] == code


def test_a_refresh_reads_again_only_what_concerns_it(database):
    markets = database.read_now(build_markets, None)
    assert database.read_now(refresh_markets, markets, [Change("catalog", "product", 1)], None) is markets
    seen = save(database, save_market, EURO)
    refreshed = database.read_now(refresh_markets, markets, seen, None)
    assert [market.handle for market in refreshed.markets] == ["eu"]


def test_a_disabled_market_is_not_shown(database):
    save(
        database,
        save_market,
        MarketDraft(handle="eu", name="Euro", currency="EUR", countries=["DE"], enabled=False),
    )
    markets = database.read_now(build_markets, None)
    assert [market.handle for market in markets.markets] == ["default"]
    assert "DE" not in markets.by_country
