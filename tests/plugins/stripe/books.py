"""What a Stripe account holds: payment intents, refunds, readers, events, and the answers given by key."""

import itertools
import json
import time

import stripe

SECRET_KEY = "sk_test_51Fake000secret"
PUBLISHABLE_KEY = "pk_test_51Fake000public"
WEBHOOK_SECRET = "whsec_fake000signing"

_DECLINES = {
    "pm_card_chargeDeclined": ("card_declined", "generic_decline"),
    "pm_card_chargeDeclinedInsufficientFunds": ("card_declined", "insufficient_funds"),
    "pm_card_chargeDeclinedLostCard": ("card_declined", "lost_card"),
    "pm_card_chargeDeclinedExpiredCard": ("expired_card", None),
    "pm_card_chargeDeclinedIncorrectCvc": ("incorrect_cvc", None),
    "pm_card_chargeDeclinedProcessingError": ("processing_error", None),
}
_LEAST, _MOST = 50, 99_999_999
_WAITING = {"requires_payment_method", "requires_confirmation", "requires_action"}


class RefusalError(Exception):
    """An error as the API answers it."""

    def __init__(self, status, code, *, kind="invalid_request_error", **more):
        super().__init__(code)
        self.status = status
        self.body = {"error": {"type": kind, "code": code, "message": f"{code} ({SECRET_KEY[:8]}…)", **more}}


class Account:
    """An account of the stand-in. Its methods do what the calls of the API of the same name do."""

    def __init__(self):
        self.intents = {}
        self.refunds = {}
        self.readers = {"tmr_counter": {"id": "tmr_counter", "object": "terminal.reader", "action": None}}
        self.events = []
        self._numbers = itertools.count(1)

    def create(self, params):
        amount, currency = int(params["amount"]), params["currency"]
        if not _LEAST <= amount <= _MOST:
            raise RefusalError(400, "amount_too_small" if amount < _LEAST else "amount_too_large")
        number = next(self._numbers)
        self.intents[f"pi_{number}"] = intent = {
            "id": f"pi_{number}", "object": "payment_intent", "amount": amount, "currency": currency,
            "amount_received": 0, "amount_capturable": 0, "capture_method": params["capture_method"],
            "client_secret": f"pi_{number}_secret_hush", "status": "requires_payment_method",
            "metadata": dict(params.get("metadata", {})), "last_payment_error": None, "next_action": None,
            "latest_charge": None, "created": int(time.time()),
            "payment_method_types": params.get("payment_method_types") or ["card"],
        }  # fmt: skip
        self._tell("payment_intent.created", intent)
        return intent

    def update(self, ident, params):
        intent = self.get(ident)
        intent["metadata"].update(params.get("metadata", {}))
        return intent

    def get(self, ident):
        if ident not in self.intents:
            raise RefusalError(404, "resource_missing")
        return self.intents[ident]

    def search(self, query):
        name, _, value = query.removeprefix("metadata['").partition("']:'")
        found = [each for each in self.intents.values() if each["metadata"].get(name) == value.rstrip("'")]
        return {
            "object": "search_result",
            "data": found,
            "has_more": False,
            "url": "/v1/payment_intents/search",
        }

    def confirm(self, ident, params):
        intent = self.get(ident)
        if intent["status"] not in _WAITING:
            raise RefusalError(400, "payment_intent_unexpected_state")
        token = params.get("payment_method") or params.get("confirmation_token")
        if not params.get("return_url"):
            raise RefusalError(400, "parameter_missing")
        if (declined := token.replace("ctoken_", "pm_card_")) in _DECLINES:
            self._decline(intent, *_DECLINES[declined])
        elif token == "pm_card_threeDSecure2Required" or token.startswith("ctoken_threeDSecure"):
            self._ask(intent, params["return_url"], token)
        elif token == "pm_sepaDebit":
            self._move(intent, "processing")
        elif token.startswith(("pm_card", "ctoken_")):
            self.charge(ident)
        else:
            raise RefusalError(400, "resource_missing")
        return intent

    def _decline(self, intent, code, decline):
        error = {"type": "card_error", "code": code, "decline_code": decline}
        intent["last_payment_error"] = error
        intent["status"] = "requires_payment_method"
        self._tell("payment_intent.payment_failed", intent)
        raise RefusalError(402, code, kind="card_error", decline_code=decline)

    def _ask(self, intent, return_url, token):
        intent["next_action"] = (
            {"type": "use_stripe_sdk", "use_stripe_sdk": {"refuses": token.endswith("Refused")}}
            if token.startswith("ctoken_")
            else {
                "type": "redirect_to_url",
                "redirect_to_url": {"url": f"/3ds/{intent['id']}", "return_url": return_url},
            }
        )
        self._move(intent, "requires_action")

    def authenticate(self, ident):
        """Let the bank ask the payer in the page: some test cards fail."""
        if not self.get(ident)["next_action"]["use_stripe_sdk"]["refuses"]:
            self.charge(ident)
            return
        self.fail(ident)
        raise RefusalError(402, "payment_intent_authentication_failure", kind="card_error")

    def charge(self, ident, *, brand="visa", kind="card"):
        """Reserve or take an intent's amount: what confirming, 3-D Secure or a card at a reader leads to."""
        intent = self.get(ident)
        intent["next_action"] = intent["last_payment_error"] = None
        details = {"type": kind, kind: {"brand": brand, "last4": "4242"}}
        intent["latest_charge"] = {"id": f"ch_{ident}", "object": "charge", "payment_method_details": details}
        if intent["capture_method"] == "manual":
            intent["amount_capturable"] = intent["amount"]
            self._move(intent, "requires_capture", event="payment_intent.amount_capturable_updated")
        else:
            intent["amount_received"] = intent["amount"]
            self._move(intent, "succeeded")

    def fail(self, ident, code="payment_intent_authentication_failure"):
        """Let a payer fail 3-D Secure, or a bank refuse a debit."""
        intent = self.get(ident)
        intent["next_action"] = None
        intent["last_payment_error"] = {"type": "card_error", "code": code}
        intent["status"] = "requires_payment_method"
        self._tell("payment_intent.payment_failed", intent)

    def capture(self, ident, params):
        intent = self.get(ident)
        amount = int(params.get("amount_to_capture") or intent["amount_capturable"])
        if intent["status"] != "requires_capture":
            raise RefusalError(400, "payment_intent_unexpected_state")
        if amount > intent["amount_capturable"]:
            raise RefusalError(400, "amount_too_large")
        intent["amount_received"], intent["amount_capturable"] = amount, 0
        self._move(intent, "succeeded")
        return intent

    def cancel(self, ident):
        intent = self.get(ident)
        if intent["status"] not in {*_WAITING, "requires_capture", "processing"}:
            raise RefusalError(400, "payment_intent_unexpected_state")
        intent["amount_capturable"] = 0
        self._move(intent, "canceled")
        return intent

    def refund(self, params):
        intent = self.get(params["payment_intent"])
        amount = int(params["amount"])
        given = sum(each["amount"] for each in self.refunds_of(intent["id"]) if each["status"] != "failed")
        if amount > intent["amount_received"] - given:
            raise RefusalError(400, "charge_already_refunded" if given else "amount_too_large")
        number = next(self._numbers)
        self.refunds[f"re_{number}"] = refund = {
            "id": f"re_{number}", "object": "refund", "amount": amount, "currency": intent["currency"],
            "payment_intent": intent["id"], "metadata": dict(params.get("metadata", {})),
            "status": "pending" if intent["metadata"].get("slow") else "succeeded",
        }  # fmt: skip
        self._tell("refund.created", refund)
        return refund

    def settle_refund(self, ident, status):
        """End a refund that was pending."""
        self.refunds[ident]["status"] = status
        self._tell("refund.failed" if status == "failed" else "refund.updated", self.refunds[ident])

    def refunds_of(self, intent):
        return [each for each in self.refunds.values() if each["payment_intent"] == intent]

    def list_refunds(self, intent, after=""):
        """List newest first, two to a page, so that pages are turned."""
        found = list(reversed(self.refunds_of(intent)))
        start = next((n + 1 for n, each in enumerate(found) if each["id"] == after), 0)
        page = found[start : start + 2]
        return {"object": "list", "data": page, "has_more": len(found) > start + 2, "url": "/v1/refunds"}

    def reader(self, ident):
        if ident not in self.readers:
            raise RefusalError(404, "resource_missing")
        return self.readers[ident]

    def process(self, ident, params):
        reader, intent = self.reader(ident), self.get(params["payment_intent"])
        if reader["action"] and reader["action"]["status"] == "in_progress":
            raise RefusalError(400, "terminal_reader_busy")
        if "card_present" not in intent["payment_method_types"]:
            raise RefusalError(400, "payment_intent_unexpected_state")
        about = {"payment_intent": intent["id"]}
        reader["action"] = {
            "type": "process_payment_intent",
            "status": "in_progress",
            "process_payment_intent": about,
        }
        return reader

    def cancel_action(self, ident):
        reader = self.reader(ident)
        reader["action"] = None
        return reader

    def present(self, ident, *, approve=True):
        """Hold a card to a reader."""
        reader = self.reader(ident)
        about = reader["action"]["process_payment_intent"]["payment_intent"]
        if approve:
            reader["action"]["status"] = "succeeded"
            self.charge(about, kind="card_present")
            self._tell("terminal.reader.action_succeeded", reader)
        else:
            reader["action"].update(status="failed", failure_code="card_declined")
            self._tell("terminal.reader.action_failed", reader)

    def _move(self, intent, status, *, event=None):
        intent["status"] = status
        self._tell(event or f"payment_intent.{status}", intent)

    def _tell(self, kind, thing):
        copy = json.loads(json.dumps(thing))
        ident = f"evt_{next(self._numbers)}"
        self.events.append({"id": ident, "object": "event", "type": kind, "data": {"object": copy}})


def signed(event, *, secret=WEBHOOK_SECRET, at=None):
    """Return the headers and the body of a message, signed now or at another moment."""
    body = json.dumps(event)
    header = stripe.WebhookSignature.generate_signature_header(body, secret, at)
    return {"stripe-signature": header, "content-type": "application/json"}, body.encode()
