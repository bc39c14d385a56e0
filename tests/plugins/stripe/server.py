"""A stand-in for Stripe's API over HTTP: enough of it for payments and taxes, with its idempotency and its failures.

`python -m tests.plugins.stripe.server` runs one, for a shop with
`COMPTOIR_STRIPE__API_BASE=http://127.0.0.1:12111`.
"""

import json
import re
from collections import deque
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from tests.plugins.stripe.books import SECRET_KEY, Account, RefusalError
from tests.plugins.stripe.tax_office import TaxOffice
from tests.rig.serving import serving

PORT = 12111
_ANYBODY = {"access-control-allow-origin": "*"}


class Lost(Response):
    """Promises an answer and breaks off: the connection ends without one."""

    async def __call__(self, scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"9")]})


class FakeStripe:
    """The API of one account; `calls` lists what was asked, `lose` and `break_down` spoil what comes next."""

    def __init__(self):
        self.account = Account()
        self.tax_office = TaxOffice()
        self.calls = []
        self.connections = []
        self.url = ""
        self._answers = {}
        self._spoilt = deque()

    def lose(self, path, *, times=2):
        """Do what the next calls to a path ask for, and lose the answers. The library tries twice."""
        self._spoilt.extend(["lose " + path] * times)

    def break_down(self, path, *, times=2):
        """Answer the next calls to a path with 500 and do nothing."""
        self._spoilt.extend(["break " + path] * times)

    def _spoils(self, how, path):
        if self._spoilt and re.fullmatch(self._spoilt[0], f"{how} {path}"):
            self._spoilt.popleft()
            return True
        return False

    async def answer(self, request):
        path = request.url.path
        params = unflatten(parse_qsl((await request.body()).decode(), keep_blank_values=True))
        params |= unflatten(request.query_params.multi_items())
        key = request.headers.get("idempotency-key")
        self.connections.append(request.client.port)
        self.calls.append((request.method, path, params, key))
        if request.headers.get("authorization") != f"Bearer {SECRET_KEY}":
            return _error(RefusalError(401, None, kind="authentication_error"))
        if self._spoils("break", path):
            return JSONResponse({"error": {"type": "api_error", "message": "broken"}}, status_code=500)
        status, body = self._keyed(request.method, path, params, key)
        if self._spoils("lose", path):
            return Lost()
        return JSONResponse(body, status_code=status)

    def _keyed(self, method, path, params, key):
        """Answer a key that was seen before as then; one that came with something else is refused."""
        asked = (path, json.dumps(params, sort_keys=True))
        if key in self._answers:
            before, answer = self._answers[key]
            if before != asked:
                refused = RefusalError(400, None, kind="idempotency_error")
                return refused.status, refused.body
            return answer
        try:
            answer = 200, json.loads(json.dumps(self._do(method, path, params)))
        except RefusalError as refused:
            answer = refused.status, refused.body
        if key and method == "POST":
            self._answers[key] = asked, answer
        return answer

    def forget_keys(self):
        """Let a day pass."""
        self._answers.clear()

    def _do(self, method, path, params):
        account = self.account
        if path.startswith("/v1/tax/"):
            return self.tax_office.answer(method, path.removeprefix("/v1/tax/calculations"), params)
        resource, ident, action = [*path.removeprefix("/v1/").replace("terminal/", "").split("/"), "", ""][:3]
        whole = {
            ("POST", "payment_intents", ""): account.create,
            ("POST", "refunds", ""): account.refund,
            ("GET", "refunds", ""): lambda asked: account.list_refunds(
                asked["payment_intent"], asked.get("starting_after", "")
            ),
        }
        single = {
            ("GET", "payment_intents", ""): lambda ident, asked: account.get(ident),
            ("POST", "payment_intents", ""): account.update,
            ("POST", "payment_intents", "confirm"): account.confirm,
            ("POST", "payment_intents", "capture"): account.capture,
            ("POST", "payment_intents", "cancel"): lambda ident, asked: account.cancel(ident),
            ("GET", "readers", ""): lambda ident, asked: account.reader(ident),
            ("POST", "readers", "process_payment_intent"): account.process,
            ("POST", "readers", "cancel_action"): lambda ident, asked: account.cancel_action(ident),
        }
        if path == "/v1/payment_intents/search":
            return account.search(params["query"])
        if not ident:
            return whole[method, resource, action](params)
        return single[method, resource, action](ident, params)

    async def authenticate(self, request):
        """Stand in for the bank's page of 3-D Secure; `?refuse` makes the payer fail."""
        ident = request.path_params["ident"]
        back = self.account.get(ident)["next_action"]["redirect_to_url"]["return_url"]
        if "refuse" in request.query_params:
            self.account.fail(ident)
        else:
            self.account.charge(ident)
        return RedirectResponse(back, status_code=303)

    async def script(self, request):
        """Serve the stand-in for Stripe's script."""
        return Response(
            (Path(__file__).parent / "stand_in.js").read_text("utf-8"), media_type="text/javascript"
        )

    async def in_page(self, request):
        """Answer the stand-in for the script, which knows a client secret and no key."""
        given = unflatten(parse_qsl((await request.body()).decode()))
        found = [each for each in self.account.intents.values() if each["client_secret"] == given["secret"]]
        if not found:
            return JSONResponse({"error": {"code": "resource_missing"}}, headers=_ANYBODY)
        (intent,) = found
        try:
            if request.path_params["call"] == "confirm":
                params = {"confirmation_token": given["token"], "return_url": given["return_url"]}
                self.account.confirm(intent["id"], params)
            elif request.path_params["call"] == "authenticate":
                self.account.authenticate(intent["id"])
        except RefusalError as refused:
            return JSONResponse(refused.body, headers=_ANYBODY)
        shown = {"id": intent["id"], "status": intent["status"]}
        return JSONResponse({"paymentIntent": shown}, headers=_ANYBODY)

    @property
    def app(self):
        return Starlette(
            routes=[
                Route("/v3/", self.script),
                Route("/stand-in/{call}", self.in_page, methods=["POST"]),
                Route("/3ds/{ident}", self.authenticate),
                Route("/{path:path}", self.answer, methods=["GET", "POST"]),
            ]
        )


def _error(refusal):
    return JSONResponse(refusal.body, status_code=refusal.status)


def unflatten(pairs):
    """Read `metadata[order]=7` and `expand[0]=x` as Stripe does."""
    result = {}
    for name, value in pairs:
        head, *rest = re.findall(r"[^\[\]]+", name)
        place = result
        for part in rest:
            place = place.setdefault(head, {})
            head = part
        place[head] = value
    return {
        name: list(value.values())
        if isinstance(value, dict) and all(key.isdigit() for key in value)
        else value
        for name, value in result.items()
    }


@contextmanager
def fake_stripe():
    """Give a running stand-in."""
    fake = FakeStripe()
    with serving(fake.app) as url:
        fake.url = url
        yield fake


if __name__ == "__main__":
    import uvicorn

    uvicorn.run(FakeStripe().app, host="127.0.0.1", port=PORT)
