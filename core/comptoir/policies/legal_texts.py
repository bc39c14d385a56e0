"""The shop's legal texts: what the merchant wrote, and of returns above all what the rules say.

The text about refunds begins with the rules in force in the market, made from the policies themselves, and
says that they hold where what the merchant wrote below differs: so the page cannot promise anything else than
a product does. The other texts are the merchant's alone; without one there is none.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from comptoir.catalog import view_of
from comptoir.graphql.context import RequestContext
from comptoir.ids import gid
from comptoir.markets import locale_of
from comptoir.policies.phrases import Phrases, phrases_for
from comptoir.policies.promise import default_policy_for, rules_for, show_version, type_names
from comptoir.policies.records import PolicyRecord

REFUND = "refund-policy"
PRIVACY = "privacy-policy"
TERMS = "terms-of-service"
TERMS_OF_SALE = "terms-of-sale"
SHIPPING = "shipping-policy"
SUBSCRIPTION = "subscription-policy"
HANDLES = (PRIVACY, REFUND, SHIPPING, SUBSCRIPTION, TERMS, TERMS_OF_SALE)


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalTextRecord:
    """A legal text in one language; `body` is HTML."""

    id: str
    handle: str
    title: str
    body: str
    url: str


def legal_text(context: RequestContext, handle: str) -> LegalTextRecord | None:
    """Return a legal text in the shopper's language; that about refunds is never none."""
    page = view_of(context).content.legal.get(handle)
    if handle == REFUND:
        phrases = phrases_for(locale_of(context).language)[1]
        title = page.title if page else phrases.refund_title
        return _record(context, handle, title, _returns(context, phrases, page.body if page else ""))
    return _record(context, handle, page.title, page.body) if page else None


def _record(context: RequestContext, handle: str, title: str, body: str) -> LegalTextRecord:
    return LegalTextRecord(
        id=gid("ShopPolicy", handle),
        handle=handle,
        title=title,
        body=body,
        url=f"{context.base_url}/policies/{handle}",
    )


def _returns(context: RequestContext, phrases: Phrases, written: str) -> str:
    default = default_policy_for(context)
    scopes = list(_scopes(context, phrases))
    parts = [f"<p>{escape(default.summary, quote=False)}</p>"]
    if scopes:
        parts.insert(0, f"<h2>{escape(phrases.by_default, quote=False)}</h2>")
        parts.extend(
            f"<h2>{escape(name, quote=False)}</h2><p>{escape(policy.summary, quote=False)}</p>"
            for name, policy in scopes
        )
    if written:
        parts.append(f"<p><strong>{escape(phrases.binding, quote=False)}</strong></p>{written}")
    return "".join(parts)


def _scopes(context: RequestContext, phrases: Phrases) -> Iterator[tuple[str, PolicyRecord]]:
    """Yield what has a policy of its own, named in the shopper's language, as far as the shop shows it."""
    rules, view = rules_for(context), view_of(context)
    names = type_names(context) if rules.types else {}
    for key, version in sorted(rules.types.items()):
        if key in names:
            yield phrases.for_type.format(name=names[key]), show_version(context, version)
    for handle, version in sorted(rules.collections.items()):
        collection = view.collections_by_handle.get(handle)
        if collection is not None:
            yield collection.title, show_version(context, version)
    for handle, version in sorted(rules.products.items()):
        product = view.by_handle.get(handle)
        if product is not None:
            yield product.title, show_version(context, version)
