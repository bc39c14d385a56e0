"""The shop's text about returns: above all what the rules say.

It begins with the rules in force in the market, made from the policies themselves, and says that they hold
where what the merchant wrote below differs: so the page cannot promise anything else than a product does.
The shop's other legal texts are the merchant's alone and belong to the catalogue's content.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import escape

from comptoir.catalog import view_of
from comptoir.catalog.graphql.shop_policy import PolicyNode
from comptoir.catalog.records import PageRecord, SeoRecord
from comptoir.graphql.context import RequestContext
from comptoir.ids import gid
from comptoir.markets import locale_of
from comptoir.policies.phrases import Phrases, phrases_for
from comptoir.policies.promise import default_policy_for, rules_for, show_version, type_names
from comptoir.policies.records import PolicyRecord

REFUND = "refund-policy"


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundText(PolicyNode):
    """The text about returns; one that no page stands behind is named by its handle."""

    @property
    def id(self) -> str:
        """The policy's global id."""
        return gid("ShopPolicy", self.page.number or REFUND)


def refund_text(context: RequestContext) -> RefundText:
    """Return the text about returns in the shopper's language, as HTML."""
    phrases = phrases_for(locale_of(context).language)[1]
    written = view_of(context).content.legal.get(REFUND)
    page = written or _unwritten(context, title=phrases.refund_title)
    return RefundText(page=replace(page, body=_rules(context, phrases) + _written(phrases, page.body)))


def _unwritten(context: RequestContext, *, title: str) -> PageRecord:
    return PageRecord(
        number=0,
        id=gid("ShopPolicy", REFUND),
        handle=REFUND,
        title=title,
        body="",
        body_summary="",
        created_at=context.now,
        updated_at=context.now,
        seo=SeoRecord(title=None, description=None),
    )


def _rules(context: RequestContext, phrases: Phrases) -> str:
    scopes = list(_scopes(context, phrases))
    parts = [_paragraph(default_policy_for(context).summary)]
    if scopes:
        parts.insert(0, _heading(phrases.by_default))
        parts.extend(_heading(name) + _paragraph(policy.summary) for name, policy in scopes)
    return "".join(parts)


def _written(phrases: Phrases, body: str) -> str:
    return f"<p><strong>{escape(phrases.binding, quote=False)}</strong></p>{body}" if body else ""


def _heading(text: str) -> str:
    return f"<h2>{escape(text, quote=False)}</h2>"


def _paragraph(text: str) -> str:
    return f"<p>{escape(text, quote=False)}</p>"


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
