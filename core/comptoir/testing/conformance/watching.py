"""Watches what runs while pages are rendered: who touches the database, and what channels ask the shop.

A touch is blamed on a plugin when its code is what called, directly or through a library, and no code of the core
stands between: what a document makes the core read is the core's own business.
"""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

import comptoir
from comptoir.graphql.client import ShopClient

_CORE = str(Path(comptoir.__file__).parent)
_METHODS = ("read", "read_in_thread", "read_now", "write", "write_now", "exclusive", "close", "close_now")
_CART = "gid://shopify/Cart/"


@dataclass(frozen=True, slots=True)
class Asked:
    """A document that a channel ran, by its name or its text, and what came back."""

    channel: str
    document: str
    variables: Mapping[str, Any]
    data: Mapping[str, Any]

    def carts(self) -> list[str]:
        """Return the ids of carts in the answer."""
        return [text for text in _texts(self.data) if text.startswith(_CART)]


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
    elif isinstance(value, str):
        yield value


@dataclass(slots=True)
class Watch:
    """What was seen since the watch began."""

    folders: set[str]
    """Folders and files of plugins."""
    asked: list[Asked] = field(default_factory=list)
    touches: list[tuple[str, str]] = field(default_factory=list)
    """Folder or file of the plugin, and what it did where."""

    def note(self, what: str, frame: FrameType | None) -> None:
        """Keep a touch of the database, if a plugin is to blame."""
        while frame is not None:
            name = frame.f_code.co_filename
            owner = next(
                (folder for folder in self.folders if name == folder or name.startswith(folder + "/")), None
            )
            if owner is not None:
                self.touches.append((owner, f"{name}:{frame.f_lineno} called {what}"))
                return
            if name.startswith(_CORE):
                return
            frame = frame.f_back


_watching: list[Watch] = []
_hooked: list[bool] = []


def _audit(event: str, arguments: tuple[Any, ...]) -> None:
    # It stays for the life of the process, and hears of everything: it must be quick.
    if event == "sqlite3.connect" and _watching:
        _watching[-1].note("sqlite3.connect", sys._getframe(1))  # noqa: SLF001 - the only way to see who calls
    elif event == "open" and _watching and str(arguments[0]).endswith((".db", ".db-wal", ".sqlite3")):
        _watching[-1].note(f"open({arguments[0]!r})", sys._getframe(1))  # noqa: SLF001


@contextmanager
def watching(folders: set[str], databases: set[type]) -> Iterator[Watch]:
    """Watch plugins in these folders, and these classes of databases, until the end of the block."""
    if not _hooked:
        sys.addaudithook(_audit)
        _hooked.append(True)
    watch = Watch(folders)
    kept: list[tuple[type, str, Any]] = [(ShopClient, "execute", ShopClient.execute)]
    kept += [
        (each, name, getattr(each, name)) for each in databases for name in _METHODS if name in vars(each)
    ]
    _watching.append(watch)
    for owner, name, method in kept:
        setattr(owner, name, _recorded(watch, method) if owner is ShopClient else _noted(watch, name, method))
    try:
        yield watch
    finally:
        for owner, name, method in kept:
            setattr(owner, name, method)
        _watching.remove(watch)


def _noted(watch: Watch, name: str, method: Callable[..., Any]) -> Callable[..., Any]:
    def noting(*args: Any, **kwargs: Any) -> Any:
        watch.note(f"the database's {name}()", sys._getframe(1))  # noqa: SLF001
        return method(*args, **kwargs)

    return noting


def _recorded(watch: Watch, method: Callable[..., Any]) -> Callable[..., Any]:
    async def execute(
        self: ShopClient, document: str, variables: Mapping[str, Any] | None = None
    ) -> Mapping[str, Any]:
        data: Mapping[str, Any] = await method(self, document, variables)
        watch.asked.append(Asked(self.visitor.channel, document, dict(variables or {}), data))
        return data

    return execute
