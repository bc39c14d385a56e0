# ruff: noqa: RUF001 - digits that are not ASCII are meant
"""Ids, tokens, clocks, signed texts, settings."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone

import pytest
from comptoir.clock import FixedClock
from comptoir.errors import BadUserInputError
from comptoir.ids import gid, new_token, numeric_id, split_gid
from comptoir.money import exponent
from comptoir.settings import Settings
from comptoir.signing import Signer


def test_a_global_id_is_taken_apart():
    assert numeric_id(gid("Product", 7), "Product") == 7
    assert split_gid("gid://shopify/Cart/abc?key=d") == ("Cart", "abc", "key=d")


@pytest.mark.parametrize(
    "ident",
    ["", "7", "gid://shopify/Product/", "gid://shopify/Product/0", "gid://shopify/Product/-1", "gid://shopify/Product/1.5",
     "gid://shopify/Product/07", "gid://shopify/Product/9007199254740992", "gid://shopify/Order/7", "gid://other/Product/7",
     "gid://shopify/Product/7\n", "gid://shopify/Product/a\0b", "gid://shopify/Product/٧", " gid://shopify/Product/7"],
)  # fmt: skip
def test_what_is_no_number_of_that_type_is_refused(ident):
    with pytest.raises(BadUserInputError):
        numeric_id(ident, "Product")


def test_tokens_differ_and_have_the_bits_asked_for():
    tokens = {new_token(128) for _ in range(100)}
    assert len(tokens) == 100
    assert {len(token) for token in tokens} == {32}


def test_a_fixed_clock_stands_in_utc_until_it_is_moved():
    clock = FixedClock(datetime(2026, 3, 2, 14, tzinfo=timezone(timedelta(hours=2))))
    assert clock.now() == datetime(2026, 3, 2, 12, tzinfo=UTC)
    clock.advance(timedelta(minutes=1))
    assert clock.now() == datetime(2026, 3, 2, 12, 1, tzinfo=UTC)
    with pytest.raises(ValueError, match="aware"):
        FixedClock(datetime(2026, 3, 2))  # noqa: DTZ001


def test_a_signed_text_is_good_for_its_purpose_and_key_alone():
    signed = Signer("key", purpose="cart").dumps({"a": [1]})
    assert Signer("key", purpose="cart").loads(signed, max_age=60) == {"a": [1]}
    for wrong in (Signer("key", purpose="login"), Signer("other", purpose="cart")):
        with pytest.raises(BadUserInputError):
            wrong.loads(signed, max_age=60)


@pytest.mark.parametrize("text", ["", ".", "a.b.c", "é.é.é", "x" * 5_000, "\0"])
def test_a_text_that_was_never_signed_is_refused(text):
    with pytest.raises(BadUserInputError):
        Signer("key", purpose="cart").loads(text, max_age=60)


def test_the_signing_key_is_made_once_and_kept_to_its_owner(tmp_path):
    def key(_):
        return Settings(data_dir=tmp_path / "shop").signing_key()

    with ThreadPoolExecutor(8) as pool:
        (made,) = set(pool.map(key, range(32)))
    kept = tmp_path / "shop/secret.key"
    assert kept.read_text() == made
    assert kept.stat().st_mode & 0o077 == 0
    assert [path.name for path in kept.parent.iterdir()] == ["secret.key"]


def test_settings_come_from_the_environment(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COMPTOIR_TRUSTED_HOSTS", "shop.example, www.shop.example")
    monkeypatch.setenv("COMPTOIR_LIMITS__DEPTH", "9")
    (tmp_path / "comptoir.toml").write_text("cart_days = 3\n[limits]\naliases = 7\n")
    found = Settings()
    assert found.trusted_hosts == ("shop.example", "www.shop.example")
    assert (found.limits.depth, found.limits.aliases, found.cart_days) == (9, 7, 3)
    assert found.database == f"sqlite:///{tmp_path / '.comptoir/shop.db'}"


@pytest.mark.parametrize(
    ("currency", "decimals"),
    [("EUR", 2), ("JPY", 0), ("KWD", 3), ("CLF", 4), ("RSD", 2), ("IQD", 3), ("MGA", 2)],
)
def test_decimals_are_those_of_iso_4217_not_those_of_cash(currency, decimals):
    assert exponent(currency) == decimals
