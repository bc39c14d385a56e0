"""Why a cart refuses, with the codes of the dialect's `CartErrorCode`."""

from comptoir.errors import DomainError


def unknown_cart() -> DomainError:
    """The cart does not exist, has expired, or the key does not fit: one answer for all, so that nothing leaks."""
    return DomainError("INVALID", "The specified cart does not exist.", field=("cart_id",))


def unknown_merchandise(merchandise_id: str, *, field: tuple[str, ...]) -> DomainError:
    """Nothing is sold under that id here."""
    return DomainError(
        "INVALID", f"The merchandise with id {merchandise_id[:80]} does not exist.", field=field
    )


def unknown_line(line_id: str, *, field: tuple[str, ...]) -> DomainError:
    """The cart has no such line."""
    return DomainError(
        "INVALID_MERCHANDISE_LINE",
        f"The merchandise line with id {line_id[:80]} does not exist.",
        field=field,
    )


def quantity_below(minimum: int, *, field: tuple[str, ...]) -> DomainError:
    """Less than the smallest quantity was asked for."""
    return DomainError("MINIMUM_NOT_MET", f"The quantity must be at least {minimum}.", field=field)


def quantity_above(maximum: int, *, field: tuple[str, ...]) -> DomainError:
    """More than the largest quantity was asked for."""
    return DomainError("MAXIMUM_EXCEEDED", f"The quantity must be at most {maximum}.", field=field)


def quantity_not_multiple(increment: int, *, field: tuple[str, ...]) -> DomainError:
    """The quantity is between two multiples of the increment."""
    return DomainError("INVALID_INCREMENT", f"The quantity must be a multiple of {increment}.", field=field)


def quantity_negative(*, field: tuple[str, ...]) -> DomainError:
    """A quantity below zero was asked for."""
    return DomainError("LESS_THAN", "The quantity cannot be negative.", field=field)


def too_large(most: int) -> DomainError:
    """The cart would have more lines than it may."""
    return DomainError("CART_TOO_LARGE", f"A cart holds at most {most} lines.", field=("lines",))


def note_too_long(most: int) -> DomainError:
    """The note is too long."""
    return DomainError("NOTE_TOO_LONG", f"The note has more than {most} characters.", field=("note",))


def invalid(message: str, *, field: tuple[str, ...]) -> DomainError:
    """Something else about the input is wrong."""
    return DomainError("INVALID", message, field=field)


def not_on_this_device() -> DomainError:
    """A device that took the cart over by a code has given an email address or a phone number."""
    return DomainError(
        "INVALID",
        "This screen took the cart over by a code: give the email address and phone number on the one it came from.",
        field=("buyer_identity",),
    )


def note_not_on_this_device() -> DomainError:
    """A device that took the cart over by a code has written a note."""
    return DomainError(
        "INVALID",
        "This screen took the cart over by a code: write the note on the one it came from.",
        field=("note",),
    )


def handoff_invalid() -> DomainError:
    """No cart is handed over by that code: one answer for unknown, used, expired and forged, so that none leaks."""
    return DomainError(
        "HANDOFF_INVALID",
        "This code does not work: it was used already, is older than ten minutes, or was mistyped. "
        "Show a new code on the screen that has the cart and enter that one.",
        field=("code",),
    )


def too_many_claims() -> DomainError:
    """Too many codes that do not work were entered of late."""
    return DomainError(
        "RATE_LIMITED",
        "Too many codes that do not work were entered here. Wait a minute, then try again with a new code.",
        field=("code",),
    )
