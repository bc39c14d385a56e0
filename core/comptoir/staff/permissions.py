"""Who may do what: permissions, and the roles that hold them."""

from collections.abc import Mapping
from enum import StrEnum

ANYONE = "anyone"
"""Asked for by fields that need no sign-in, such as signing in itself."""
SIGNED_IN = "signed-in"
"""Asked for by fields that every member of staff may use."""


class Permission(StrEnum):
    """What a staff field may ask for: a noun, and whether it is read or written."""

    STAFF_READ = "staff.read"
    STAFF_WRITE = "staff.write"
    AUDIT_READ = "audit.read"
    CATALOG_READ = "catalog.read"
    CATALOG_WRITE = "catalog.write"
    CONTENT_READ = "content.read"
    CONTENT_WRITE = "content.write"
    MARKETS_READ = "markets.read"
    PRICING_READ = "pricing.read"
    PRICING_WRITE = "pricing.write"
    DIVERGENCES_WRITE = "divergences.write"
    PROMOTIONS_READ = "promotions.read"
    PROMOTIONS_WRITE = "promotions.write"
    POLICIES_READ = "policies.read"
    POLICIES_WRITE = "policies.write"
    LOCATIONS_READ = "locations.read"
    LOCATIONS_WRITE = "locations.write"
    STOCK_READ = "stock.read"
    STOCK_WRITE = "stock.write"
    DEVICES_READ = "devices.read"
    DEVICES_WRITE = "devices.write"
    RESERVATIONS_READ = "reservations.read"
    RESERVATIONS_WRITE = "reservations.write"
    ORDERS_READ = "orders.read"
    ORDERS_WRITE = "orders.write"
    ORDERS_SELL = "orders.sell"
    """Add to orders, and take what they owe."""
    ORDERS_FULFILL = "orders.fulfill"
    PAYMENTS_READ = "payments.read"
    PAYMENTS_WRITE = "payments.write"
    CUSTOMERS_READ = "customers.read"
    CUSTOMERS_WRITE = "customers.write"
    SERVICE_READ = "service.read"
    SERVICE_WRITE = "service.write"


class Role(StrEnum):
    """What a member of staff is: each account has one role."""

    OWNER = "owner"
    MERCHANDISER = "merchandiser"
    ASSOCIATE = "associate"
    SUPPORT = "support"
    AUDITOR = "auditor"


_READS = frozenset(permission for permission in Permission if permission.endswith(".read"))
_OF_THE_OFFICE = frozenset({Permission.STAFF_READ, Permission.AUDIT_READ})
"""Who works here, and who did what: not everybody's business."""
_DAILY_READS = _READS - _OF_THE_OFFICE
_OF_PEOPLE = frozenset(
    {
        Permission.ORDERS_READ,
        Permission.PAYMENTS_READ,
        Permission.CUSTOMERS_READ,
        Permission.RESERVATIONS_READ,
        Permission.SERVICE_READ,
    }
)
"""What tells of shoppers: merchandisers need none of it."""

PERMISSIONS: Mapping[Role, frozenset[Permission]] = {
    Role.OWNER: frozenset(Permission),
    Role.MERCHANDISER: (_DAILY_READS - _OF_PEOPLE - {Permission.DEVICES_READ})
    | {
        Permission.CATALOG_WRITE,
        Permission.CONTENT_WRITE,
        Permission.PRICING_WRITE,
        Permission.DIVERGENCES_WRITE,
        Permission.PROMOTIONS_WRITE,
        Permission.POLICIES_WRITE,
    },
    Role.ASSOCIATE: _DAILY_READS
    | {
        Permission.STOCK_WRITE,
        Permission.RESERVATIONS_WRITE,
        Permission.ORDERS_SELL,
        Permission.ORDERS_FULFILL,
        Permission.SERVICE_WRITE,
    },
    Role.SUPPORT: (_DAILY_READS - {Permission.DEVICES_READ})
    | {
        Permission.RESERVATIONS_WRITE,
        Permission.ORDERS_WRITE,
        Permission.ORDERS_SELL,
        Permission.PAYMENTS_WRITE,
        Permission.CUSTOMERS_WRITE,
        Permission.SERVICE_WRITE,
    },
    Role.AUDITOR: _READS,
}
"""The permissions of each role; an auditor reads everything and changes nothing."""
