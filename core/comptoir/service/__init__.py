"""Service: shoppers in a store call staff, or have a piece brought to a fitting room; staff work a queue."""

from comptoir.service.answering import (
    accept_request,
    complete_request,
    drop_request,
    fetch_request,
)
from comptoir.service.asking import ask_staff
from comptoir.service.ending import cancel_request, expire_requests
from comptoir.service.queries import find_requests, get_request, lookup_request
from comptoir.service.records import RequestKind, RequestStatus, ServiceRequest, owner_of

__all__ = [
    "RequestKind",
    "RequestStatus",
    "ServiceRequest",
    "accept_request",
    "ask_staff",
    "cancel_request",
    "complete_request",
    "drop_request",
    "expire_requests",
    "fetch_request",
    "find_requests",
    "get_request",
    "lookup_request",
    "owner_of",
]
