"""Returns policies and the shop's legal texts in the GraphQL schema."""

from comptoir.policies.graphql.return_policy import ProductReturnPolicy, ReturnPolicy
from comptoir.policies.graphql.shop_policy import ShopPolicies, ShopPolicy, load_shop_policy

__all__ = ["ProductReturnPolicy", "ReturnPolicy", "ShopPolicies", "ShopPolicy", "load_shop_policy"]
