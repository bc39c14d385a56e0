"""Settings: from the environment (`COMPTOIR_…`), a `comptoir.toml`, or keyword arguments."""

import secrets
from functools import cache
from pathlib import Path
from tomllib import TOMLDecodeError
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, Field, SecretStr, ValidationError, create_model, field_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
    TomlConfigSettingsSource,
)

from comptoir.errors import ConfigurationError

OfPlugin = TypeVar("OfPlugin", bound=BaseModel)


class _Sources(BaseSettings):
    """Where settings come from: those of the shop, and each plugin's in a table of its own."""

    model_config = SettingsConfigDict(
        env_prefix="COMPTOIR_", env_nested_delimiter="__", toml_file="comptoir.toml", extra="ignore"
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Rank the sources: arguments, environment, `.env`, secrets, then `comptoir.toml`."""
        toml = TomlConfigSettingsSource(settings_cls)
        return init_settings, env_settings, dotenv_settings, file_secret_settings, toml


class PluginSettings(BaseModel):
    """Which plugins are taken in."""

    required: frozenset[str] = frozenset()
    """Plugins without which the shop does not start."""
    disabled: frozenset[str] = frozenset()
    """Installed plugins that are left out."""
    strict: bool = False
    """Stop start-up when any plugin fails: for tests and development."""


class TaxSettings(BaseModel):
    """Who says what tax is due."""

    provider: str = "table"
    """Name of the tax provider that is asked; `table` is the shop's own table of rates."""
    on_failure: Literal["refuse", "table"] = "refuse"
    """Where the provider does not answer: sell nothing until it does, or tax by the shop's own table."""


class GraphQLLimits(BaseModel):
    """Bounds of a GraphQL request; past one it is refused with `LIMIT_EXCEEDED`."""

    body_bytes: int = Field(default=512 * 1024, gt=0)
    depth: int = Field(default=24, gt=0)
    tokens: int = Field(default=12_000, gt=0)
    aliases: int = Field(default=200, ge=0)
    directives: int = Field(default=200, ge=0)
    cost: int = Field(default=500_000, gt=0)
    """Fields that a query can return at most, lists counted by their `first` argument."""
    variables_depth: int = Field(default=32, gt=0)


class Settings(_Sources):
    """All settings of a shop. Durations are in seconds unless a name says otherwise."""

    data_dir: Path = Path(".comptoir")
    """Where the embedded database, media and generated pictures live."""
    database_url: str = ""
    """`sqlite:///path` or `postgresql://…`; empty means SQLite in `data_dir`."""
    base_url: str = ""
    """Public address of the shop, such as `https://shop.example`; empty means the address of each request."""
    secret_key: SecretStr = SecretStr("")
    """Signs cookies and codes; empty means one that is made once and kept in `data_dir`."""
    storefront: str = ""
    """Name of the installed storefront whose theme the channels wear; empty means the only one, if one."""
    introspection: bool = True
    ide: bool = True
    """Serve the GraphQL IDE to browsers that open `/graphql`."""
    cart_days: int = Field(default=30, gt=0)
    """A cart expires that many days after its last change."""
    reservation_days: int = Field(default=3, gt=0, le=60)
    """How many days ahead something that is reserved in a store is collected at the latest."""
    reservation_pieces: int = Field(default=5, gt=0)
    """How many pieces one shopper may have reserved at a time."""
    service_answer_minutes: int = Field(default=15, gt=0, le=24 * 60)
    """A call for staff that nobody answers within that time expires."""
    service_when_closed: bool = False
    """Take calls for staff while a location is closed. On in the demo, which is looked at round the clock."""
    fitting_room_minutes: int = Field(default=60, gt=0, le=24 * 60)
    """How long what staff fetched to a fitting room is held there."""
    fitting_room_pieces: int = Field(default=5, gt=0)
    """How many pieces are held for one fitting room at a time."""
    staff_session_hours: int = Field(default=12, gt=0, le=24 * 30)
    """A member of staff who signs in with a password stays signed in that long."""
    most_streams: int = Field(default=2_000, gt=0)
    """Live updates (subscriptions, sockets) that one process holds open at most."""
    allowed_origins: Annotated[tuple[str, ...], NoDecode] = ()
    """Other sites whose pages may open a GraphQL socket, such as `https://www.example`; `*` for any."""
    snapshot_check_seconds: float = Field(default=0.1, ge=0)
    """How long a worker may use its snapshot on PostgreSQL before it asks whether another one changed it."""
    doors: bool = False
    """Serve `/doors`: a page that shows every channel with a code that opens it on a phone. On in the demo."""
    sandbox_payments: bool = False
    """Take test cards that move no money, as if they paid. On in the demo; never where goods are real."""
    tax: TaxSettings = TaxSettings()
    plugins: PluginSettings = PluginSettings()
    limits: GraphQLLimits = GraphQLLimits()
    log_format: Literal["console", "json"] = "console"
    trusted_hosts: Annotated[tuple[str, ...], NoDecode] = ("*",)

    @field_validator("trusted_hosts", "allowed_origins", mode="before")
    @classmethod
    def _split_hosts(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",")) if isinstance(value, str) else value

    @property
    def database(self) -> str:
        """The database address, with the embedded default filled in."""
        return self.database_url or f"sqlite:///{(self.data_dir / 'shop.db').absolute()}"

    def signing_key(self) -> str:
        """Return the key that signs cookies and codes; made once and kept in `data_dir` when none is set."""
        if key := self.secret_key.get_secret_value():
            return key
        return _kept_key(self.data_dir / "secret.key")


@cache
def _kept_key(path: Path) -> str:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(f".{secrets.token_hex(4)}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(48))
        try:
            # A link fails where the file exists: of two processes that start together, one key wins.
            path.hardlink_to(fresh)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text().strip()


def load_settings(**given: Any) -> Settings:
    """Read the settings; raises `ConfigurationError` that names each wrong one."""
    try:
        return Settings(**given)
    except ValidationError as error:
        faults = "; ".join(f"{_variable(fault['loc'])}: {fault['msg']}" for fault in error.errors())
        raise ConfigurationError(f"the settings are wrong: {faults}") from error
    except (SettingsError, TOMLDecodeError) as error:
        raise ConfigurationError(f"the settings are wrong: {error}") from error


def load_plugin_settings(model: type[OfPlugin], *, table: str) -> OfPlugin:
    """Read a plugin's settings: `COMPTOIR_<TABLE>__…`, or its table in `comptoir.toml`.

    Raises `ConfigurationError` where they are malformed, without showing what was given: it may be a secret.
    """
    fields: dict[str, Any] = {table: (model, model())}
    try:
        found: OfPlugin = getattr(create_model("_OfPlugin", __base__=_Sources, **fields)(), table)
    except (ValidationError, SettingsError, TOMLDecodeError):
        raise ConfigurationError(f"the settings COMPTOIR_{table.upper()}__… are malformed") from None
    return found


def _variable(place: tuple[int | str, ...]) -> str:
    return "COMPTOIR_" + "__".join(str(part).upper() for part in place)
