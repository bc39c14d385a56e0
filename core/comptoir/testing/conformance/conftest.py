"""Fixtures of the kit: one shop for the run, and each channel at it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest

from comptoir.app import serve
from comptoir.hooks.registry import Plugin
from comptoir.remote.app import remote_app
from comptoir.settings import PluginSettings, Settings
from comptoir.shop import Shop
from comptoir.startup import start_shop
from comptoir.storefront_tokens import PURPOSE, issue
from comptoir.testing.conformance.carts import Bought, buy
from comptoir.testing.conformance.catalogue import fill_shop
from comptoir.testing.conformance.plugin import NOTES
from comptoir.testing.conformance.serving import serving
from comptoir.testing.conformance.subject import Subject, plugin_paths
from comptoir.testing.conformance.watching import Watch, watching


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run each test for each channel that was named."""
    if "channel_name" in metafunc.fixturenames:
        names = metafunc.config.getoption("--channel")
        if not names:
            raise pytest.UsageError("name the channel to test: --channel NAME")
        metafunc.parametrize("channel_name", names, scope="session")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """The shop of the run: as it stands in this process, and where the truth is asked for."""

    shop: Shop
    address: str
    watch: Watch
    elsewhere: bool
    """Whether the truth is another shop than the one in this process."""

    def plugin(self, channel: str) -> Plugin | None:
        """Return the plugin that gives a channel, if it is active."""
        for plugin in self.shop.registry.active:
            for found in plugin.contributions.get("register_channels", ()):
                if found.name == channel:
                    return plugin
        return None


@pytest.fixture(scope="session")
def stage(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """The shop of the run, started."""
    named = request.config.getoption("--shop")
    elsewhere = named.startswith(("http://", "https://"))
    folder = Path(named) if named and not elsewhere else tmp_path_factory.mktemp("conformance")
    shop = start_shop(Settings(data_dir=folder, plugins=PluginSettings()))
    if not named:
        fill_shop(shop)
    with ExitStack() as stack:
        watch = stack.enter_context(watching(set(plugin_paths().values()), {type(shop.db)}))
        address = stack.enter_context(serving(serve(shop)))
        yield Stage(
            shop=shop, address=named.rstrip("/") if elsewhere else address, watch=watch, elsewhere=elsewhere
        )


@pytest.fixture(scope="session")
def subject(
    channel_name: str,
    stage: Stage,
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Subject]:
    """The channel under test, where visitors reach it."""
    plugin = stage.plugin(channel_name)
    channel = next((each for each in stage.shop.channels if each.name == channel_name), None)
    if plugin is None or channel is None:
        pytest.fail(f"the channel '{channel_name}' does not run; see the test that it starts", pytrace=False)
    path = Path(plugin_paths()[plugin.name])
    token = request.config.getoption("--shop-token")
    if not stage.elsewhere:
        token = issue(stage.shop.signer(PURPOSE), channel=channel_name)
    with ExitStack() as stack:
        address = stage.address
        if stage.elsewhere or request.config.getoption("--remote"):
            settings = Settings(data_dir=tmp_path_factory.mktemp("beside"), plugins=PluginSettings())
            app = remote_app(channel_name, shop_url=stage.address, settings=settings, token=token)
            address = stack.enter_context(serving(app))
        yield Subject(
            channel=channel,
            path=path,
            address=address,
            shop_address=stage.address,
            token=token,
            watch=stage.watch,
        )


@pytest.fixture(scope="session")
def bought(subject: Subject) -> Iterator[Bought | None]:
    """A visitor who put a product into the cart by the channel's own form; none where no form does it."""
    with subject.visitor() as visitor:
        yield buy(subject, visitor)


@pytest.fixture
def not_applicable(subject: Subject, request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Say that a capability's promise does not bind this channel, naming the fallback that it declares."""

    def say(capability: str) -> None:
        supported, fallback = subject.capability(capability)
        assert not supported
        assert fallback, f"'{capability}' is neither supported nor has it a fallback"
        request.config.stash[NOTES].append(
            f"{subject.channel.name}, {request.node.originalname}: not applicable, "
            f"'{capability}' has the fallback: {fallback}"
        )

    return say


@pytest.fixture(scope="session")
def pages(subject: Subject, bought: Bought | None) -> dict[str, httpx2.Response]:
    """The main pages as a visitor gets them; `cart` is there when the channel has such a page."""
    with subject.visitor() as visitor:
        found = {
            "front": visitor.get(subject.front),
            "product": visitor.get(subject.product_page()),
            "missing": visitor.get(f"{subject.channel.path}/there-is-no/such-page-here"),
        }
    if bought is not None:
        found["cart"] = bought.page
    return found
