"""The promise before purchase: the policy of a product as this shopper sees it."""

from collections.abc import Hashable, Mapping
from typing import Any

from comptoir.catalog import view_of
from comptoir.catalog.records import ProductRecord
from comptoir.catalog.snapshot import CATALOG
from comptoir.graphql.context import RequestContext
from comptoir.graphql.money import money_v2
from comptoir.ids import gid
from comptoir.markets import MARKETS, Locale, locale_of
from comptoir.policies.records import (
    PolicyRecord,
    PolicyVersion,
    ReturnMethodRecord,
    ReturnPolicyFeeRecord,
)
from comptoir.policies.rulebook import MarketRules
from comptoir.policies.snapshot import POLICIES
from comptoir.policies.terms import RestockingFee
from comptoir.policies.wording import method_label, summarize


def policy_for(context: RequestContext, product: ProductRecord) -> PolicyRecord:
    """Return the returns policy of a product for the request's market, in the shopper's language; never none.

    The rules are in `comptoir.policies.rulebook`. The channel plays no part.
    """
    shown = context.once("policies.shown", lambda: _shown_products(context))
    found = shown.get(product.number)
    if found is None:
        version = resolve_version(context, product)
        found = shown[product.number] = show_version(context, version)
    return found


def default_policy_for(context: RequestContext) -> PolicyRecord:
    """Return the policy of the request's market as a whole: what holds where nothing narrower does."""
    return show_version(context, rules_for(context).default)


def resolve_version(context: RequestContext, product: ProductRecord) -> PolicyVersion:
    """Return the version that covers a product for the request's market."""
    return rules_for(context).resolve(
        product=product.handle,
        collections=[collection.handle for collection in product.collections],
        product_type=_own_type(context, product),
    )


def rules_for(context: RequestContext) -> MarketRules:
    """Return what is in force in the request's market at the request's moment."""
    market = locale_of(context).market
    book = context.snapshot[POLICIES]
    key = ("policies.rules", market.handle, book.epoch(context.now))
    return context.snapshot.memo(key, lambda: book.rules(market=market, now=context.now))


def show_version(context: RequestContext, version: PolicyVersion) -> PolicyRecord:
    """Return a version in the request's market and language."""
    locale = locale_of(context)
    key = ("policies.version", version, locale.market.handle, locale.language)
    return context.snapshot.memo(key, lambda: present_version(version, locale))


def type_names(context: RequestContext) -> Mapping[str, str]:
    """Return the product types in the shopper's language, by their case-folded name in the shop's own."""
    view = view_of(context)

    def find() -> Mapping[str, str]:
        names: dict[str, str] = {}
        for product in view.products.values():
            names.setdefault(_own_type(context, product).casefold(), product.product_type)
        return names

    return context.snapshot.memo(("policies.types", view.language), find)


def _shown_products(context: RequestContext) -> dict[int, PolicyRecord]:
    locale, epoch = locale_of(context), context.snapshot[POLICIES].epoch(context.now)
    key: Hashable = ("policies.products", locale.market.handle, locale.language, epoch)
    return context.snapshot.memo(key, dict[int, PolicyRecord])


def _own_type(context: RequestContext, product: ProductRecord) -> str:
    language = context.snapshot[MARKETS].shop.default_language
    own: Any = context.snapshot[CATALOG].view(language).products.get(product.number, product)
    return str(own.product_type)


def present_version(version: PolicyVersion, locale: Locale) -> PolicyRecord:
    """Return a version as shoppers see it in a market and language: also one that an order froze."""
    terms = version.terms
    methods = tuple(
        ReturnMethodRecord(
            kind=method.kind,
            label=method_label(method.kind, language=locale.language),
            fees=method.fees,
            fee=money_v2(method.fee) if method.fee else None,
        )
        for method in terms.methods
    )
    return PolicyRecord(
        id=gid("ReturnPolicy", version.handle),
        handle=version.handle,
        version=version.version,
        final_sale=terms.final_sale,
        window_days=terms.window_days,
        window_anchor=terms.window_anchor,
        resolutions=terms.resolutions,
        methods=methods,
        restocking_fee=_show_fee(terms.restocking_fee),
        exemption=terms.exemption,
        applicable_countries=locale.market.countries,
        summary=summarize(terms, language=locale.language),
        source=version,
    )


def _show_fee(fee: RestockingFee | None) -> ReturnPolicyFeeRecord | None:
    if fee is None:
        return None
    return ReturnPolicyFeeRecord(
        percentage=None if fee.basis_points is None else fee.basis_points / 100,
        amount=money_v2(fee.amount) if fee.amount else None,
    )
