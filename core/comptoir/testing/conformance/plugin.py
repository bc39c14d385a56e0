"""The kit's options for pytest, and its notes at the end; without `--channel` nothing else happens."""

from typing import Any

import pytest

NOTES = pytest.StashKey[list[str]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the kit's options."""
    group = parser.getgroup("comptoir", "Comptoir's conformance kit")
    group.addoption(
        "--channel",
        action="append",
        default=[],
        metavar="NAME",
        help="Test this installed channel; may be given several times.",
    )
    group.addoption(
        "--shop",
        default="",
        metavar="URL|FOLDER",
        help="Test at the shop at this address (as --remote does), or with the shop in this data folder, which is "
        "left with a few carts more; otherwise at a tiny shop of the kit's own.",
    )
    group.addoption(
        "--remote",
        action="store_true",
        help="Run the channel beside the shop, over HTTP, instead of within it.",
    )
    group.addoption(
        "--shop-token", default="", metavar="TOKEN", help="The channel's token from the shop at --shop URL."
    )


def pytest_configure(config: pytest.Config) -> None:
    """Make room for notes."""
    config.stash[NOTES] = []


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Say what was not applicable, and which fallback stands for it."""
    if notes := config.stash[NOTES]:
        terminalreporter.section("not applicable")
        for note in sorted(set(notes)):
            terminalreporter.line(note)
