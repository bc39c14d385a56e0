"""Payments in the GraphQL schemas."""

from comptoir.payments.graphql.storefront import PaymentAction, PaymentActionKind, PaymentQueries

__all__ = ["PaymentAction", "PaymentActionKind", "PaymentQueries"]
