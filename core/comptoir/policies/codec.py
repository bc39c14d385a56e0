"""Terms as the table holds them, and back: amounts are minor units with their currency."""

from typing import Any

import orjson

from comptoir.db.tx import dumps
from comptoir.money import Money
from comptoir.policies.terms import (
    Exemption,
    PolicyTerms,
    RestockingFee,
    ReturnFees,
    ReturnMethod,
    ReturnMethodKind,
    ReturnResolution,
    ReturnWindowAnchor,
)


def encode_terms(terms: PolicyTerms) -> dict[str, Any]:
    """Return the columns of terms; equal terms give equal columns."""
    return {
        "final_sale": terms.final_sale,
        "window_days": terms.window_days,
        "window_anchor": terms.window_anchor.value,
        "resolutions": dumps([resolution.value for resolution in terms.resolutions]),
        "methods": dumps([_encode_method(method) for method in terms.methods]),
        "restocking_fee": _encode_fee(terms.restocking_fee),
        "exemption": terms.exemption.value if terms.exemption else None,
    }


def decode_terms(row: Any) -> PolicyTerms:
    """Return the terms of a row of the table."""
    return PolicyTerms(
        final_sale=bool(row.final_sale),
        window_days=row.window_days,
        window_anchor=ReturnWindowAnchor(row.window_anchor),
        resolutions=tuple(ReturnResolution(name) for name in orjson.loads(row.resolutions)),
        methods=tuple(_decode_method(method) for method in orjson.loads(row.methods)),
        restocking_fee=_decode_fee(row.restocking_fee),
        exemption=Exemption(row.exemption) if row.exemption else None,
    )


def _encode_method(method: ReturnMethod) -> dict[str, Any]:
    return {"kind": method.kind.value, "fees": method.fees.value, "fee": _encode_money(method.fee)}


def _decode_method(value: dict[str, Any]) -> ReturnMethod:
    return ReturnMethod(
        kind=ReturnMethodKind(value["kind"]), fees=ReturnFees(value["fees"]), fee=_decode_money(value["fee"])
    )


def _encode_fee(fee: RestockingFee | None) -> str | None:
    if fee is None:
        return None
    return dumps({"basis_points": fee.basis_points, "amount": _encode_money(fee.amount)})


def _decode_fee(text: str | None) -> RestockingFee | None:
    if text is None:
        return None
    value = orjson.loads(text)
    return RestockingFee(basis_points=value["basis_points"], amount=_decode_money(value["amount"]))


def _encode_money(money: Money | None) -> list[Any] | None:
    return None if money is None else [money.minor, money.currency]


def _decode_money(value: list[Any] | None) -> Money | None:
    return None if value is None else Money(value[0], value[1])
