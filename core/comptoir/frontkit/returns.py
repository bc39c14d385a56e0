"""schema.org's MerchantReturnPolicy, from the `ReturnPolicy` that GraphQL answers.

Source of the vocabulary: https://schema.org/MerchantReturnPolicy and its enumerations.
"""

from collections.abc import Mapping
from typing import Any

_SCHEMA = "https://schema.org/"
_METHODS = {"IN_STORE": "ReturnInStore", "BY_MAIL": "ReturnByMail", "KIOSK": "ReturnAtKiosk"}
_FEES = {
    "FREE": "FreeReturn",
    "CUSTOMER_RESPONSIBILITY": "ReturnFeesCustomerResponsibility",
    "SHIPPING_FEE": "ReturnShippingFees",
}
_REFUNDS = {"REFUND": "FullRefund", "EXCHANGE": "ExchangeRefund", "STORE_CREDIT": "StoreCreditRefund"}


def merchant_return_policy(policy: Mapping[str, Any], *, url: str | None = None) -> dict[str, Any]:
    """Return a policy as JSON-LD, for the countries (ISO 3166) that it applies in.

    A window that does not count from delivery has no counterpart in `merchantReturnDays`: it is then told in
    `description` alone. `url` is the page that has the policy in full.
    """
    found: dict[str, Any] = {
        "@type": "MerchantReturnPolicy",
        "applicableCountry": list(policy["applicableCountries"]),
        "description": policy["summary"],
        **_window(policy),
    }
    if url:
        found["merchantReturnLink"] = url
    if policy["finalSale"]:
        return found
    found["refundType"] = [_SCHEMA + _REFUNDS[name] for name in policy["resolutions"] if name in _REFUNDS]
    found |= _ways(policy["methods"])
    if fee := _restocking(policy.get("restockingFee")):
        found["restockingFee"] = fee
    return found


def _window(policy: Mapping[str, Any]) -> dict[str, Any]:
    if policy["finalSale"]:
        return {"returnPolicyCategory": _SCHEMA + "MerchantReturnNotPermitted"}
    if policy["windowDays"] is None:
        return {"returnPolicyCategory": _SCHEMA + "MerchantReturnUnlimitedWindow"}
    category = {"returnPolicyCategory": _SCHEMA + "MerchantReturnFiniteReturnWindow"}
    if policy["windowAnchor"] != "DELIVERY":
        return category
    return {**category, "merchantReturnDays": policy["windowDays"]}


def _ways(methods: list[Mapping[str, Any]]) -> dict[str, Any]:
    if not methods:
        return {}
    found: dict[str, Any] = {
        "returnMethod": [_SCHEMA + _METHODS[way["kind"]] for way in methods if way["kind"] in _METHODS]
    }
    fees = {way["fees"] for way in methods}
    # The vocabulary has one `returnFees` for all methods: where they differ, the dearest is said, so that
    # nobody is promised more than the policy gives.
    for name in ("SHIPPING_FEE", "CUSTOMER_RESPONSIBILITY", "FREE"):
        if name in fees:
            found["returnFees"] = _SCHEMA + _FEES[name]
            break
    charged = next((way["fee"] for way in methods if way.get("fee")), None)
    if charged:
        found["returnShippingFeesAmount"] = _amount(charged)
    return found


def _restocking(fee: Mapping[str, Any] | None) -> Any:
    if fee is None:
        return None
    if fee.get("amount"):
        return _amount(fee["amount"])
    return fee.get("percentage")


def _amount(money: Mapping[str, Any]) -> dict[str, Any]:
    return {"@type": "MonetaryAmount", "value": money["amount"], "currency": money["currencyCode"]}
