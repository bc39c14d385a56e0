"""Refusals of reservations."""

from comptoir.errors import DomainError


def invalid(message: str, *, field: tuple[str, ...]) -> DomainError:
    """Return the refusal of a malformed wish."""
    return DomainError("INVALID", message, field=("input", *field))


def pickup_time_invalid(message: str) -> DomainError:
    """Return the refusal of a time at which nothing can be collected."""
    return DomainError("PICKUP_TIME_INVALID", message, field=("input", "pickup_by"))


def unknown_merchandise() -> DomainError:
    """Return the refusal of a variant that is not for sale here."""
    return DomainError("MERCHANDISE_NOT_FOUND", "There is no such variant.", field=("input", "variant_id"))


def unknown_location() -> DomainError:
    """Return the refusal of a location where nothing is handed out."""
    return DomainError(
        "LOCATION_NOT_FOUND", "Nothing can be collected there.", field=("input", "location_id")
    )


def out_of_stock(available: int) -> DomainError:
    """Return the refusal of more pieces than the location has."""
    message = f"Only {available} are left there." if available else "None is left there."
    return DomainError("OUT_OF_STOCK", message, field=("input", "quantity"))


def too_many(pieces: int) -> DomainError:
    """Return the refusal of more pieces than a shopper may have reserved at a time."""
    message = f"At most {pieces} pieces can be reserved at a time."
    return DomainError("HOLD_LIMIT", message, field=("input", "quantity"))


def too_often() -> DomainError:
    """Return the refusal of further reservations from one address."""
    return DomainError("RATE_LIMITED", "There are too many open reservations from here; cancel one first.")


def unknown_reservation() -> DomainError:
    """Return the refusal of an id that names no reservation."""
    return DomainError("RESERVATION_NOT_FOUND", "There is no such reservation.", field=("id",))


def closed(status: str) -> DomainError:
    """Return the refusal to change a reservation that has ended."""
    return DomainError("RESERVATION_CLOSED", f"The reservation is {status.lower()} already.", field=("id",))
