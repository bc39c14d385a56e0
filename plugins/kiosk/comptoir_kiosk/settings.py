"""Settings of the plugin: `COMPTOIR_KIOSK__…` in the environment, or the table `[kiosk]` of `comptoir.toml`."""

from comptoir.api import ConfigurationError
from pydantic import BaseModel, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
    TomlConfigSettingsSource,
)


class KioskSettings(BaseModel):
    """The reader of screens that have none of their own. A provider that the shop does not have takes nothing."""

    provider: str = "sandbox"
    """Name of the payment provider."""
    reader: str = "sandbox-reader"
    """What the provider calls the reader; empty for none."""


class _Root(BaseSettings):
    model_config = SettingsConfigDict(
        env_prefix="COMPTOIR_", env_nested_delimiter="__", toml_file="comptoir.toml", extra="ignore"
    )

    kiosk: KioskSettings = KioskSettings()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Rank the sources as the shop's own settings do."""
        toml = TomlConfigSettingsSource(settings_cls)
        return init_settings, env_settings, dotenv_settings, file_secret_settings, toml


def load_settings() -> KioskSettings:
    """Read the settings; raises `ConfigurationError` where they cannot be read."""
    try:
        return _Root().kiosk
    except (ValidationError, SettingsError) as error:
        raise ConfigurationError("the settings COMPTOIR_KIOSK__… are malformed") from error
