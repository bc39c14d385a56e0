"""The shop's legal texts."""

from typing import Any

import strawberry

from comptoir.graphql.context import Info, RequestContext
from comptoir.graphql.node import Node
from comptoir.graphql.scalars import URL
from comptoir.ids import split_gid
from comptoir.policies import legal_texts
from comptoir.policies.legal_texts import LegalTextRecord, legal_text


@strawberry.type(description="A legal text of the shop.")
class ShopPolicy(Node):
    """A legal text of the shop."""

    body: str = strawberry.field(description="HTML.")
    handle: str
    title: str
    url: URL

    @classmethod
    def is_type_of(cls, obj: object, _info: object) -> bool:
        """Tell whether a record is a legal text."""
        return isinstance(obj, LegalTextRecord)


@strawberry.type(description="A legal text of the shop.")
class ShopPolicyWithDefault:
    """A legal text of the shop that may have no id."""

    body: str = strawberry.field(description="HTML.")
    handle: str
    id: strawberry.ID | None
    title: str
    url: URL


def load_shop_policy(context: RequestContext, ident: str) -> LegalTextRecord | None:
    """Return a legal text by global id."""
    handle = split_gid(ident)[1]
    return legal_text(context, handle) if handle in legal_texts.HANDLES else None


@strawberry.type
class ShopPolicies:
    """Fields of `Shop`."""

    @strawberry.field(graphql_type=ShopPolicy | None)
    def privacy_policy(self: Any, info: Info) -> LegalTextRecord | None:
        """Return the text about personal data."""
        return legal_text(info.context, legal_texts.PRIVACY)

    @strawberry.field(
        graphql_type=ShopPolicy | None,
        description="Returns and refunds: the rules in force in this market, then what the merchant wrote.",
    )
    def refund_policy(self: Any, info: Info) -> LegalTextRecord | None:
        """Return the text about returns."""
        return legal_text(info.context, legal_texts.REFUND)

    @strawberry.field(graphql_type=ShopPolicy | None)
    def shipping_policy(self: Any, info: Info) -> LegalTextRecord | None:
        """Return the text about shipping."""
        return legal_text(info.context, legal_texts.SHIPPING)

    @strawberry.field(graphql_type=ShopPolicyWithDefault | None)
    def subscription_policy(self: Any, info: Info) -> LegalTextRecord | None:
        """Return the text about subscriptions."""
        return legal_text(info.context, legal_texts.SUBSCRIPTION)

    @strawberry.field(graphql_type=ShopPolicy | None)
    def terms_of_sale(self: Any, info: Info) -> LegalTextRecord | None:
        """Return the terms of sale."""
        return legal_text(info.context, legal_texts.TERMS_OF_SALE)

    @strawberry.field(graphql_type=ShopPolicy | None)
    def terms_of_service(self: Any, info: Info) -> LegalTextRecord | None:
        """Return the terms of service."""
        return legal_text(info.context, legal_texts.TERMS)
