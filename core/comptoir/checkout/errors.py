"""Why a checkout refuses; codes are those of `CheckoutErrorCode`."""

from comptoir.errors import DomainError
from comptoir.money import Money


class QuoteChangedError(DomainError):
    """The cart no longer costs what the shopper agreed to: `was` and `now` are digests, `total` is what it costs."""

    def __init__(self, code: str, message: str, *, was: str, now: str, total: Money) -> None:
        super().__init__(code, message, field=("input", "quote_digest"))
        self.was = was
        self.now = now
        self.total = total


class MovedOnError(Exception):
    """Cart or prices changed between the quote and the transaction: everything is looked at once more."""


def unknown_cart() -> DomainError:
    """There is no such cart: unknown, expired and not yours look the same."""
    return _refuse("INVALID", "The specified cart does not exist.", "cart_id")


def empty_cart() -> DomainError:
    """Nothing in the cart is sold here."""
    return _refuse("EMPTY_CART", "There is nothing in the cart that can be bought.", "cart_id")


def contact_required() -> DomainError:
    """Nobody would know whose order it is."""
    return _refuse("CONTACT_REQUIRED", "Give an email address or a phone number.", "cart_id")


def address_required(message: str = "Give the address that the goods go to.") -> DomainError:
    """Something is sent, and nobody knows where."""
    return _refuse("ADDRESS_REQUIRED", message, "cart_id")


def delivery_required() -> DomainError:
    """No delivery is chosen, or what was chosen is no longer offered so."""
    return _refuse("DELIVERY_REQUIRED", "Choose how the goods reach you.", "cart_id")


def promise_lapsed(title: str) -> DomainError:
    """The store no longer brings the goods by when it promised: its clock went on, or it serves another area."""
    return _refuse(
        "PROMISE_LAPSED",
        f"“{title}” is no longer possible as promised. Choose the delivery again.",
        "cart_id",
    )


def out_of_stock(title: str, *, left: int) -> DomainError:
    """There are fewer than wanted where they are to come from."""
    return _refuse("OUT_OF_STOCK", f"“{title}”: {left} left.", "cart_id")


def payment_amount(message: str) -> DomainError:
    """The amount to pay is not what is due."""
    return _refuse("PAYMENT_AMOUNT", message, "payment", "amount")


def payment_required(due: Money) -> DomainError:
    """Something is to be paid, and nobody said how."""
    return _refuse("PAYMENT_REQUIRED", f"{due.amount} {due.currency} are to be paid.", "payment")


def tax_unavailable(field: str) -> DomainError:
    """The tax provider did not answer: what it would have said is not made up."""
    return _refuse("TAX_UNAVAILABLE", "The tax cannot be worked out at the moment. Try again soon.", field)


def in_progress() -> DomainError:
    """An attempt is under way; its outcome is not known yet."""
    return _refuse(
        "IN_PROGRESS", "The payment is being processed. Ask again with the same key in a moment.", "cart_id"
    )


def already_completed() -> DomainError:
    """The cart became an order by another attempt."""
    return _refuse("ALREADY_COMPLETED", "This cart has been ordered already.", "cart_id")


def moved_on() -> DomainError:
    """Order or prices change faster than they are looked at."""
    return DomainError("CONFLICT", "The order was changed in the meantime. Try again.", field=("order_id",))


def unknown_order() -> DomainError:
    """There is no such order: unknown ones and those of somebody else look the same."""
    return _refuse("INVALID", "The specified order does not exist.", "order_id")


def cancelled_order() -> DomainError:
    """Nothing is paid for an order that was cancelled."""
    return _refuse("CANCELLED", "The order was cancelled.", "order_id")


def already_paid() -> DomainError:
    """Nothing is due."""
    return _refuse("ALREADY_PAID", "Nothing is left to be paid.", "order_id")


def balance_under_way() -> DomainError:
    """What is due is being paid by another payment; its outcome is not known yet."""
    return _refuse(
        "IN_PROGRESS", "The payment is being processed. Ask again with the same key in a moment.", "order_id"
    )


def sign_in_required() -> DomainError:
    """Store credit is its holder's alone; whether there is any is told to nobody else."""
    return _refuse("SIGN_IN_REQUIRED", "Sign in to spend store credit.", "store_credit")


def no_store_credit() -> DomainError:
    """The payer has none in this currency."""
    return _refuse("INSUFFICIENT_BALANCE", "There is no store credit to spend.", "store_credit")


def nothing_under_way() -> DomainError:
    """No payment waits for its payer."""
    return _refuse("NOT_POSSIBLE", "No such payment waits for its payer.", "idempotency_key")


def too_many() -> DomainError:
    """Too many payments for this cart, or order, were declined of late."""
    return _refuse("RATE_LIMITED", "Too many payments failed. Try again in an hour.", "payment")


def _refuse(code: str, message: str, *field: str) -> DomainError:
    return DomainError(code, message, field=("input", *field))
