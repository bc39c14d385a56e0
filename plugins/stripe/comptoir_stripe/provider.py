"""Stripe as a payment provider: payment intents, readers, refunds."""

from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime, timedelta
from typing import Any

from comptoir.api import (
    ActionRequired,
    Attempt,
    Completed,
    Declined,
    LookupResult,
    Money,
    NotStarted,
    OperationResult,
    Owner,
    PaymentAction,
    PaymentCapabilities,
    PaymentResult,
    Processing,
    ProviderEvent,
    ProviderUnavailableError,
    Refused,
)

from comptoir_stripe.client import KeyReusedError, RefusedCallError, call, open_client
from comptoir_stripe.currencies import UnsupportedAmountError, from_stripe, to_stripe
from comptoir_stripe.intents import (
    FLOW,
    FLOWS,
    OPERATION,
    OWNER,
    READER,
    REFERENCE,
    Flow,
    as_result,
    decline_code,
)
from comptoir_stripe.messages import read_message
from comptoir_stripe.script import script_of
from comptoir_stripe.settings import StripeSettings

_KEYS_KEPT = timedelta(hours=23)
"""Stripe keeps idempotency keys for a day; after that a repeated call would be a new one."""
_EXPAND = ["latest_charge"]


class StripeProvider:
    """Takes payments through one Stripe account.

    An intent is made first and confirmed after, each with a key of its own: whatever is lost on the way, making it
    again with the same key finds it, and an intent that was not confirmed charges nothing.
    """

    name = "stripe"
    title: Mapping[str, str] = {"en": "Card", "fr": "Carte"}

    def __init__(self, settings: StripeSettings, *, base_url: str = "") -> None:
        self._settings = settings
        self._base_url = base_url
        self.capabilities = PaymentCapabilities(readers=True, script=script_of(settings))
        client, self._connections = open_client(settings)
        self._intents = client.v1.payment_intents
        self._refunds = client.v1.refunds
        self._readers = client.v1.terminal.readers

    def running(self) -> AbstractAsyncContextManager[None]:
        """Keep connections to Stripe open for as long as the shop runs."""
        return self._connections.kept()

    async def authorize(
        self,
        *,
        amount: Money,
        token: str,
        idempotency_key: str,
        reference: str,
        owner: Owner,
        return_url: str,
        capture: bool,
    ) -> PaymentResult:
        """Make an intent, and confirm it with what `token` names.

        `pm_…` a payment method, `ctoken_…` a confirmation token of the Payment Element, `tmr_…` a reader. Without a
        token the payer's page gets the client secret and confirms by itself.
        """
        flow = _flow_of(token)
        try:
            params = _new_intent(amount=amount, reference=reference, owner=owner, capture=capture, flow=flow)
            made = await call(self._intents.create_async(params, {"idempotency_key": idempotency_key}))
            if flow == "element":
                return self._result(made)
            if flow == "reader":
                return await self._present(made, token, idempotency_key)
            return await self._confirm(made, token, idempotency_key, return_url or self._base_url)
        except UnsupportedAmountError:
            return Declined(code="NOT_SUPPORTED")
        except RefusedCallError as refused:
            return Declined(code=decline_code(*refused.codes))
        except KeyReusedError as error:
            raise ProviderUnavailableError("the key of this payment came with another request") from error

    async def _confirm(self, made: Mapping[str, Any], token: str, key: str, return_url: str) -> PaymentResult:
        named = "confirmation_token" if token.startswith("ctoken_") else "payment_method"
        params: Any = {named: token, "expand": _EXPAND}
        if return_url:
            params["return_url"] = return_url
        try:
            confirmed = await call(
                self._intents.confirm_async(made["id"], params, {"idempotency_key": f"{key}-confirm"})
            )
        except RefusedCallError as refused:
            return await self._declined(made["id"], key, refused)
        return self._result(confirmed)

    async def _declined(self, ident: str, key: str, refused: RefusedCallError) -> PaymentResult:
        """Stop an intent that was declined, so that nothing comes of it later, and say why it was."""
        ended = await self._stop(ident, f"{key}-stop")
        if ended["status"] == "canceled":
            return Declined(provider_id=ident, code=decline_code(*refused.codes))
        return self._result(ended)

    async def _present(self, made: Mapping[str, Any], reader: str, key: str) -> PaymentResult:
        ident = made["id"]
        try:
            # Kept with the intent, so that whoever cancels it knows which reader to free.
            await call(
                self._intents.update_async(
                    ident, {"metadata": {READER: reader}}, {"idempotency_key": f"{key}-reader"}
                )
            )
            await call(
                self._readers.process_payment_intent_async(
                    reader, {"payment_intent": ident}, {"idempotency_key": f"{key}-present"}
                )
            )
        except RefusedCallError as refused:
            return await self._declined(ident, key, refused)
        return ActionRequired(provider_id=ident, action=PaymentAction(kind="READER"))

    async def lookup(self, attempt: Attempt) -> LookupResult:
        """Find the attempt's intent: by its name, by making it again with its key, or by its metadata."""
        if attempt.provider_id:
            return self._result(await self._retrieve(attempt.provider_id))
        try:
            found = await self._find(attempt)
        except UnsupportedAmountError:
            return NotStarted()
        if found is None:
            return NotStarted()
        told = as_result(found, publishable_key=self._settings.publishable_key)
        if told is not None and not isinstance(told, ActionRequired):
            return told
        # Its payer never heard of it: what is not paid by now is not to be paid at all.
        ended = await self._stop(found["id"], f"{attempt.idempotency_key}-stop")
        return NotStarted() if ended["status"] == "canceled" else self._result(ended)

    async def _find(self, attempt: Attempt) -> Mapping[str, Any] | None:
        if datetime.now(UTC) - attempt.started_at > _KEYS_KEPT:
            query = f"metadata['{REFERENCE}']:'{attempt.reference}'"
            found = await call(self._intents.search_async({"query": query}))
            return found["data"][0] if found["data"] else None
        for flow in FLOWS:
            params = _new_intent(
                amount=attempt.amount,
                reference=attempt.reference,
                owner=attempt.owner,
                capture=attempt.capture,
                flow=flow,
            )
            try:
                made = await call(
                    self._intents.create_async(params, {"idempotency_key": attempt.idempotency_key})
                )
            except KeyReusedError:
                continue
            except RefusedCallError:
                return None
            # The answer is what Stripe said at the time; how the intent stands now is asked anew.
            return await self._retrieve(made["id"])
        return None

    async def capture(
        self,
        *,
        provider_id: str,
        amount: Money,
        idempotency_key: str,
        final: bool,  # noqa: ARG002
    ) -> OperationResult:
        """Take an amount; Stripe releases the rest."""
        try:
            captured = await call(
                self._intents.capture_async(
                    provider_id,
                    {"amount_to_capture": to_stripe(amount)},
                    {"idempotency_key": idempotency_key},
                )
            )
        except UnsupportedAmountError:
            return Refused(code="NOT_SUPPORTED")
        except (RefusedCallError, KeyReusedError):
            # An earlier call may have been heard after all, or somebody captured it at Stripe's own desk.
            captured = await self._retrieve(provider_id)
        if captured["status"] != "succeeded":
            return Refused(code="NOT_AUTHORIZED")
        taken = from_stripe(captured["amount_received"], captured["currency"])
        return Completed(provider_id=provider_id, amount=taken)

    async def cancel(self, *, provider_id: str, idempotency_key: str) -> PaymentResult:
        """Release what is reserved, or stop what waits; an intent that was paid is told as paid."""
        return self._result(await self._stop(provider_id, idempotency_key))

    async def _stop(self, ident: str, key: str) -> Mapping[str, Any]:
        try:
            ended = await call(self._intents.cancel_async(ident, {}, {"idempotency_key": key}))
        except RefusedCallError:
            return await self._retrieve(ident)
        reader = (ended.get("metadata") or {}).get(READER)
        if reader:
            await self._free(reader, ident)
        return ended

    async def _free(self, reader: str, ident: str) -> None:
        """Clear a reader's screen if it still asks for the card of this intent."""
        try:
            action = (await call(self._readers.retrieve_async(reader))).get("action") or {}
            if (action.get("process_payment_intent") or {}).get("payment_intent") == ident:
                await call(self._readers.cancel_action_async(reader))
        except (RefusedCallError, ProviderUnavailableError):
            # The intent is cancelled, and a reader that is away gives up by itself.
            return

    async def refund(
        self, *, provider_id: str, amount: Money, idempotency_key: str, repeated: bool
    ) -> OperationResult:
        """Give an amount back; where an earlier call may have been heard, look for what it did first."""
        if repeated and (found := await self._find_refund(provider_id, idempotency_key)) is not None:
            return _refunded(found)
        try:
            made = await call(
                self._refunds.create_async(
                    {
                        "payment_intent": provider_id,
                        "amount": to_stripe(amount),
                        "metadata": {OPERATION: idempotency_key},
                    },
                    {"idempotency_key": idempotency_key},
                )
            )
        except UnsupportedAmountError:
            return Refused(code="NOT_SUPPORTED")
        except RefusedCallError:
            return Refused(code="REFUND_REFUSED")
        except KeyReusedError as error:
            raise ProviderUnavailableError("the key of this refund came with another request") from error
        return _refunded(made)

    async def _find_refund(self, ident: str, key: str) -> Mapping[str, Any] | None:
        """Return the refund of an intent that was made with a key."""
        params: Any = {"payment_intent": ident, "limit": 100}
        while True:
            page = await call(self._refunds.list_async(params))
            for refund in page["data"]:
                if (refund.get("metadata") or {}).get(OPERATION) == key:
                    return refund  # type: ignore[no-any-return]
            if not page.get("has_more"):
                return None
            params = {**params, "starting_after": page["data"][-1]["id"]}

    async def parse_webhook(self, *, headers: Mapping[str, str], body: bytes) -> ProviderEvent | None:
        """Read a message of Stripe's; see `messages`."""
        return await read_message(
            headers=headers, body=body, settings=self._settings, retrieve=self._retrieve
        )

    async def _retrieve(self, ident: str) -> Mapping[str, Any]:
        try:
            return await call(self._intents.retrieve_async(ident, {"expand": _EXPAND}))
        except RefusedCallError as refused:
            raise ProviderUnavailableError("Stripe does not know this payment") from refused

    def _result(self, intent: Mapping[str, Any]) -> PaymentResult:
        told = as_result(intent, publishable_key=self._settings.publishable_key)
        return told if told is not None else Processing(provider_id=intent["id"])


def _flow_of(token: str) -> Flow:
    if not token:
        return "element"
    return "reader" if token.startswith("tmr_") else "token"


def _new_intent(*, amount: Money, reference: str, owner: Owner, capture: bool, flow: Flow) -> Any:
    """Return the parameters of an intent: the same for the same attempt, so that its key finds it again."""
    params: dict[str, Any] = {
        "amount": to_stripe(amount),
        "currency": amount.currency.lower(),
        "capture_method": "automatic" if capture else "manual",
        "metadata": {REFERENCE: reference, OWNER: str(owner), FLOW: flow},
    }
    if flow == "reader":
        params["payment_method_types"] = ["card_present"]
    else:
        params["automatic_payment_methods"] = {"enabled": True}
    return params


def _refunded(refund: Mapping[str, Any]) -> OperationResult:
    if refund["status"] == "succeeded":
        return Completed(provider_id=refund["id"], amount=from_stripe(refund["amount"], refund["currency"]))
    if refund["status"] in {"pending", "requires_action"}:
        return Processing(provider_id=refund["id"])
    return Refused(code="REFUND_REFUSED", provider_id=refund["id"])
