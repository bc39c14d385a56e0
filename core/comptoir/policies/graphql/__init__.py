"""Returns policies in the GraphQL schema."""

from comptoir.policies.graphql.refund_policy import RefundPolicy, load_shop_policy
from comptoir.policies.graphql.return_policy import ProductReturnPolicy, ReturnPolicy

__all__ = ["ProductReturnPolicy", "RefundPolicy", "ReturnPolicy", "load_shop_policy"]
