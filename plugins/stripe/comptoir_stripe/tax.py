"""Stripe Tax as a tax provider: one calculation for all that is sold together to one place."""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from decimal import Decimal
from typing import Any

from comptoir.api import (
    LineTax,
    ProviderUnavailableError,
    TaxAddress,
    TaxAnswer,
    TaxCharge,
    TaxLine,
    TaxRequest,
    TaxUnknownError,
)

from comptoir_stripe.client import RefusedCallError, call, open_client
from comptoir_stripe.currencies import UnsupportedAmountError, from_stripe, to_stripe
from comptoir_stripe.settings import StripeSettings

DELIVERY = "delivery"
"""What delivery of no category of its own is called among the tax codes."""
TAX_CODES: Mapping[str, str] = {
    "books": "txcd_35010000",
    "clothing": "txcd_30011000",
    "clothing_children": "txcd_30011200",
    "gift_card": "txcd_10502000",
    DELIVERY: "txcd_92010001",
}
"""Stripe's codes by tax category (docs.stripe.com/tax/tax-codes). Others, `standard` too, get none: then the account's
preset code counts."""
_STANDARD = "standard"
_PAGE = 100
_LONGEST_TEXT = 100
_MILLIONTHS = 10_000
"""In a per cent."""

_Item = TaxLine | TaxCharge


class StripeTax:
    """Says what Stripe Tax calculates for the account: by destination, by tax code, where it is registered."""

    name = "stripe"
    keep_seconds = 600

    def __init__(self, settings: StripeSettings) -> None:
        self._codes = {**TAX_CODES, **settings.tax_codes}
        client, self._connections = open_client(settings)
        self._calculations = client.v1.tax.calculations

    def running(self) -> AbstractAsyncContextManager[None]:
        """Keep connections to Stripe open for as long as the shop runs."""
        return self._connections.kept()

    async def taxes(self, request: TaxRequest) -> TaxAnswer:
        """Return what Stripe calculates; raises `TaxUnknownError` where it refuses, or does not answer."""
        # Stripe takes no amounts of nothing.
        found = {key: LineTax(name="", rate=0) for key, amount in request.amounts.items() if not amount.minor}
        goods = [line for line in request.lines if line.key not in found]
        charges = [charge for charge in request.charges if charge.key not in found]
        if not goods and not charges:
            return TaxAnswer(taxes=found)
        try:
            return TaxAnswer(taxes=found | await self._calculate(request, goods, charges))
        except RefusedCallError as refused:
            raise TaxUnknownError(", ".join(code for code in refused.codes if code) or "refused") from refused
        except (ProviderUnavailableError, UnsupportedAmountError) as error:
            raise TaxUnknownError(str(error)) from error

    async def _calculate(
        self, request: TaxRequest, goods: Sequence[TaxLine], charges: Sequence[TaxCharge]
    ) -> dict[str, LineTax]:
        """Stripe has a place for one price of delivery beside goods; anything else is sent as if it were goods."""
        shipping = charges[0] if goods and len(charges) == 1 else None
        items: list[_Item] = [*goods, *(charge for charge in charges if charge is not shipping)]
        made = await call(
            self._calculations.create_async(_params(request, items, shipping=shipping, codes=self._codes))
        )
        currency = request.currency
        found = {line["reference"]: _tax(line, currency) async for line in self._lines(made)}
        if shipping is not None:
            found[shipping.key] = _tax(made["shipping_cost"], currency)
        return found

    async def _lines(self, made: Mapping[str, Any]) -> AsyncIterator[Mapping[str, Any]]:
        page = made["line_items"]
        while True:
            for line in page["data"]:
                yield line
            if not page.get("has_more"):
                return
            page = await call(
                self._calculations.line_items.list_async(
                    made["id"],
                    {
                        "limit": _PAGE,
                        "starting_after": page["data"][-1]["id"],
                        "expand": ["data.tax_breakdown"],
                    },
                )
            )


def _params(
    request: TaxRequest, items: Sequence[_Item], *, shipping: TaxCharge | None, codes: Mapping[str, str]
) -> Any:
    behavior = "inclusive" if request.includes_tax else "exclusive"
    params: dict[str, Any] = {
        "currency": request.currency.lower(),
        "customer_details": {"address": _address(request.destination), "address_source": "shipping"},
        "line_items": [
            {**_item(item, behavior, codes), "reference": item.key, "quantity": getattr(item, "quantity", 1)}
            for item in items
        ],
        "expand": ["line_items.data.tax_breakdown"],
    }
    if request.origin is not None:
        params["ship_from_details"] = {"address": _address(request.origin)}
    if shipping is not None:
        params["shipping_cost"] = _item(shipping, behavior, codes)
    return params


def _item(item: _Item, behavior: str, codes: Mapping[str, str]) -> dict[str, Any]:
    category = DELIVERY if isinstance(item, TaxCharge) and item.category == _STANDARD else item.category
    found: dict[str, Any] = {"amount": to_stripe(item.amount), "tax_behavior": behavior}
    if category in codes:
        found["tax_code"] = codes[category]
    return found


def _address(place: TaxAddress) -> dict[str, str]:
    parts = {
        "country": place.country,
        "state": place.region,
        "postal_code": place.zip,
        "city": place.city,
        "line1": place.address1,
    }
    return {name: value for name, value in parts.items() if value}


def _tax(told: Mapping[str, Any], currency: str) -> LineTax:
    """Return the tax on one amount; of several jurisdictions together, named after those that impose some."""
    imposed = [part for part in told.get("tax_breakdown") or () if part["tax_rate_details"] is not None]
    percents = [part["tax_rate_details"]["percentage_decimal"] for part in imposed]
    percent = sum(map(Decimal, percents), Decimal())
    names = _distinct(part["tax_rate_details"]["display_name"] for part in imposed)
    return LineTax(
        name=f"{names} {percent.normalize():f} %" if imposed else "",
        jurisdiction=_distinct(part["jurisdiction"]["display_name"] for part in imposed),
        rate=_rate(percent),
        amount=from_stripe(told["amount_tax"], currency),
    )


def _distinct(texts: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(texts))[:_LONGEST_TEXT]


def _rate(percent: Decimal) -> int | None:
    """Return a rate in millionths, none for one that is finer; the amount counts anyhow."""
    exact = percent * _MILLIONTHS
    return int(exact) if exact == exact.to_integral_value() else None
