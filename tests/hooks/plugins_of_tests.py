"""Plugins as tests hand them over: modules made on the spot."""

from types import ModuleType

from comptoir.markers import hookimpl


def plugin(name, **hooks):
    """Return a module named so, with hooks: each a function, or the list to return."""
    module = ModuleType(name)
    for hook, given in hooks.items():
        setattr(module, hook, hookimpl(given if callable(given) else _returning(given)))
    return module


def _returning(value):
    def hook():
        return value

    return hook
