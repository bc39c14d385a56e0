"""What Stripe Tax calculates in the stand-in: taxes of some places, by tax code, kept to be read page by page."""

import itertools
from decimal import ROUND_HALF_UP, Decimal

from tests.plugins.stripe.books import RefusalError

PAGE = 10
RATES = {
    ("US", "CA"): (
        ("state", "California", "Sales Tax", "7.25"),
        ("county", "San Francisco", "Local Sales Tax", "1.375"),
    ),
    ("US", "OR"): (("state", "Oregon", "Sales Tax", None),),
    ("FR", ""): (("country", "France", "Value Added Tax", "20.0"),),
}
REDUCED = {("FR", "txcd_35010000"): "5.5"}
EXEMPT = frozenset({"txcd_10502000"})


class TaxOffice:
    """Calculations of one account; `asked` has the parameters of each, `rates` those of each place."""

    def __init__(self):
        self.rates = dict(RATES)
        self.asked = []
        self.calculations = {}
        self._numbers = itertools.count(1)

    def answer(self, method, path, params):
        """Do what a call asks for; `path` is what comes after that of calculations."""
        if (method, path) == ("POST", ""):
            return self._calculate(params)
        _, ident, resource = path.split("/")
        if method != "GET" or resource != "line_items" or ident not in self.calculations:
            raise RefusalError(404, "resource_missing")
        return self._page(ident, limit=int(params["limit"]), after=params["starting_after"])

    def _calculate(self, params):
        self.asked.append(params)
        address = params["customer_details"]["address"]
        place = address["country"], address.get("state", "") if address["country"] == "US" else ""
        if place not in self.rates or (address["country"] == "US" and not address.get("postal_code")):
            raise RefusalError(400, "customer_tax_location_invalid")
        references = [line["reference"] for line in params["line_items"]]
        if not references or len(references) > 100 or len(references) != len(set(references)):
            raise RefusalError(400, "parameter_invalid")
        number = next(self._numbers)
        lines = [
            {
                "id": f"tax_li_{number}_{n}", "object": "tax.calculation_line_item", "quantity": int(line["quantity"]),
                "reference": line["reference"], **self._taxed(line, place),
            }
            for n, line in enumerate(params["line_items"])
        ]  # fmt: skip
        self.calculations[f"taxcalc_{number}"] = lines
        shipping = params.get("shipping_cost")
        return {
            "id": f"taxcalc_{number}", "object": "tax.calculation", "currency": params["currency"],
            "line_items": self._page(f"taxcalc_{number}"),
            "shipping_cost": None if shipping is None else self._taxed(shipping, place),
        }  # fmt: skip

    def _taxed(self, told, place):
        amount = int(told["amount"])
        if amount < 1:
            raise RefusalError(400, "parameter_invalid_integer")
        code, inclusive = told.get("tax_code", "txcd_99999999"), told["tax_behavior"] == "inclusive"
        rates = [
            (level, name, kind, percent and REDUCED.get((place[0], code), percent))
            for level, name, kind, percent in self.rates[place]
        ]
        if code in EXEMPT:
            rates = [(level, name, kind, None) for level, name, kind, _ in rates]
        whole = 100 + sum(Decimal(percent or 0) for *_, percent in rates) if inclusive else Decimal(100)
        parts = [(rate, rounded(amount * Decimal(rate[3] or 0) / whole)) for rate in rates]
        return {
            "amount": amount, "tax_behavior": told["tax_behavior"], "tax_code": code,
            "amount_tax": sum(tax for _, tax in parts),
            "tax_breakdown": [_part(rate, tax, taxable=amount, country=place[0]) for rate, tax in parts],
        }  # fmt: skip

    def _page(self, ident, *, limit=PAGE, after=""):
        lines = self.calculations[ident]
        start = next((n + 1 for n, line in enumerate(lines) if line["id"] == after), 0)
        page = lines[start : start + limit]
        return {
            "object": "list", "data": page, "has_more": len(lines) > start + limit,
            "url": f"/v1/tax/calculations/{ident}/line_items",
        }  # fmt: skip


def rounded(amount):
    return int(amount.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _part(rate, tax, *, taxable, country):
    level, name, kind, percent = rate
    details = {"display_name": kind, "percentage_decimal": percent, "tax_type": "sales_tax"}
    return {
        "amount": tax, "jurisdiction": {"country": country, "display_name": name, "level": level, "state": None},
        "sourcing": "destination", "tax_rate_details": details if percent else None,
        "taxability_reason": "standard_rated" if percent else "product_exempt",
        "taxable_amount": taxable if percent else 0,
    }  # fmt: skip
