"""What commands begin with: the settings, with logging as they say, and the shop that they name."""

import gc
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from comptoir.settings import Settings
    from comptoir.shop import Shop


def read_settings() -> "Settings":
    """Read the settings and log as they say; raises `ConfigurationError` for settings that are wrong."""
    from comptoir.logs import configure_logging
    from comptoir.settings import load_settings

    settings = load_settings()
    configure_logging(settings)
    return settings


def open_shop(settings: "Settings | None" = None) -> "Shop":
    """Start the shop that the settings name; raises `ConfigurationError` where it cannot start."""
    settings = settings or read_settings()
    # Nearly all that is made on the way stays: looking through it again and again would find nothing to free.
    gc.disable()
    try:
        from comptoir.startup import start_shop

        return start_shop(settings)
    finally:
        gc.enable()
