"""Settings of the plugin: `COMPTOIR_KIOSK__…` in the environment, or the table `[kiosk]` of `comptoir.toml`."""

from comptoir.api import load_plugin_settings
from pydantic import BaseModel


class KioskSettings(BaseModel):
    """The reader of screens that have none of their own. A provider that the shop does not have takes nothing."""

    provider: str = "sandbox"
    """Name of the payment provider."""
    reader: str = "sandbox-reader"
    """What the provider calls the reader; empty for none."""


def load_settings() -> KioskSettings:
    """Read the settings; raises `ConfigurationError` where they cannot be read."""
    return load_plugin_settings(KioskSettings, table="kiosk")
