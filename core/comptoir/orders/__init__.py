"""Orders: what was bought, frozen as it was agreed to, and how it reaches the buyer."""

from comptoir.addresses import Address
from comptoir.orders.commands.place import UnsoundOrderError, place_order
from comptoir.orders.delivery import DeliveryMethod, FulfillmentState
from comptoir.orders.drafts import (
    Amounts,
    ChargeDraft,
    Discount,
    FrozenQuote,
    GroupDraft,
    LineDraft,
    OrderDraft,
    Picture,
    Sourcing,
    Step,
    TaxPart,
    Terms,
)
from comptoir.orders.queries import get_order, lookup_order, lookup_order_of
from comptoir.orders.records import FulfillmentRecord, LineRecord, OrderRecord
from comptoir.orders.states import CancelReason, FinancialStatus, FulfillmentStatus, PaymentFacts
from comptoir.orders.tokens import derive_token

__all__ = [
    "Address",
    "Amounts",
    "CancelReason",
    "ChargeDraft",
    "DeliveryMethod",
    "Discount",
    "FinancialStatus",
    "FrozenQuote",
    "FulfillmentRecord",
    "FulfillmentState",
    "FulfillmentStatus",
    "GroupDraft",
    "LineDraft",
    "LineRecord",
    "OrderDraft",
    "OrderRecord",
    "PaymentFacts",
    "Picture",
    "Sourcing",
    "Step",
    "TaxPart",
    "Terms",
    "UnsoundOrderError",
    "derive_token",
    "get_order",
    "lookup_order",
    "lookup_order_of",
    "place_order",
]
