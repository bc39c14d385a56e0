"""The conformance kit passes every channel of the demonstration shop, and catches bad ones for what they do."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from importlib.metadata import entry_points

import pytest
from comptoir.clock import FixedClock
from comptoir.pricing import DivergenceDraft, record_divergence
from comptoir.startup import start_shop
from comptoir.testing import open_shop

from tests.conformance.outside import install, run_kit
from tests.rig.demo_shop import demo_folder, demo_settings


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return demo_folder(tmp_path_factory)


@pytest.fixture(scope="module")
def channels(folder):
    shop = start_shop(demo_settings(folder))
    shop.db.close_now()
    return [channel.name for channel in shop.channels]


def naming(channels):
    return [argument for name in channels for argument in ("--channel", name)]


def test_every_channel_of_the_shop_keeps_its_promises(channels, folder, tmp_path):
    outcome = run_kit(tmp_path, *naming(channels), "--shop", folder)
    assert outcome.status == 0, outcome.output
    counts = {name: len(outcome.of(f"[{name}")) for name in channels}
    assert len(set(counts.values())) == 1
    assert min(counts.values()) >= 45


def test_they_keep_them_beside_a_shop_too(channels, tmp_path):
    outcome = run_kit(tmp_path, *naming(channels), "--remote")
    assert outcome.status == 0, outcome.output
    assert len(outcome.tests) >= 45 * len(channels)


@pytest.fixture(scope="module")
def caught(tmp_path_factory):
    """Run the kit on both bad channels, and on one that is not there."""
    folder = tmp_path_factory.mktemp("caught")
    imported = [path for name in ("bargain", "ledger") for path in install(name, folder / "installed")]
    return run_kit(folder, *naming(["bargain", "ledger", "fax"]), imported=imported)


def test_a_channel_that_computes_its_own_price_is_caught_for_that_alone(caught):
    assert caught.status == 1, caught.output
    failed = {name for name in caught.failed if "bargain" in name}
    assert failed == {
        "test_offers_are_the_cores[bargain-price]",
        "test_people_read_the_cores_price[bargain]",
        "test_it_does_not_compute_with_amounts[bargain]",
    }, caught.output
    shown = caught.tests["test_offers_are_the_cores[bargain-price]"]
    assert "product view, eu, shirt Red-S: price is 53.10, the core says 59.00" in shown
    assert "comptoir_bargain/__init__.py:" in caught.tests["test_it_does_not_compute_with_amounts[bargain]"]


def test_a_channel_that_reads_the_database_is_caught_for_that_alone(caught):
    assert caught.status == 1, caught.output
    failed = {name for name in caught.failed if "ledger" in name}
    assert failed == {
        "test_it_imports_the_public_doors_alone[ledger]",
        "test_it_never_touches_the_database[ledger]",
    }, caught.output
    assert "imports sqlalchemy" in caught.tests["test_it_imports_the_public_doors_alone[ledger]"]
    assert "called the database's read()" in caught.tests["test_it_never_touches_the_database[ledger]"]


def test_what_does_not_apply_is_said_with_the_fallback(caught):
    line = (
        "bargain, test_its_cart_is_the_cores_cart: not applicable, 'cart' has the fallback: "
        "The other doors of the shop have it."
    )
    assert line in caught.output


def test_a_run_without_a_channel_says_what_to_do(tmp_path):
    outcome = run_kit(tmp_path)
    assert outcome.status != 0
    assert "name the channel to test: --channel NAME" in outcome.output


def test_an_unknown_channel_fails_with_those_there_are(caught):
    told = caught.tests["test_its_plugin_is_active_and_gives_the_channel[fax]"]
    assert "no active plugin gives the channel 'fax'; there are [" in told
    assert "'ledger'" in told
    assert caught.of("fax") == {name for name in caught.failed if "fax" in name}


def test_a_divergence_that_is_meant_for_a_channel_is_no_fault(tmp_path):
    folder = tmp_path / "shop"
    clock = FixedClock(datetime.now(UTC) - timedelta(days=1))
    with open_shop(folder, clock=clock) as opened:
        draft = DivergenceDraft(
            channel="mobile", reason="a week of opening", starts_at=clock.now(), percent=Decimal(-10)
        )
        opened.shop.db.write_now(record_divergence, draft=draft)
    chosen = "test_offers or people_read or shows_the_cores_amounts"
    outcome = run_kit(tmp_path, *naming(["mobile", "web"]), "--shop", folder, "-k", chosen)
    assert outcome.status == 0, outcome.output
    assert len(outcome.tests) == 10


def test_the_kit_is_there_in_every_run_and_asks_for_nothing(pytestconfig):
    assert "comptoir_conformance" in {entry.name for entry in entry_points(group="pytest11")}
    assert pytestconfig.getoption("--channel") == []
