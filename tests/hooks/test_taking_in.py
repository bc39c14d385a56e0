"""Plugins are taken in whole or not at all; one that fails is named and the rest goes on."""

import asyncio
from pathlib import Path

import pytest
import strawberry
from comptoir.app import serve
from comptoir.catalog.graphql.product import Product
from comptoir.errors import ConfigurationError
from comptoir.hooks.contributions import (
    Channel,
    GraphQLContribution,
    Migrations,
    TypeExtension,
)
from comptoir.markers import hookimpl
from comptoir.markets import ShopDraft, save_shop
from comptoir.readmodel.snapshot import SnapshotPart
from comptoir.startup import start_shop
from comptoir.testing import make_shop, open_shop, settings_of
from starlette.testclient import TestClient

from tests.hooks.plugins_of_tests import plugin


@strawberry.type
class Greeting:
    @strawberry.field
    def greeting(self) -> str | None:
        return "hello"


@strawberry.type
class AnotherShop:
    @strawberry.field
    def shop(self) -> str:
        return "clash"


@strawberry.type
class Badge:
    @strawberry.field
    def badge(self) -> str | None:
        return "new"


GOOD = plugin("good", register_graphql=[GraphQLContribution(queries=(Greeting,))])


def failing():
    raise ValueError("boom")


async def coroutine():
    return []


def part(name, *, build=lambda tx, parts: 1, requires=()):
    return SnapshotPart(
        name,
        build=build,
        refresh=lambda tx, value, changes, parts: value,
        streams=frozenset(),
        requires=requires,
    )


def broken_build(tx, parts):
    raise ValueError("boom in a part")


def channel(**fields):
    return lambda shop: [
        Channel(**{"name": "kiosk", "title": "Kiosk", "path": "/kiosk", "routes": [], **fields})
    ]


def documents(tmp_path, text):
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents/home.graphql").write_text(text)
    return tmp_path / "documents"


MISSING = part("never.registered")
BROKEN = {
    "raises": (plugin("broken", register_graphql=failing), "ValueError: boom"),
    "misspelt": (plugin("broken", register_grapql=[]), "register_grapql"),
    "coroutine": (plugin("broken", register_jobs=coroutine), "coroutine"),
    "no list": (plugin("broken", register_jobs=lambda: None), "NoneType; a list was expected"),
    "wrong item": (plugin("broken", register_jobs=["x"]), "Job was expected"),
    "wrong argument": (plugin("broken", register_jobs=lambda database: []), "database"),
    "clash": (plugin("broken", register_graphql=[GraphQLContribution(queries=(AnotherShop,))]), "'shop'"),
    "part fails": (plugin("broken", register_snapshot_parts=[part("x", build=broken_build)]), "boom in a part"),
    "part twice": (plugin("broken", register_snapshot_parts=[part("x"), part("x")]), "same name"),
    "part waits": (plugin("broken", register_snapshot_parts=[part("x", requires=(MISSING,))]), "wait"),
    "tables": (
        plugin("broken", register_migrations=[Migrations(owner="broken", folder=Path("/nowhere"))]), ""
    ),
    "channel fails": (plugin("broken", register_channels=lambda shop: 1 / 0), "ZeroDivisionError"),
    "channel path": (plugin("broken", register_channels=channel(path="kiosk")), "slash"),
    "no documents": (plugin("broken", register_channels=channel(documents=Path("/nowhere"))), "/nowhere"),
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN)
def test_a_plugin_that_fails_is_left_out_and_the_rest_is_served(tmp_path, case):
    broken, reason = BROKEN[case]
    with open_shop(tmp_path, plugins=[broken, GOOD], strict=False) as opened:
        found = {known.name: known for known in opened.shop.registry.plugins}
        assert found["broken"].status == "failed"
        assert reason in found["broken"].error
        assert found["broken"].contributions == {}
        assert found["good"].status == "active"
        assert opened.data("{ greeting shop { name } }") == {"greeting": "hello", "shop": {"name": "Atelier"}}
        assert opened.shop.channels == []


def unimportable():
    raise ModuleNotFoundError("No module named 'x' (/srv/shop/x.py)")


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        (BROKEN["no documents"][0], "MISCONFIGURED"),
        (BROKEN["raises"][0], "RAISED_AN_ERROR"),
        (plugin("broken", register_jobs=unimportable), "CANNOT_BE_IMPORTED"),
    ],
)
def test_anybody_learns_that_a_plugin_failed_and_nothing_of_the_machine(tmp_path, broken, code):
    with open_shop(tmp_path, plugins=[broken], strict=False) as opened:
        answer = TestClient(serve(opened.shop), base_url="http://localhost").get("/readyz")
    assert answer.json()["failed_plugins"] == {"broken": code}
    assert "/" not in answer.text


def test_a_document_that_does_not_fit_the_schema_leaves_its_channel_out(tmp_path):
    folder = documents(tmp_path, "query Home { shop { nonsense } }")
    broken = plugin("broken", register_channels=channel(documents=folder))
    with open_shop(tmp_path / "shop", plugins=[broken], strict=False) as opened:
        (found,) = [known for known in opened.shop.registry.plugins if known.name == "broken"]
        assert "home.graphql:1:21" in found.error
        assert "nonsense" in found.error


def test_shops_of_one_process_share_a_schema_only_where_they_have_the_same_plugins(tmp_path):
    with (
        open_shop(tmp_path / "one", plugins=[GOOD]) as one,
        open_shop(tmp_path / "two", plugins=[GOOD]) as two,
        open_shop(tmp_path / "bare") as bare,
    ):
        schemas = [opened.shop.executors["storefront"].schema for opened in (one, two, bare)]
        assert schemas[0] is schemas[1]
        assert schemas[0] is not schemas[2]
        assert bare.refusal("{ greeting }") == "GRAPHQL_VALIDATION_FAILED"
        two.shop.db.write_now(save_shop, draft=ShopDraft(name="Second", default_market="eu"))
        asyncio.run(two.shop.readmodel.current())
        assert one.data("{ greeting shop { name } }") == {"greeting": "hello", "shop": {"name": "Atelier"}}
        assert two.data("{ greeting shop { name } }") == {"greeting": "hello", "shop": {"name": "Second"}}


def test_of_two_channels_at_one_path_the_second_is_left_out(tmp_path):
    first = plugin("first", register_channels=channel())
    second = plugin("second", register_channels=channel(name="other"))
    shop = make_shop(tmp_path, plugins=[first, second], strict=False)
    try:
        assert [known.name for known in shop.channels] == ["kiosk"]
        assert "/kiosk" in next(known.error for known in shop.registry.plugins if known.name == "second")
    finally:
        shop.db.close_now()


def test_of_two_plugins_of_one_name_the_second_is_left_out(tmp_path):
    shop = make_shop(tmp_path, plugins=[GOOD, plugin("good", register_jobs=[])], strict=False)
    try:
        assert [known.status for known in shop.registry.plugins if known.name == "good"] == [
            "active",
            "failed",
        ]
    finally:
        shop.db.close_now()


def test_strict_mode_stops_at_any_failure(tmp_path):
    with pytest.raises(ConfigurationError, match="'broken' failed: ValueError: boom"):
        make_shop(tmp_path, plugins=[BROKEN["raises"][0]])


@pytest.mark.parametrize("case", ["raises", "clash", "part fails", "channel fails"])
def test_a_required_plugin_that_fails_stops_the_start(tmp_path, case):
    settings = settings_of(tmp_path, strict=False)
    plugins = settings.plugins.model_copy(update={"required": frozenset({"broken"})})
    with pytest.raises(ConfigurationError, match="'broken' failed"):
        start(settings.model_copy(update={"plugins": plugins}), BROKEN[case][0])


def start(settings, *plugins):
    return start_shop(settings, plugins=plugins)


def test_a_required_plugin_that_is_missing_stops_the_start(tmp_path):
    settings = settings_of(tmp_path)
    plugins = settings.plugins.model_copy(update={"required": frozenset({"nobody"})})
    with pytest.raises(ConfigurationError, match="nobody"):
        start(settings.model_copy(update={"plugins": plugins}))


def test_a_disabled_plugin_is_not_asked(tmp_path):
    settings = settings_of(tmp_path)
    plugins = settings.plugins.model_copy(update={"disabled": settings.plugins.disabled | {"broken"}})
    shop = start(settings.model_copy(update={"plugins": plugins}), BROKEN["raises"][0])
    try:
        assert {known.name: known.status for known in shop.registry.plugins}["broken"] == "disabled"
    finally:
        shop.db.close_now()


def test_two_shops_in_one_process_share_nothing(tmp_path):
    badge = plugin(
        "badges",
        register_graphql=[GraphQLContribution(extensions=(TypeExtension(target=Product, fields=Badge),))],
    )
    with open_shop(tmp_path / "one", plugins=[badge]) as one, open_shop(tmp_path / "two") as two:
        query = '{ product(handle: "shirt") { badge } }'
        assert one.data(query) == {"product": {"badge": "new"}}
        assert two.refusal(query) == "GRAPHQL_VALIDATION_FAILED"
        cart = one.data("mutation { cartCreate { cart { id } } }")["cartCreate"]["cart"]
        assert two.data("query($id: ID!) { cart(id: $id) { id } }", id=cart["id"]) == {"cart": None}


def test_the_core_alone_starts_and_answers(tmp_path):
    with open_shop(tmp_path) as opened:
        assert {known.origin for known in opened.shop.registry.active} == {"core"}
        assert opened.data("{ shop { name } }") == {"shop": {"name": "Atelier"}}


def test_an_object_can_be_a_plugin(tmp_path):
    class Greeter:
        @hookimpl
        def register_graphql(self):
            return [GraphQLContribution(queries=(Greeting,))]

    with open_shop(tmp_path, plugins=[Greeter()]) as opened:
        assert opened.data("{ greeting }") == {"greeting": "hello"}
