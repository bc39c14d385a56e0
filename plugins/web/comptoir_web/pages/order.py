"""An order's page, for whoever has its link: what was bought, how it stands, and what is still to be paid."""

import re
from collections.abc import Mapping
from typing import Any

from comptoir.api import Visit, keep_secret, read_form
from starlette.responses import Response

from comptoir_web.pages.checkout import gift_codes, new_key
from comptoir_web.pages.checkout_paying import gift_problem
from comptoir_web.pages.forms import refuse
from comptoir_web.pages.payment_page import ask_payer, lead_on, payable, read_payment, with_policy
from comptoir_web.views.order_lines import arrange

_UNPROCESSABLE = 422
_NUMBER = re.compile(r"[0-9]{1,15}")
_TOKEN = re.compile(r"[A-Za-z0-9]{20,100}")
_KEY = re.compile(r"[A-Za-z0-9_\-]{16,64}")
_PAID = frozenset({"ALREADY_PAID"})


async def show(visit: Visit) -> Response:
    """Show an order; after the payer's bank, go on with the payment first."""
    data = await _find(visit)
    if data is None:
        return await _unknown(visit)
    key = visit.request.query_params.get("payment", "")
    if _KEY.fullmatch(key) and data["order"]["paymentInformation"]["paymentCollectionUrl"]:
        return await _settle(visit, {"idempotencyKey": key}, form={"key": key})
    return await _render(visit, data)


async def pay(visit: Visit) -> Response:
    """Pay what is due."""
    form = await read_form(visit)
    if form is None:
        return await refuse(visit)
    data = await _find(visit)
    if data is None:
        return await _unknown(visit)
    key = form.get("key", "")
    if not _KEY.fullmatch(key):
        again = {"page": visit.texts.gettext("Please look at the amount once more, then pay.")}
        return await _render(visit, data, problems=again, status=_UNPROCESSABLE)
    provider, token = read_payment(form, payable(data["paymentProviders"]))
    request: dict[str, Any] = {"idempotencyKey": key}
    if codes := gift_codes(form):
        request["giftCardCodes"] = codes
    if provider is not None:
        request["payment"] = {"provider": provider["name"], "token": token}
    return await _settle(visit, request, form=form, provider=provider["name"] if provider else "")


async def _settle(
    visit: Visit,
    request: Mapping[str, Any],
    *,
    form: Mapping[str, str],
    provider: str = "",
) -> Response:
    key = str(request["idempotencyKey"])
    here = _address(visit)
    back = f"{visit.site.base_url(visit.request)}{here}&payment={key}"
    number, token = _right(visit)
    given = {"orderId": f"gid://shopify/Order/{number}", "orderToken": token, "returnUrl": back, **request}
    change = (await visit.ask("order_pay", input=given))["change"]
    if change["paymentAction"]:
        return await ask_payer(visit, change["paymentAction"], provider=provider, return_url=back, back=here)
    codes = {error["code"] for error in change["userErrors"]}
    if not codes or codes & _PAID:
        return lead_on(visit, f"{here}&paid=1")
    if "IN_PROGRESS" in codes:
        return lead_on(visit, back) if visit.wants_fragment else await _wait(visit, f"{here}&payment={key}")
    # A payment that never began needs its payer to begin it.
    problems = {} if codes == {"PAYMENT_REQUIRED"} and "payment" not in request else _problems(visit, change)
    fresh = await _find(visit)
    if fresh is None:
        return await _unknown(visit)
    typed = {**form, "key": new_key()}
    status = _UNPROCESSABLE if problems else 200
    return await _render(visit, fresh, form=typed, problems=problems, status=status)


def _problems(visit: Visit, change: Mapping[str, Any]) -> dict[str, str]:
    problems: dict[str, str] = {}
    for error in change["userErrors"]:
        text = gift_problem(visit, error["code"])
        if text is not None:
            problems.setdefault("gift_codes", text)
        elif error["code"] in {"PAYMENT_REQUIRED", "PROVIDER_UNKNOWN"}:
            problems.setdefault("payment", visit.texts.gettext("Choose how you pay."))
        else:
            problems.setdefault("payment", str(error["message"]))
    return problems


def _right(visit: Visit) -> tuple[str, str]:
    return visit.request.path_params["number"], visit.request.query_params.get("key", "")


def _address(visit: Visit) -> str:
    number, token = _right(visit)
    return f"/orders/{number}?key={token}"


async def _find(visit: Visit) -> Mapping[str, Any] | None:
    """Return the order that the address gives the right to; unknown ones and wrong secrets look the same."""
    number, token = _right(visit)
    if not _NUMBER.fullmatch(number) or not _TOKEN.fullmatch(token):
        return None
    data: Mapping[str, Any] = await visit.ask("order", id=f"gid://shopify/Order/{number}", token=token)
    return data if data["order"] is not None else None


async def _unknown(visit: Visit) -> Response:
    return keep_secret(await visit.page("order_missing.html", status=404, facts=[]))


async def _wait(visit: Visit, address: str) -> Response:
    return keep_secret(await visit.page("order_wait.html", address=address, status=202, facts=[]))


async def _render(
    visit: Visit,
    data: Mapping[str, Any],
    *,
    form: Mapping[str, str] | None = None,
    problems: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    order, typed = data["order"], form or {}
    payment = order["paymentInformation"]
    query = visit.request.query_params
    due = bool(payment["paymentCollectionUrl"]) and order["financialStatus"] not in {"AUTHORIZED", "VOIDED"}
    providers = payable(data["paymentProviders"]) if due else []
    values = {
        "order": order,
        "groups": arrange(order, language=visit.texts.language),
        "due": due,
        "providers": providers,
        "total": payment["totalOutstandingAmount"],
        "values": typed,
        "codes": gift_codes(typed),
        "key": typed["key"] if _KEY.fullmatch(typed.get("key", "")) else new_key(),
        "pay_at": f"/orders/{order['id'].rpartition('/')[2].partition('?')[0]}?key={_right(visit)[1]}",
        "problems": problems or {},
        "placed": query.get("placed") == "1",
        "paid": query.get("paid") == "1" and not due,
    }
    if visit.wants_fragment:
        return keep_secret(visit.fragment("parts/order_pay.html", status=status, **values))
    response = await visit.page("order.html", status=status, facts=[], **values)
    return with_policy(response, providers)
