"""Settings of the plugin: `COMPTOIR_STRIPE__…` in the environment, or the table `[stripe]` of `comptoir.toml`."""

from collections.abc import Mapping, Sequence

from comptoir.api import ConfigurationError, load_plugin_settings
from pydantic import BaseModel, SecretStr


class StripeSettings(BaseModel):
    """Keys of a Stripe account. Without a secret key the plugin offers nothing."""

    secret_key: SecretStr = SecretStr("")
    """`sk_…`, or a restricted key `rk_…` that may write payment intents, refunds and reader actions,
    and tax calculations where Stripe Tax is asked."""
    publishable_key: str = ""
    """`pk_…`: names the account to Stripe's script on the payment page; no secret."""
    webhook_secret: SecretStr = SecretStr("")
    """`whsec_…`: signs Stripe's messages to `/webhooks/payments/stripe`."""
    api_base: str = ""
    """Address of another server with Stripe's API, such as a local stand-in; empty means Stripe's."""

    script_url: str = ""
    """Address of a script with the calls of Stripe's; empty means Stripe's own, or `<api_base>/v3/` beside one."""

    tax_codes: Mapping[str, str] = {}
    """Stripe's tax codes by the shop's tax category, beside and before those that the plugin knows."""

    @property
    def is_configured(self) -> bool:
        """Whether payments can be taken at all."""
        return bool(self.secret_key.get_secret_value())


def load_settings() -> StripeSettings:
    """Read the settings; raises `ConfigurationError` for keys in each other's place, without showing them."""
    settings = load_plugin_settings(StripeSettings, table="stripe")
    _check(settings)
    return settings


def _check(settings: StripeSettings) -> None:
    secret = settings.secret_key.get_secret_value()
    if secret and not secret.startswith(("sk_", "rk_")):
        raise ConfigurationError("COMPTOIR_STRIPE__SECRET_KEY is no secret key: one begins with sk_ or rk_")
    if settings.publishable_key and not settings.publishable_key.startswith("pk_"):
        raise ConfigurationError(
            "COMPTOIR_STRIPE__PUBLISHABLE_KEY is no publishable key: one begins with pk_, and it is shown on pages"
        )
    for category, code in settings.tax_codes.items():
        if not code.startswith("txcd_"):
            raise ConfigurationError(
                f"COMPTOIR_STRIPE__TAX_CODES has no tax code for '{category}': one begins with txcd_"
            )
    for name in ("api_base", "script_url"):
        address = getattr(settings, name)
        if address and not address.startswith(("http://", "https://")):
            raise ConfigurationError(f"COMPTOIR_STRIPE__{name.upper()} is no address: https://… was expected")


def notices_of(settings: StripeSettings) -> Sequence[str]:
    """Return a sentence for what the settings lack."""
    if not settings.is_configured:
        return ["it offers no payments: set COMPTOIR_STRIPE__SECRET_KEY"]
    lacking = []
    if not settings.publishable_key:
        lacking.append("no payment on web pages: set COMPTOIR_STRIPE__PUBLISHABLE_KEY")
    if not settings.webhook_secret.get_secret_value():
        lacking.append("Stripe's messages are refused: set COMPTOIR_STRIPE__WEBHOOK_SECRET")
    return lacking
