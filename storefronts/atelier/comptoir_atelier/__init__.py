"""Atelier Rive, the demonstration brand of Comptoir: its theme, its catalogue and its shops."""

from collections.abc import Callable, Sequence
from pathlib import Path

from comptoir.api import Shop, Storefront, hookimpl

from comptoir_atelier.theme import THEME

ASSETS = Path(__file__).parent / "assets"


@hookimpl
def register_storefronts() -> Sequence[Storefront]:
    """Return the brand."""
    return [Storefront(name="atelier", title="Atelier Rive", theme=THEME, load=_load, assets=ASSETS)]


async def _load(shop: Shop, progress: Callable[[str, int, int], None]) -> None:
    # Drawing takes much code, and is done once in the life of a shop.
    from comptoir_atelier.load import load

    await load(shop, progress)
