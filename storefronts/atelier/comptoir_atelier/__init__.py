"""Atelier Rive, the demonstration brand of Comptoir: its theme, its catalogue and its shops."""

from collections.abc import Sequence
from pathlib import Path

from comptoir.api import Storefront, hookimpl

from comptoir_atelier.theme import THEME

ASSETS = Path(__file__).parent / "assets"


@hookimpl
def register_storefronts() -> Sequence[Storefront]:
    """Return the brand."""
    from comptoir_atelier.load import load

    return [Storefront(name="atelier", title="Atelier Rive", theme=THEME, load=load, assets=ASSETS)]
