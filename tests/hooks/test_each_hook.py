"""Each hook does what its sentence says."""

import asyncio
import inspect
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
import strawberry
import typer
from comptoir.app import serve
from comptoir.clock import FixedClock
from comptoir.errors import ConfigurationError
from comptoir.events.event import Event
from comptoir.hooks import specs
from comptoir.hooks.contributions import (
    Channel,
    Check,
    Command,
    Finding,
    GraphQLContribution,
    Job,
    ListingAxis,
    Migrations,
    Storefront,
    Subscription,
    Visibility,
)
from comptoir.hooks.payments import Declined, PaymentCapabilities
from comptoir.hooks.tax import TaxUnknownError
from comptoir.readmodel.snapshot import SnapshotPart
from comptoir.testing import make_shop, open_shop
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from tests.hooks.plugins_of_tests import plugin

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def contributed(tmp_path, hook, *given):
    """Start a shop with a plugin that contributes these to a hook; return what the registry has of it."""
    shop = make_shop(tmp_path, plugins=[plugin("mine", **{hook: list(given)})], clock=FixedClock(NOON))
    try:
        return [found for owner, found in shop.registry.contributions(hook) if owner == "mine"], shop
    finally:
        shop.db.close_now()


def test_every_hook_has_a_test_here():
    hooks = {
        name
        for name, each in vars(specs).items()
        if inspect.isfunction(each) and name.startswith("register_")
    }
    tests = set(re.findall(r"def test_hook_(\w+)\(", Path(__file__).read_text(encoding="utf-8")))
    assert tests == hooks


def test_hook_register_graphql(tmp_path):
    @strawberry.type
    class Greeting:
        @strawberry.field
        def greeting(self) -> str | None:
            return "hello"

    mine = plugin("mine", register_graphql=[GraphQLContribution(queries=(Greeting,))])
    with open_shop(tmp_path, plugins=[mine]) as opened:
        assert opened.data("{ greeting }") == {"greeting": "hello"}


def test_hook_register_migrations(tmp_path):
    folder = tmp_path / "revisions"
    folder.mkdir()
    (folder / "0001_first.py").write_text(
        "import sqlalchemy as sa\nfrom alembic import op\nrevision = 'mine_0001'\ndown_revision = None\n"
        "def upgrade():\n    op.create_table('mine_thing', sa.Column('id', sa.Integer, primary_key=True))\n"
        "def downgrade():\n    op.drop_table('mine_thing')\n"
    )
    mine = plugin("mine", register_migrations=[Migrations(owner="mine", folder=folder)])
    shop = make_shop(tmp_path / "shop", plugins=[mine])
    try:
        from sqlalchemy import text

        assert shop.db.read_now(lambda tx: tx.scalar(text("SELECT count(*) FROM mine_thing"))) == 0
    finally:
        shop.db.close_now()


def test_hook_register_snapshot_parts(tmp_path):
    part = SnapshotPart(
        "mine.part", build=lambda tx, parts: "built", refresh=lambda tx, value, changes, parts: value,
        streams=frozenset(),
    )  # fmt: skip
    with open_shop(tmp_path, plugins=[plugin("mine", register_snapshot_parts=[part])]) as opened:
        assert opened.shop.readmodel.snapshot[part] == "built"


def test_hook_register_listing_axes(tmp_path):
    axis = ListingAxis(name="mine")
    _, shop = contributed(tmp_path, "register_listing_axes", axis)
    assert axis in shop.axes


def test_hook_register_visibility(tmp_path):
    nothing = Visibility(name="closed", products=lambda context: 0, variant=lambda context, record: False)
    with open_shop(tmp_path, plugins=[plugin("mine", register_visibility=[nothing])]) as opened:
        assert opened.data('{ product(handle: "shirt") { id } products(first: 9) { nodes { id } } }') == {
            "product": None,
            "products": {"nodes": []},
        }


def test_hook_register_subscriptions(tmp_path):
    async def handle(shop, event):
        """Do nothing."""

    found = Subscription(event=Event, name="mine.nothing", handler=handle)
    assert contributed(tmp_path, "register_subscriptions", found)[0] == [found]


def test_hook_register_jobs(tmp_path):
    ran = []

    async def run(shop):
        ran.append(shop)

    job = Job(name="mine.job", run=run, every_seconds=3600)
    (found,), shop = contributed(tmp_path, "register_jobs", job)
    asyncio.run(found.run(shop))
    assert ran == [shop]


def test_hook_register_channels(tmp_path):
    def channels(shop):
        async def home(request):
            data = await shop.client(request, channel="kiosk").execute("{ shop { name } }")
            return PlainTextResponse(data["shop"]["name"])

        return [Channel(name="kiosk", title="Kiosk", path="/kiosk", routes=[Route("/", home)])]

    with open_shop(tmp_path, plugins=[plugin("mine", register_channels=channels)]) as opened:
        assert TestClient(serve(opened.shop)).get("/kiosk/").text == "Atelier"


def test_hook_register_storefronts(tmp_path):
    brand = Storefront(name="brand", title="Brand", theme={})
    _, shop = contributed(tmp_path, "register_storefronts", brand)
    assert shop.storefront is brand


def test_hook_register_commands(tmp_path):
    command = Command(name="mine", app=typer.Typer())
    assert contributed(tmp_path, "register_commands", command)[0] == [command]


def test_hook_register_checks(tmp_path):
    check = Check(name="mine", run=lambda tx: [Finding(subject="thing 1", message=tx.dialect)])
    (found,), _ = contributed(tmp_path, "register_checks", check)
    assert found is check


class Barter:
    """Takes no money, and says so."""

    def __init__(self, name):
        self.name = name
        self.title = {"en": "Barter"}
        self.capabilities = PaymentCapabilities()

    async def authorize(self, **asked):
        return Declined(code="NOT_SUPPORTED")

    lookup = capture = cancel = refund = parse_webhook = authorize


def test_hook_register_payment_providers(tmp_path):
    barter = Barter("barter")
    _, shop = contributed(tmp_path, "register_payment_providers", barter)
    assert shop.payment_providers["barter"] is barter


@pytest.mark.parametrize("name", ["sandbox", "Barter", "", "a b"])
def test_a_payment_provider_with_a_taken_or_malformed_name_fails_its_plugin(tmp_path, name):
    mine = plugin("mine", register_payment_providers=[Barter(name)])
    shop = make_shop(tmp_path, plugins=[mine], strict=False)
    try:
        assert {each.name: each.status for each in shop.registry.plugins}["mine"] == "failed"
        assert sorted(shop.payment_providers) == ["sandbox"]
    finally:
        shop.db.close_now()


class Pigeon:
    """Carries letters, for nothing."""

    keep_seconds = 0

    def __init__(self, name):
        self.name = name

    async def offers(self, request):
        return []


def test_hook_register_shipping_providers(tmp_path):
    pigeon = Pigeon("pigeon")
    _, shop = contributed(tmp_path, "register_shipping_providers", pigeon)
    assert list(shop.shipping_providers) == ["table", "pigeon"]
    assert shop.shipping_providers["pigeon"] is pigeon


@pytest.mark.parametrize("name", ["table", "Pigeon", ""])
def test_a_shipping_provider_with_a_taken_or_malformed_name_fails_its_plugin(tmp_path, name):
    mine = plugin("mine", register_shipping_providers=[Pigeon(name)])
    shop = make_shop(tmp_path, plugins=[mine], strict=False)
    try:
        assert {each.name: each.status for each in shop.registry.plugins}["mine"] == "failed"
        assert list(shop.shipping_providers) == ["table"]
    finally:
        shop.db.close_now()


class Sage:
    """Knows of no tax at all."""

    keep_seconds = 0

    def __init__(self, name):
        self.name = name

    async def taxes(self, request):
        raise TaxUnknownError(request.market)


def test_hook_register_tax_providers(tmp_path):
    sage = Sage("sage")
    _, shop = contributed(tmp_path, "register_tax_providers", sage)
    assert shop.tax_providers == {"sage": sage}
    assert shop.tax_provider is None
    named = make_shop(
        tmp_path / "named", plugins=[plugin("mine", register_tax_providers=[sage])], tax={"provider": "sage"}
    )
    assert named.tax_provider is sage
    named.db.close_now()


@pytest.mark.parametrize("name", ["table", "Sage", ""])
def test_a_tax_provider_with_a_taken_or_malformed_name_fails_its_plugin(tmp_path, name):
    mine = plugin("mine", register_tax_providers=[Sage(name)])
    shop = make_shop(tmp_path, plugins=[mine], strict=False)
    try:
        assert {each.name: each.status for each in shop.registry.plugins}["mine"] == "failed"
        assert shop.tax_providers == {}
    finally:
        shop.db.close_now()


@pytest.mark.parametrize(
    ("brought", "known"), [("sage", "table, sage"), ("table", "table")], ids=["another", "of a failed plugin"]
)
def test_a_tax_provider_that_nobody_brings_stops_the_start(tmp_path, brought, known):
    mine = plugin("mine", register_tax_providers=[Sage(brought)])
    sentence = f"COMPTOIR_TAX__PROVIDER names 'oracle', which no active plugin brings (there are: {known})"
    with pytest.raises(ConfigurationError, match=re.escape(sentence)):
        make_shop(tmp_path, plugins=[mine], strict=False, tax={"provider": "oracle"})


def test_hook_register_notices(tmp_path):
    assert contributed(tmp_path, "register_notices", "It lacks a key.")[0] == ["It lacks a key."]
