"""Frozen values as the tables hold them, and back: amounts are minor units of the order's currency."""

from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

import orjson

from comptoir.addresses import Address
from comptoir.db.tx import dumps
from comptoir.money import Money
from comptoir.orders.drafts import (
    Amounts,
    Discount,
    FrozenQuote,
    Picture,
    Step,
    TaxPart,
    Terms,
)
from comptoir.policies.codec import decode_terms, encode_terms
from comptoir.policies.records import PolicyVersion
from comptoir.policies.terms import PolicyScope

_ADDRESS = tuple(field.name for field in fields(Address))


def pack_pairs(pairs: tuple[tuple[str, str | None], ...]) -> str:
    """Return pairs as text, in order."""
    return dumps([list(pair) for pair in pairs])


def unpack_pairs(text: str) -> tuple[tuple[str, Any], ...]:
    """Return pairs from text."""
    return tuple((key, value) for key, value in orjson.loads(text))


def pack_address(address: Address | None) -> str | None:
    """Return an address as text, without what is empty."""
    if address is None:
        return None
    return dumps({name: value for name in _ADDRESS if (value := getattr(address, name)) not in {None, ""}})


def unpack_address(text: str | None) -> Address | None:
    """Return an address from text."""
    return None if text is None else Address(**orjson.loads(text))


def pack_picture(picture: Picture | None) -> str | None:
    """Return a picture as text."""
    return None if picture is None else dumps(asdict(picture))


def unpack_picture(text: str | None) -> Picture | None:
    """Return a picture from text."""
    return None if text is None else Picture(**orjson.loads(text))


def pack_amounts(amounts: Amounts) -> str:
    """Return amounts as text."""
    return dumps(
        {
            "subtotal": amounts.subtotal.minor,
            "total": amounts.total.minor,
            "tax": amounts.tax.minor,
            "discounts": [{**asdict(share), "amount": share.amount.minor} for share in amounts.discounts],
            "taxes": [{**asdict(part), "amount": part.amount.minor} for part in amounts.taxes],
        }
    )


def unpack_amounts(text: str, *, currency: str) -> Amounts:
    """Return amounts from text."""
    value = orjson.loads(text)
    return Amounts(
        subtotal=Money(value["subtotal"], currency),
        total=Money(value["total"], currency),
        tax=Money(value["tax"], currency),
        discounts=tuple(
            Discount(**{**share, "amount": Money(share["amount"], currency)}) for share in value["discounts"]
        ),
        taxes=tuple(
            TaxPart(**{**part, "amount": Money(part["amount"], currency)}) for part in value["taxes"]
        ),
    )


def pack_terms(terms: Terms | None) -> str | None:
    """Return payment terms as text."""
    if terms is None:
        return None
    due = terms.balance_due_at
    return dumps(
        {
            "name": terms.name,
            "deposit": None if terms.deposit is None else terms.deposit.minor,
            "balance_due_at": None if due is None else due.isoformat(),
            "hold_until_paid": terms.hold_until_paid,
        }
    )


def unpack_terms(text: str | None, *, currency: str) -> Terms | None:
    """Return payment terms from text."""
    if text is None:
        return None
    value = orjson.loads(text)
    deposit, due = value["deposit"], value["balance_due_at"]
    return Terms(
        name=value["name"],
        deposit=None if deposit is None else Money(deposit, currency),
        balance_due_at=None if due is None else datetime.fromisoformat(due),
        hold_until_paid=value["hold_until_paid"],
    )


def pack_quote(quote: FrozenQuote) -> str:
    """Return a quote as text."""
    steps = [
        [
            step.kind,
            step.line_key,
            step.label,
            step.before and step.before.minor,
            step.after.minor,
            step.source,
        ]
        for step in quote.steps
    ]
    return dumps(
        {
            "digest": quote.digest,
            "revision": quote.revision,
            "includes_tax": quote.includes_tax,
            "steps": steps,
        }
    )


def unpack_quote(text: str, *, currency: str) -> FrozenQuote:
    """Return a quote from text."""
    value = orjson.loads(text)
    return FrozenQuote(
        digest=value["digest"],
        revision=value["revision"],
        includes_tax=value["includes_tax"],
        steps=tuple(
            Step(
                kind=kind,
                line_key=line_key,
                label=label,
                before=None if before is None else Money(before, currency),
                after=Money(after, currency),
                source=source,
            )
            for kind, line_key, label, before, after, source in value["steps"]
        ),
    )


def pack_policy(version: PolicyVersion) -> str:
    """Return a policy version with its terms as text: what was promised, readable without the policy's table."""
    since = version.effective_from
    return dumps(
        {
            "number": version.number,
            "handle": version.handle,
            "version": version.version,
            "scope": version.scope.value,
            "scope_key": version.scope_key,
            "market": version.market,
            "effective_from": None if since is None else since.isoformat(),
            "terms": encode_terms(version.terms),
        }
    )


class _Columns:
    """Terms as `decode_terms` reads them: by attribute, as from a row."""

    def __init__(self, columns: dict[str, Any]) -> None:
        self.__dict__.update(columns)


def unpack_policy(text: str) -> PolicyVersion:
    """Return a policy version from text."""
    value = orjson.loads(text)
    since = value["effective_from"]
    return PolicyVersion(
        number=value["number"],
        handle=value["handle"],
        version=value["version"],
        scope=PolicyScope(value["scope"]),
        scope_key=value["scope_key"],
        market=value["market"],
        terms=decode_terms(_Columns(value["terms"])),
        effective_from=None if since is None else datetime.fromisoformat(since),
    )
