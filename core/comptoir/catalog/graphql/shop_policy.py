"""The shop's policies: legal texts that the shop links to from every page."""

from dataclasses import dataclass
from typing import Any

import strawberry

from comptoir.catalog import view_of
from comptoir.catalog.records import PageRecord
from comptoir.graphql.context import Info, RequestContext
from comptoir.graphql.node import Node
from comptoir.graphql.scalars import URL
from comptoir.ids import gid, numeric_id

FOLDER = "/policies/"


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyNode:
    """A legal page as a policy of the shop."""

    page: PageRecord

    @property
    def id(self) -> str:
        """The policy's global id."""
        return gid("ShopPolicy", self.page.number)

    @property
    def handle(self) -> str:
        """Its name in addresses."""
        return self.page.handle

    @property
    def title(self) -> str:
        """Its title."""
        return self.page.title

    @property
    def body(self) -> str:
        """Its text as HTML."""
        return self.page.body


def policy_by_handle(context: RequestContext, handle: str) -> PolicyNode | None:
    """Return a policy of the shop; none when the shop has not written it."""
    page = view_of(context).content.legal.get(handle)
    return PolicyNode(page=page) if page else None


def policy_by_id(context: RequestContext, ident: str) -> PolicyNode | None:
    """Return a policy by global id; raises `BadUserInputError` for an id that is not a policy's."""
    number = numeric_id(ident, "ShopPolicy")
    pages = view_of(context).content.legal.values()
    return next((PolicyNode(page=page) for page in pages if page.number == number), None)


@strawberry.type(description="A legal text of the shop.")
class ShopPolicy(Node):
    """A legal text of the shop."""

    handle: str = strawberry.field(description="Its name in addresses, such as privacy-policy.")
    title: str
    body: str = strawberry.field(description="The text as sanitised HTML.")

    @strawberry.field(graphql_type=URL, description="Address of its page in the online store.")
    def url(self: Any, info: Info) -> str:
        """Return the address of the page."""
        return f"{info.context.base_url}{FOLDER}{self.handle}"

    @classmethod
    def is_type_of(cls, obj: object, _info: object) -> bool:
        """Tell whether an object is a policy."""
        return isinstance(obj, PolicyNode)


@strawberry.type(description="A legal text of the shop, or one that stands in for it.")
class ShopPolicyWithDefault:
    """A legal text of the shop, or one that stands in for it."""

    id: strawberry.ID | None
    handle: str
    title: str
    body: str

    @strawberry.field(graphql_type=URL)
    def url(self: Any, info: Info) -> str:
        """Return the address of the page."""
        return f"{info.context.base_url}{FOLDER}{self.handle}"


@strawberry.type
class ShopPolicies:
    """Legal texts, joined to the shop; that on refunds is made by `comptoir.policies`, from the rules."""

    @strawberry.field(graphql_type=ShopPolicy | None)
    def contact_information(self: Any, info: Info) -> PolicyNode | None:
        """Return the contact information."""
        return policy_by_handle(info.context, "contact-information")

    @strawberry.field(graphql_type=ShopPolicy | None)
    def legal_notice(self: Any, info: Info) -> PolicyNode | None:
        """Return the legal notice."""
        return policy_by_handle(info.context, "legal-notice")

    @strawberry.field(graphql_type=ShopPolicy | None)
    def privacy_policy(self: Any, info: Info) -> PolicyNode | None:
        """Return the privacy policy."""
        return policy_by_handle(info.context, "privacy-policy")

    @strawberry.field(graphql_type=ShopPolicy | None)
    def shipping_policy(self: Any, info: Info) -> PolicyNode | None:
        """Return the shipping policy."""
        return policy_by_handle(info.context, "shipping-policy")

    @strawberry.field(graphql_type=ShopPolicyWithDefault | None)
    def subscription_policy(self: Any, info: Info) -> PolicyNode | None:
        """Return the subscription policy."""
        return policy_by_handle(info.context, "subscription-policy")

    @strawberry.field(graphql_type=ShopPolicy | None)
    def terms_of_sale(self: Any, info: Info) -> PolicyNode | None:
        """Return the terms of sale."""
        return policy_by_handle(info.context, "terms-of-sale")

    @strawberry.field(graphql_type=ShopPolicy | None)
    def terms_of_service(self: Any, info: Info) -> PolicyNode | None:
        """Return the terms of service."""
        return policy_by_handle(info.context, "terms-of-service")
