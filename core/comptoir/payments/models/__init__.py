"""Tables of payments: what is taken, and the value that the shop itself keeps."""

from comptoir.payments.models.taking import OPERATION, OWNER, PAYMENT, SANDBOX, TRANSACTION, WEBHOOK
from comptoir.payments.models.value import BALANCE, BALANCE_ENTRY, GIFT_CARD, STORE_CREDIT, TERMS

__all__ = [
    "BALANCE",
    "BALANCE_ENTRY",
    "GIFT_CARD",
    "OPERATION",
    "OWNER",
    "PAYMENT",
    "SANDBOX",
    "STORE_CREDIT",
    "TERMS",
    "TRANSACTION",
    "WEBHOOK",
]
