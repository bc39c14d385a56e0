"""Enums of service requests, shared by both schemas."""

import strawberry

from comptoir.service.records import Party, RequestKind, RequestStatus

KIND = strawberry.enum(RequestKind, name="ServiceRequestKind", description="What a shopper asks for.")
STATUS = strawberry.enum(RequestStatus, name="ServiceRequestStatus", description="How a request stands.")
PARTY = strawberry.enum(Party, name="ServiceRequestParty", description="Who called a request off.")
