"""Why a cart refuses, with the codes of the dialect's `CartErrorCode`, in English and French."""

from comptoir.errors import DomainError


def unknown_cart() -> DomainError:
    """The cart does not exist, has expired, or the key does not fit: one answer for all, so that nothing leaks."""
    return DomainError(
        "INVALID",
        "The specified cart does not exist.",
        french="Ce panier n\u2019existe pas.",
        field=("cart_id",),
    )


def unknown_merchandise(merchandise_id: str, *, field: tuple[str, ...]) -> DomainError:
    """Nothing is sold under that id here."""
    return DomainError(
        "INVALID",
        f"The merchandise with id {merchandise_id[:80]} does not exist.",
        french=f"L\u2019article d\u2019identifiant {merchandise_id[:80]} n\u2019existe pas.",
        field=field,
    )


def unknown_line(line_id: str, *, field: tuple[str, ...]) -> DomainError:
    """The cart has no such line."""
    return DomainError(
        "INVALID_MERCHANDISE_LINE",
        f"The merchandise line with id {line_id[:80]} does not exist.",
        french=f"La ligne d\u2019identifiant {line_id[:80]} n\u2019existe pas.",
        field=field,
    )


def quantity_below(minimum: int, *, field: tuple[str, ...]) -> DomainError:
    """Less than the smallest quantity was asked for."""
    return DomainError(
        "MINIMUM_NOT_MET",
        f"The quantity must be at least {minimum}.",
        french=f"La quantité doit être d\u2019au moins {minimum}.",
        field=field,
    )


def quantity_above(maximum: int, *, field: tuple[str, ...]) -> DomainError:
    """More than the largest quantity was asked for."""
    return DomainError(
        "MAXIMUM_EXCEEDED",
        f"The quantity must be at most {maximum}.",
        french=f"La quantité doit être d\u2019au plus {maximum}.",
        field=field,
    )


def quantity_not_multiple(increment: int, *, field: tuple[str, ...]) -> DomainError:
    """The quantity is between two multiples of the increment."""
    return DomainError(
        "INVALID_INCREMENT",
        f"The quantity must be a multiple of {increment}.",
        french=f"La quantité doit être un multiple de {increment}.",
        field=field,
    )


def quantity_negative(*, field: tuple[str, ...]) -> DomainError:
    """A quantity below zero was asked for."""
    return DomainError(
        "LESS_THAN",
        "The quantity cannot be negative.",
        french="La quantité ne peut pas être négative.",
        field=field,
    )


def too_large(most: int) -> DomainError:
    """The cart would have more lines than it may."""
    return DomainError(
        "CART_TOO_LARGE",
        f"A cart holds at most {most} lines.",
        french=f"Un panier contient au plus {most} lignes.",
        field=("lines",),
    )


def note_too_long(most: int) -> DomainError:
    """The note is too long."""
    return DomainError(
        "NOTE_TOO_LONG",
        f"The note has more than {most} characters.",
        french=f"La note dépasse {most} caractères.",
        field=("note",),
    )


def has_a_null(*, field: tuple[str, ...]) -> DomainError:
    """A text has a character that cannot be stored."""
    return _invalid(
        "The text contains a NUL character.", french="Le texte contient un caractère NUL.", field=field
    )


def too_many_attributes(most: int, *, field: tuple[str, ...]) -> DomainError:
    """There are more attributes than may be."""
    return _invalid(
        f"There are more than {most} attributes.", french=f"Il y a plus de {most} attributs.", field=field
    )


def attribute_malformed(*, field: tuple[str, ...]) -> DomainError:
    """An attribute has no key, or is too long."""
    return _invalid(
        "An attribute has an empty or overlong key, or an overlong value.",
        french="Un attribut a une clé vide ou trop longue, ou une valeur trop longue.",
        field=field,
    )


def code_too_long(most: int) -> DomainError:
    """A discount code is too long."""
    return _invalid(
        f"A discount code has more than {most} characters.",
        french=f"Un code de réduction dépasse {most} caractères.",
        field=("discount_codes",),
    )


def too_many_codes(most: int) -> DomainError:
    """There are more discount codes than may be."""
    return _invalid(
        f"There are more than {most} discount codes.",
        french=f"Il y a plus de {most} codes de réduction.",
        field=("discount_codes",),
    )


def bad_email() -> DomainError:
    """What was given is not an email address."""
    return _invalid(
        "The email address is not valid.",
        french="L\u2019adresse e-mail n\u2019est pas valable.",
        field=("buyer_identity", "email"),
    )


def bad_phone() -> DomainError:
    """What was given is not a phone number."""
    return _invalid(
        "The phone number is not valid.",
        french="Le numéro de téléphone n\u2019est pas valable.",
        field=("buyer_identity", "phone"),
    )


def not_on_this_device() -> DomainError:
    """A device that took the cart over by a code has given an email address or a phone number."""
    return _invalid(
        "This screen took the cart over by a code: give the email address and phone number on the one it came from.",
        french="Cet écran a repris le panier avec un code : indiquez l\u2019adresse e-mail et le numéro de téléphone "
        "sur celui d\u2019où il vient.",
        field=("buyer_identity",),
    )


def note_not_on_this_device() -> DomainError:
    """A device that took the cart over by a code has written a note."""
    return _invalid(
        "This screen took the cart over by a code: write the note on the one it came from.",
        french="Cet écran a repris le panier avec un code : écrivez la note sur celui d\u2019où il vient.",
        field=("note",),
    )


def handoff_invalid() -> DomainError:
    """No cart is handed over by that code: one answer for unknown, used, expired and forged, so that none leaks."""
    return DomainError(
        "HANDOFF_INVALID",
        "This code does not work: it was used already, is older than ten minutes, or was mistyped. "
        "Show a new code on the screen that has the cart and enter that one.",
        french="Ce code ne fonctionne pas : il a déjà servi, date de plus de dix minutes ou a été mal saisi. "
        "Affichez un nouveau code sur l\u2019écran qui a le panier et saisissez celui-là.",
        field=("code",),
    )


def too_many_claims() -> DomainError:
    """Too many codes that do not work were entered of late."""
    return DomainError(
        "RATE_LIMITED",
        "Too many codes that do not work were entered here. Wait a minute, then try again with a new code.",
        french="Trop de codes qui ne fonctionnent pas ont été saisis ici. Attendez une minute, puis réessayez "
        "avec un nouveau code.",
        field=("code",),
    )


def _invalid(message: str, *, french: str, field: tuple[str, ...]) -> DomainError:
    return DomainError("INVALID", message, french=french, field=field)
