"""The GraphQL IDE, served from this package alone: GraphiQL with its files beside it."""

from pathlib import Path

from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles

_FOLDER = Path(__file__).parent


def ide_page() -> bytes:
    """Return the page."""
    return (_FOLDER / "page.html").read_bytes()


def staff_ide_page() -> bytes:
    """Return the page for staff, which signs in first."""
    return (_FOLDER / "staff.html").read_bytes()


def ide_files() -> BaseRoute:
    """Return the route of its scripts and styles."""
    return Mount("/graphql-ide", app=StaticFiles(directory=_FOLDER), name="graphql-ide")
