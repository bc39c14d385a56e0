"""Takes plugins in, one at a time, each whole or not at all.

A plugin that fails is left out with its reason kept; the shop serves the rest, unless the plugin is named in
`plugins.required` or `plugins.strict` is set.
"""

import importlib
import inspect
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib.metadata import Distribution, EntryPoint, entry_points
from typing import Any, Literal, get_args, get_origin

import pluggy
import structlog
from packaging.requirements import Requirement

from comptoir import __version__
from comptoir.errors import ConfigurationError
from comptoir.hooks import specs
from comptoir.markers import PROJECT
from comptoir.settings import PluginSettings

log = structlog.get_logger(__name__)

CORE_CONTEXTS = (
    "staff",
    "markets",
    "catalog",
    "customers",
    "inventory",
    "devices",
    "policies",
    "pricing",
    "payments",
    "reservations",
    "service",
    "cart",
    "orders",
    "checkout",
)
"""Contexts of the core in layer order; each is a plugin: `comptoir.<context>.plugin`."""


Fault = Literal["CANNOT_BE_IMPORTED", "MISCONFIGURED", "RAISED_AN_ERROR"]
"""Why a plugin was left out, in a word that tells nothing of the machine."""


@dataclass(slots=True, kw_only=True)
class Plugin:
    """A plugin and what became of it."""

    name: str
    origin: Literal["core", "installed", "given"]
    version: str = ""
    status: Literal["active", "failed", "disabled"] = "active"
    error: str = ""
    """Why it failed, in full: for the log and those who run the shop, since paths and settings stand in it."""
    fault: Fault | None = None
    """Why it failed, for anybody."""
    module: Any = None
    hooks: tuple[str, ...] = ()
    contributions: dict[str, list[Any]] = field(default_factory=dict)


class PluginRegistry:
    """The plugins of one application; there is no other registry in the process."""

    def __init__(self, settings: PluginSettings) -> None:
        self._settings = settings
        self._pluggy = pluggy.PluginManager(PROJECT)
        self._pluggy.add_hookspecs(specs)
        self.plugins: list[Plugin] = []

    def take_core(self) -> None:
        """Take in the contexts of the core; an error here is a bug and is raised."""
        for name in CORE_CONTEXTS:
            plugin = Plugin(name=name, origin="core", version=__version__)
            self.plugins.append(plugin)
            plugin.module = importlib.import_module(f"comptoir.{name}.plugin")
            self._register(plugin)

    def take_given(self, modules: Sequence[Any]) -> None:
        """Take in plugins that the caller of `create_app` hands over."""
        for module in modules:
            name = str(getattr(module, "__name__", type(module).__name__)).rpartition(".")[2]
            self._take(Plugin(name=name, origin="given"), module)

    def take_installed(self) -> None:
        """Take in every installed plugin: entry points of the group `comptoir`, by name."""
        for entry in sorted(entry_points(group=PROJECT), key=lambda found: found.name):
            version = entry.dist.version if entry.dist else ""
            self._take(Plugin(name=entry.name, origin="installed", version=version), entry)

    def _take(self, plugin: Plugin, source: Any) -> None:
        self.plugins.append(plugin)
        if any(other.name == plugin.name for other in self.plugins[:-1]):
            self.fail(plugin, ConfigurationError(f"another plugin is named '{plugin.name}' already"))
        elif plugin.name in self._settings.disabled:
            plugin.status = "disabled"
        else:
            try:
                plugin.module = _load(source) if isinstance(source, EntryPoint) else source
                self._register(plugin)
            except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever it raises, the shop goes on without it
                self.fail(plugin, error)

    def _register(self, plugin: Plugin) -> None:
        self._pluggy.register(plugin.module, name=plugin.name)
        self._pluggy.check_pending()
        callers = self._pluggy.get_hookcallers(plugin.module) or []
        plugin.hooks = tuple(sorted(caller.name for caller in callers))
        for hook in plugin.hooks:
            if not self._needs_shop(hook):
                plugin.contributions[hook] = list(self._call(plugin, hook))

    def contribute_with_shop(self, plugin: Plugin, shop: Any) -> None:
        """Ask a plugin for what it can only say once the shop stands, such as its channels."""
        for hook in plugin.hooks:
            if self._needs_shop(hook):
                plugin.contributions[hook] = list(self._call(plugin, hook, shop=shop))

    def _call(self, plugin: Plugin, hook: str, **arguments: Any) -> Sequence[Any]:
        caller = getattr(self._pluggy.hook, hook)
        implementation = next(i for i in caller.get_hookimpls() if i.plugin_name == plugin.name)
        result = implementation.function(**{name: arguments[name] for name in implementation.argnames})
        if inspect.iscoroutine(result):
            result.close()
            raise ConfigurationError(f"{hook} is a coroutine; hooks are plain functions")
        if not isinstance(result, list | tuple):
            raise ConfigurationError(f"{hook} returned {type(result).__name__}; a list was expected")
        expected = _kind_of(getattr(specs, hook))
        for each in result:
            if not isinstance(each, expected):
                raise ConfigurationError(
                    f"{hook} returned a list with {type(each).__name__}; {expected.__name__} was expected"
                )
        return result

    def _needs_shop(self, hook: str) -> bool:
        spec = getattr(self._pluggy.hook, hook).spec
        return spec is not None and "shop" in spec.argnames

    def fail(self, plugin: Plugin, error: BaseException) -> None:
        """Leave a plugin out; raises `ConfigurationError` where settings say that it may not be missing."""
        plugin.status = "failed"
        plugin.error = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        plugin.fault = _fault(error)
        plugin.contributions.clear()
        if plugin.module is not None and self._pluggy.has_plugin(plugin.name):
            self._pluggy.unregister(name=plugin.name)
        log.error("plugin.failed", plugin=plugin.name, error=plugin.error)
        if self._settings.strict or plugin.name in self._settings.required:
            raise ConfigurationError(
                f"the plugin '{plugin.name}' failed: {plugin.error}; mend it, or take it out of "
                "COMPTOIR_PLUGINS__REQUIRED"
            ) from error

    def check_required(self) -> None:
        """Raise `ConfigurationError` for a required plugin that is not installed or is disabled."""
        active = {plugin.name for plugin in self.plugins if plugin.status == "active"}
        if missing := sorted(self._settings.required - active):
            raise ConfigurationError(
                f"required plugins are missing: {', '.join(missing)}; install them, or take them out of "
                "COMPTOIR_PLUGINS__REQUIRED"
            )

    @property
    def active(self) -> list[Plugin]:
        """The plugins that were taken in, in order."""
        return [plugin for plugin in self.plugins if plugin.status == "active"]

    def contributions(self, hook: str) -> Iterator[tuple[str, Any]]:
        """Yield what active plugins contributed to a hook, with the owner's name."""
        for plugin in self.active:
            for contribution in plugin.contributions.get(hook, ()):
                yield plugin.name, contribution


def _fault(error: BaseException) -> Fault:
    if isinstance(error, ImportError):
        return "CANNOT_BE_IMPORTED"
    return "MISCONFIGURED" if isinstance(error, ConfigurationError) else "RAISED_AN_ERROR"


def _kind_of(spec: Callable[..., Any]) -> type:
    """Return what a hook's list holds, from the hook's own signature."""
    (item,) = get_args(inspect.signature(spec).return_annotation)
    kind: type = get_origin(item) or item
    return kind


def _load(entry: EntryPoint) -> Any:
    if entry.dist is not None:
        _check_version(entry.dist)
    return entry.load()


def _check_version(distribution: Distribution) -> None:
    for line in distribution.requires or ():
        requirement = Requirement(line)
        if requirement.name.lower() == PROJECT and not requirement.specifier.contains(
            __version__, prereleases=True
        ):
            raise ConfigurationError(
                f"it needs {PROJECT} {requirement.specifier}, and this is {__version__}; "
                f"install a version of {distribution.name} made for it"
            )
