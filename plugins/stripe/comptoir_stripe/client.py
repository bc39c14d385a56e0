"""The one way to Stripe's API: the stripe library, its errors told apart by what they mean for a payment."""

import asyncio
import logging
import ssl
from collections.abc import AsyncIterator, Awaitable, Mapping
from contextlib import asynccontextmanager
from typing import Any

import httpx
import stripe
from comptoir.api import ProviderUnavailableError

from comptoir_stripe.settings import StripeSettings

API_VERSION = "2026-10-28.endive"
"""The version of the API that the plugin was tested with; Stripe answers in its shapes."""
_BAD_REQUEST, _CONFLICT = 400, 409
_SECONDS = 20.0
_IDLE, _IDLE_SECONDS = 20, 30.0
"""How many connections wait for the next call, and for how long."""
_RETRIES = 1
"""Repeated with the same idempotency key. What hangs for longer is for the shop's recovery."""


class RefusedCallError(Exception):
    """Stripe understood a call and refused it: `codes` say why, the most telling first."""

    def __init__(self, error: stripe.StripeError) -> None:
        super().__init__(type(error).__name__)
        found = error.error
        self.codes: tuple[str | None, ...] = (
            getattr(found, "decline_code", None) if found is not None else None,
            error.code,
        )


class KeyReusedError(Exception):
    """An idempotency key came with other parameters before."""


class Connections(stripe.HTTPXClient):
    """httpx, which keeps connections in the event loop of a running shop, and in no other.

    A command that asks Stripe once, in a loop of its own, leaves nothing open when that loop ends.
    """

    def __init__(self, *, verify: ssl.SSLContext | bool) -> None:
        self._verify = verify
        self._kept: dict[asyncio.AbstractEventLoop, httpx.AsyncClient] = {}
        super().__init__(timeout=_SECONDS)
        self._single = httpx.AsyncClient(verify=verify, limits=httpx.Limits(max_keepalive_connections=0))

    @asynccontextmanager
    async def kept(self) -> AsyncIterator[None]:
        """Keep connections in the running loop for the length of the block, and close them at its end."""
        loop = asyncio.get_running_loop()
        limits = httpx.Limits(max_keepalive_connections=_IDLE, keepalive_expiry=_IDLE_SECONDS)
        async with httpx.AsyncClient(verify=self._verify, limits=limits) as client:
            self._kept[loop] = client
            try:
                yield
            finally:
                del self._kept[loop]

    async def request_async(
        self, method: str, url: str, headers: Mapping[str, str], post_data: Any = None
    ) -> tuple[bytes, int, Mapping[str, str]]:
        """Send one request, over a connection that is kept where the shop runs in this loop."""
        client = self._kept.get(asyncio.get_running_loop(), self._single)
        asked: Any = self._get_request_args_kwargs(method, url, headers, post_data)
        (place, given) = asked
        try:
            answer = await client.request(*place, **given)
        except Exception as error:  # noqa: BLE001 - the library tells them apart
            self._handle_request_error(error)
        return answer.content, answer.status_code, answer.headers

    def _get_request_args_kwargs(
        self, method: str, url: str, headers: Mapping[str, str], post_data: Any
    ) -> Any:
        # The library hands an encoded body over as `data`, which httpx deprecates.
        return [(method, url), {"headers": headers, "content": post_data or b"", "timeout": _SECONDS}]


def _is_without_bodies(record: logging.LogRecord) -> bool:
    """Keep what was asked and answered out of logs: bodies hold client secrets."""
    return record.levelno >= logging.INFO


def open_client(settings: StripeSettings) -> tuple[stripe.StripeClient, Connections]:
    """Return a client of the account that the settings name, and its connections."""
    logging.getLogger("stripe").addFilter(_is_without_bodies)
    insecure = settings.api_base.startswith("http://")
    verify = False if insecure else ssl.create_default_context(cafile=stripe.ca_bundle_path)
    connections = Connections(verify=verify)
    client = stripe.StripeClient(
        settings.secret_key.get_secret_value(),
        stripe_version=API_VERSION,
        base_addresses={"api": settings.api_base.rstrip("/")} if settings.api_base else {},
        max_network_retries=_RETRIES,
        http_client=connections,
    )
    return client, connections


async def call(asked: Awaitable[stripe.StripeObject]) -> Mapping[str, Any]:
    """Await a call and return what Stripe answered as a plain dictionary.

    Raises `RefusedCallError` where Stripe refused it, `KeyReusedError` for a key that came with other
    parameters, and `ProviderUnavailableError` for everything after which nobody knows. No error holds a key.
    """
    try:
        answer = await asked
    except stripe.IdempotencyError as error:
        if error.http_status == _BAD_REQUEST:
            raise KeyReusedError from None
        raise _unavailable(error) from None
    except (stripe.CardError, stripe.InvalidRequestError) as error:
        if error.http_status == _CONFLICT or error.code in {"lock_timeout", "idempotency_key_in_use"}:
            raise _unavailable(error) from None
        raise RefusedCallError(error) from None
    except stripe.StripeError as error:
        raise _unavailable(error) from None
    found: Mapping[str, Any] = answer.to_dict()
    return found


def _unavailable(error: stripe.StripeError) -> ProviderUnavailableError:
    # Stripe's own sentences may quote a part of the key.
    facts = [type(error).__name__, error.code, error.request_id]
    return ProviderUnavailableError(" ".join(str(fact) for fact in facts if fact))
