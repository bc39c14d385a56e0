"""Asking the tax provider that the settings name: before any transaction, and never longer than a shopper waits.

What is sold together and goes to one place is one request. Its lines are numbered, so that a provider hears of no cart
and answers the same for the same goods. An answer is taken whole or not at all: one that lacks a line, is in another
currency, below zero or above the whole amount is none.
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from comptoir.graphql.context import RequestContext
from comptoir.hooks.asking import Answers
from comptoir.hooks.tax import (
    LineTax,
    TaxAddress,
    TaxAnswer,
    TaxCharge,
    TaxLine,
    TaxProvider,
    TaxRequest,
    TaxUnknownError,
)
from comptoir.inventory.records import LocationRecord
from comptoir.markets.locale import Locale
from comptoir.money import Money
from comptoir.pricing.promotions.choice import Charge
from comptoir.pricing.quote import Quote
from comptoir.pricing.quoting import RequestedLine, tax_category_of
from comptoir.pricing.tax import WHOLE, ProvidedTax, tax_on, tax_within

_LONGEST_TEXT = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxPlace:
    """Where goods go, and where they come from if that is known."""

    destination: TaxAddress
    origin: TaxAddress | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Taxes:
    """What the tax provider said, by the key of line or charge.

    `lacking` where it should have said something and did not; then nothing of what it said is used.
    """

    by_key: Mapping[str, ProvidedTax] = field(default_factory=dict)
    lacking: bool = False


NO_TAXES = Taxes()
"""What is said where nobody is asked: the shop's own table taxes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxedSale:
    """Goods and charges that are sold together, with where each goes.

    What `places` does not have goes nobody knows where as yet: the provider is not asked for it.
    """

    locale: Locale
    lines: Sequence[RequestedLine]
    places: Mapping[str, TaxPlace]
    charges: Sequence[Charge] = ()


def store_place(location: LocationRecord, *, country: str) -> TaxPlace:
    """Return where goods are taxed that are handed over at a location; `country` is meant where it names none."""
    address = TaxAddress(
        country=location.country_code or country,
        region=location.province_code or "",
        zip=location.zip,
        city=location.city,
        address1=location.address1,
    )
    return TaxPlace(destination=address, origin=address)


async def ask_taxes(context: RequestContext, sale: TaxedSale, *, quoted: Quote) -> Taxes:
    """Return what the tax provider says of a sale; `quoted` is its quote without taxes of a provider.

    Within one operation the same request has one answer.
    """
    provider = context.shop.tax_provider
    if provider is None:
        return NO_TAXES
    found = _exempt(sale, quoted)
    asked = list(_requests(sale, quoted, exempt=found.keys()))
    answers = await asyncio.gather(*(_answer(context, provider, request) for request, _ in asked))
    for (request, named), answer in zip(asked, answers, strict=True):
        if answer is None:
            return Taxes(lacking=True)
        for number, key in named.items():
            found[key] = _provided(answer.taxes[number], provider, on=request.amounts[number])
    return Taxes(by_key=found)


def _requests(
    sale: TaxedSale, quoted: Quote, *, exempt: AbstractSet[str]
) -> Iterator[tuple[TaxRequest, Mapping[str, str]]]:
    """Yield what is asked for each place, with the keys of the quote by those of the request."""
    by_place: dict[TaxPlace, set[str]] = defaultdict(set)
    for key, place in sale.places.items():
        if key not in exempt:
            by_place[place].add(key)
    for place, keys in by_place.items():
        request, named = _request(sale, place, keys=keys, quoted=quoted)
        if named:
            yield request, named


def _exempt(sale: TaxedSale, quoted: Quote) -> dict[str, ProvidedTax]:
    """Return no tax for what bears none, wherever it goes: nobody is asked for it."""
    untaxed = {charge.key for charge in sale.charges if not charge.taxable}
    amounts = {each.key: each.subtotal for each in quoted.charges if each.key in untaxed}
    amounts |= {line.key: quoted.lines[line.key].subtotal for line in sale.lines if not line.variant.taxable}
    return {
        key: ProvidedTax(taxed=amount.minor, name="", source=sale.places[key].destination.country)
        for key, amount in amounts.items()
        if key in sale.places
    }


def _request(
    sale: TaxedSale, place: TaxPlace, *, keys: AbstractSet[str], quoted: Quote
) -> tuple[TaxRequest, Mapping[str, str]]:
    lines = sorted((line for line in sale.lines if line.key in keys), key=lambda line: line.key)
    charged = [charge for charge in quoted.charges if charge.key in keys]
    categories = {charge.key: charge.tax_category for charge in sale.charges}
    keys_asked = [*(line.key for line in lines), *(charge.key for charge in charged)]
    named = {str(n): key for n, key in enumerate(keys_asked, start=1)}
    numbers = {key: number for number, key in named.items()}
    request = TaxRequest(
        market=sale.locale.market.handle,
        currency=sale.locale.currency,
        includes_tax=quoted.includes_tax,
        destination=place.destination,
        origin=place.origin,
        lines=tuple(_line(line, quoted, key=numbers[line.key]) for line in lines),
        charges=tuple(
            TaxCharge(key=numbers[each.key], category=categories[each.key], amount=each.subtotal)
            for each in charged
        ),
    )
    return request, named


def _line(line: RequestedLine, quoted: Quote, *, key: str) -> TaxLine:
    return TaxLine(
        key=key,
        variant_id=line.variant.number,
        sku=line.variant.sku,
        category=tax_category_of(line.variant),
        quantity=line.quantity,
        amount=quoted.lines[line.key].subtotal,
    )


async def _answer(context: RequestContext, provider: TaxProvider, request: TaxRequest) -> TaxAnswer | None:
    """Return a sound answer, or none; what was answered before within this operation stays."""
    key = "pricing.taxes", request.digest
    if key not in context.memo:
        nothing: TaxAnswer | None = None
        answers = context.shop.once("pricing.taxes", lambda: Answers("tax", nothing))

        async def sound() -> TaxAnswer | None:
            answer = await provider.taxes(request)
            check_answer(answer, request)
            return answer

        context.memo[key] = await answers.ask(
            sound,
            provider=provider.name,
            digest=request.digest,
            keep_seconds=provider.keep_seconds,
            now=context.shop.clock.now(),
        )
    found: TaxAnswer | None = context.memo[key]
    return found


def check_answer(answer: TaxAnswer, request: TaxRequest) -> None:
    """Raise `TaxUnknownError` for an answer that cannot be."""
    amounts = request.amounts
    if answer.taxes.keys() != amounts.keys():
        raise TaxUnknownError("it does not tell the tax on each line, and on nothing else")
    for key, amount in amounts.items():
        if not _is_sound(answer.taxes[key], amount, includes_tax=request.includes_tax):
            raise TaxUnknownError(f"what it says of {amount.minor} {amount.currency} cannot be")


def _is_sound(tax: LineTax, amount: Money, *, includes_tax: bool) -> bool:
    most = tax_within(amount.minor, WHOLE) if includes_tax else tax_on(amount.minor, WHOLE)
    texts = tax.name, tax.jurisdiction
    return (
        (tax.rate is not None or tax.amount is not None)
        and (tax.rate is None or _is_whole(tax.rate, most=WHOLE))
        and (
            tax.amount is None
            or (tax.amount.currency == amount.currency and _is_whole(tax.amount.minor, most=most))
        )
        and all(text.isprintable() and len(text) <= _LONGEST_TEXT for text in texts)
    )


def _is_whole(number: object, *, most: int) -> bool:
    """Tell whether a number from outside is a whole one between nothing and the most."""
    return type(number) is int and 0 <= number <= most


def _provided(tax: LineTax, provider: TaxProvider, *, on: Money) -> ProvidedTax:
    return ProvidedTax(
        taxed=on.minor,
        name=tax.name,
        source=f"{provider.name}:{tax.jurisdiction}" if tax.jurisdiction else provider.name,
        rate=tax.rate or 0,
        amount=None if tax.amount is None else tax.amount.minor,
    )
