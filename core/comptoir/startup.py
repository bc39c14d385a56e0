"""The steps that turn settings and plugins into a `Shop`.

A plugin is in whole or not at all: when one fails at any step, it is marked as failed and the steps begin
again without it.
"""

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, TypeVar

import structlog

from comptoir.channels.capabilities import check_capabilities
from comptoir.channels.graphql import ChannelQueries
from comptoir.clock import Clock, SystemClock
from comptoir.db.database import Database, open_database
from comptoir.db.migrate import upgrade
from comptoir.errors import ConfigurationError
from comptoir.graphql.channel_documents import load_documents
from comptoir.graphql.checked import CheckedDocuments
from comptoir.graphql.execute import Executor
from comptoir.graphql.node import NodeQueries
from comptoir.graphql.schema import AssembledSchema, Owned, assemble
from comptoir.hooks.contributions import Channel, GraphQLContribution, SchemaName, Storefront
from comptoir.hooks.payments import RESERVED_NAMES
from comptoir.hooks.registry import Plugin, PluginRegistry
from comptoir.hooks.tax import TABLE
from comptoir.readmodel.owner import ReadModel, in_order
from comptoir.readmodel.snapshot import SnapshotPart
from comptoir.settings import Settings
from comptoir.shop import Shop
from comptoir.staff.guard import StaffGuard

log = structlog.get_logger(__name__)

T = TypeVar("T")

_PROVIDER_NAME = re.compile(r"[a-z][a-z0-9-]{0,39}")
_KERNEL = ("kernel", GraphQLContribution(queries=(NodeQueries, ChannelQueries)))


class PluginFault(Exception):  # noqa: N818 - a signal between steps, never shown
    """A plugin failed at a step after it was taken in."""

    def __init__(self, plugin: Plugin, error: Exception) -> None:
        super().__init__(str(error))
        self.plugin = plugin
        self.error = error


def take_plugins(settings: Settings, given: Sequence[Any] = ()) -> PluginRegistry:
    """Take in the core's contexts, the given plugins and the installed ones."""
    registry = PluginRegistry(settings.plugins)
    registry.take_core()
    registry.take_given(given)
    registry.take_installed()
    registry.check_required()
    return registry


def assemble_schema(registry: PluginRegistry, name: SchemaName = "storefront") -> AssembledSchema:
    """Build a schema from what the plugins contribute, without those that spoil one of the schemas."""
    return assemble_schemas(registry)[name]


def assemble_schemas(registry: PluginRegistry) -> dict[SchemaName, AssembledSchema]:
    """Build the schemas from what the plugins contribute, without those that spoil one of them."""
    while True:
        try:
            return {
                "storefront": _settle(registry, "register_graphql", _storefront_schema),
                "staff": _settle(registry, "register_graphql", _staff_schema),
            }
        except PluginFault as fault:
            registry.fail(fault.plugin, fault.error)


def _storefront_schema(found: Sequence[Owned]) -> AssembledSchema:
    return assemble([_KERNEL, *found])


def _staff_schema(found: Sequence[Owned]) -> AssembledSchema:
    schema = assemble(found, name="staff")
    StaffGuard(schema)  # Refuses a schema with a field that declares no permission.
    return schema


def migrate(registry: PluginRegistry, database: Database) -> list[str]:
    """Bring the tables of every active plugin up to date, and leave out those whose tables cannot be.

    Returns who was behind. Raises `ConfigurationError` where the database cannot be used.
    """
    done: list[str] = upgrade(database, [])
    for plugin in registry.active:
        try:
            done += _blame(
                plugin, partial(upgrade, database, plugin.contributions.get("register_migrations", []))
            )
        except PluginFault as fault:
            registry.fail(fault.plugin, fault.error)
    return done


def start_shop(settings: Settings, *, plugins: Sequence[Any] = (), clock: Clock | None = None) -> Shop:
    """Open, migrate and assemble a shop; raises `ConfigurationError` where it cannot start."""
    clock = clock or SystemClock()
    registry = take_plugins(settings, plugins)
    database = open_database(settings, clock=clock)
    try:
        while True:
            try:
                return _assemble(settings, registry, database, clock)
            except PluginFault as fault:
                registry.fail(fault.plugin, fault.error)
                database.listeners.clear()
    except BaseException:
        database.close_now()
        raise


def _assemble(settings: Settings, registry: PluginRegistry, database: Database, clock: Clock) -> Shop:
    migrate(registry, database)
    schemas = assemble_schemas(registry)
    _check_parts(registry)
    readmodel = ReadModel(
        database,
        [part for _, part in registry.contributions("register_snapshot_parts")],
        clock=clock,
        check_seconds=settings.snapshot_check_seconds,
    )
    _start(readmodel, registry)
    executors: dict[SchemaName, Executor] = {
        "storefront": Executor(schemas["storefront"], limits=settings.limits),
        "staff": Executor(schemas["staff"], limits=settings.limits, guard=StaffGuard(schemas["staff"])),
    }
    shop = Shop(
        settings=settings,
        clock=clock,
        db=database,
        registry=registry,
        readmodel=readmodel,
        executors=executors,
        axes=[axis for _, axis in registry.contributions("register_listing_axes")],
        visibilities=[rule for _, rule in registry.contributions("register_visibility")],
        nodes={
            kind: loader
            for _, part in registry.contributions("register_graphql")
            if part.schema == "storefront"
            for kind, loader in part.nodes.items()
        },
        storefront=pick_storefront(settings, registry),
    )
    _open_channels(shop, schemas["storefront"])
    _check_tax_provider(shop)
    return shop


def _check_parts(registry: PluginRegistry) -> None:
    """Find the plugin whose snapshot parts do not fit those taken in before it."""
    taken: list[SnapshotPart[Any]] = []
    for plugin in registry.active:
        taken = taken + plugin.contributions.get("register_snapshot_parts", [])
        _blame(plugin, partial(in_order, taken))


def _start(readmodel: ReadModel, registry: PluginRegistry) -> None:
    try:
        readmodel.start()
    except Exception as error:
        owners = {id(part.build): name for name, part in registry.contributions("register_snapshot_parts")}
        culprit = owners.get(id(readmodel.building.build)) if readmodel.building else None
        plugin = next((p for p in registry.active if p.name == culprit and p.origin != "core"), None)
        if plugin is None:
            raise
        raise PluginFault(plugin, error) from error


def _blame(plugin: Plugin, step: Callable[[], T]) -> T:
    """Run a step on behalf of one plugin; a context of the core may not fail."""
    try:
        return step()
    except Exception as error:
        if plugin.origin == "core":
            raise
        raise PluginFault(plugin, error) from error


def _settle(
    registry: PluginRegistry, hook: str, build: Callable[[list[tuple[str, Any]]], AssembledSchema]
) -> AssembledSchema:
    """Build from all contributions; where that fails, find the plugin with which it begins to fail."""
    found = list(registry.contributions(hook))
    try:
        return build(found)
    except Exception:
        core = [item for item in found if _origin(registry, item[0]) == "core"]
        build(core)
        taken = core
        for plugin in registry.active:
            if plugin.origin == "core":
                continue
            taken = taken + [item for item in found if item[0] == plugin.name]
            _blame(plugin, partial(build, taken))
        raise


def _origin(registry: PluginRegistry, name: str) -> str:
    return next(plugin.origin for plugin in registry.plugins if plugin.name == name)


def pick_storefront(settings: Settings, registry: PluginRegistry) -> Storefront | None:
    """Return the brand that the settings name, else the only installed one, else none.

    Raises `ConfigurationError` where the settings name one that is not installed.
    """
    found: dict[str, Storefront] = {
        storefront.name: storefront for _, storefront in registry.contributions("register_storefronts")
    }
    if settings.storefront:
        if settings.storefront not in found:
            known = ", ".join(sorted(found)) or "none"
            raise ConfigurationError(
                f"COMPTOIR_STOREFRONT names '{settings.storefront}', which is not installed (installed: {known})"
            )
        return found[settings.storefront]
    return next(iter(found.values())) if len(found) == 1 else None


def _open_channels(shop: Shop, schema: AssembledSchema) -> None:
    taken: dict[str, str] = {}
    checked = CheckedDocuments(shop.settings.data_dir / "documents.json", schema.core)
    for plugin in shop.registry.active:
        _blame(plugin, partial(shop.registry.contribute_with_shop, plugin, shop))
        _blame(plugin, partial(_take_providers, shop, plugin))
        for channel in plugin.contributions.get("register_channels", ()):
            _blame(plugin, partial(_open_channel, shop, checked, channel, taken))


def _take_providers(shop: Shop, plugin: Plugin) -> None:
    found = plugin.contributions
    for payer in found.get("register_payment_providers", ()):
        _take_provider(shop.payment_providers, payer, kind="payment", reserved=RESERVED_NAMES)
    for carrier in found.get("register_shipping_providers", ()):
        _take_provider(shop.shipping_providers, carrier, kind="shipping")
    for taxer in found.get("register_tax_providers", ()):
        _take_provider(shop.tax_providers, taxer, kind="tax", reserved=frozenset({TABLE}))


def _take_provider(
    taken: dict[str, Any], provider: Any, *, kind: str, reserved: frozenset[str] = frozenset()
) -> None:
    if not _PROVIDER_NAME.fullmatch(provider.name):
        raise ConfigurationError(
            f"a {kind} provider is named '{provider.name[:80]}'; lower-case letters, digits and dashes were expected"
        )
    if provider.name in taken or provider.name in reserved:
        raise ConfigurationError(f"another {kind} provider is named '{provider.name}' already")
    taken[provider.name] = provider


def _check_tax_provider(shop: Shop) -> None:
    """Refuse to start where nobody has the name in the settings: goods would be taxed otherwise than was meant."""
    name = shop.settings.tax.provider
    if name != TABLE and name not in shop.tax_providers:
        known = ", ".join((TABLE, *sorted(shop.tax_providers)))
        raise ConfigurationError(
            f"COMPTOIR_TAX__PROVIDER names '{name}', which no active plugin brings (there are: {known})"
        )


def _open_channel(shop: Shop, checked: CheckedDocuments, channel: Channel, taken: dict[str, str]) -> None:
    if channel.path and (not channel.path.startswith("/") or channel.path.endswith("/")):
        raise ConfigurationError(
            f"the path of the channel '{channel.name}' is '{channel.path}'; it must begin with a slash, not end "
            "with one, or be empty for the root"
        )
    if channel.path in taken:
        raise ConfigurationError(
            f"the channel '{channel.name}' wants the path '{channel.path or '/'}', "
            f"which '{taken[channel.path]}' has"
        )
    check_capabilities(channel)
    if channel.documents:
        documents = load_documents(channel.documents)
        checked.check(documents)
        shop.documents[channel.name] = documents
    taken[channel.path] = channel.name
    shop.channels.append(channel)
