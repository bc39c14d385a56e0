"""The shop's text about returns."""

from typing import Any

import strawberry

from comptoir.catalog.graphql.shop_policy import PolicyNode, ShopPolicy, policy_by_id
from comptoir.graphql.context import Info, RequestContext
from comptoir.policies.legal_text import refund_text


def load_shop_policy(context: RequestContext, ident: str) -> PolicyNode | None:
    """Return a legal text of the shop by global id, that about returns with its rules."""
    refund = refund_text(context)
    return refund if ident == refund.id else policy_by_id(context, ident)


@strawberry.type
class RefundPolicy:
    """Fields of `Shop`."""

    @strawberry.field(
        graphql_type=ShopPolicy | None,
        description="Returns and refunds: the rules in force in this market, then what the merchant wrote.",
    )
    def refund_policy(self: Any, info: Info) -> PolicyNode:
        """Return the text about returns."""
        return refund_text(info.context)
