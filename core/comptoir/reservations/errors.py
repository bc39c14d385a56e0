"""Refusals of reservations, in the language of whoever is refused."""

from collections.abc import Mapping
from datetime import datetime

from comptoir.errors import DomainError

_TEXTS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "name": "A name has 1 to {most} characters.",
        "email": "The email address is not valid.",
        "phone": "The phone number is not valid.",
        "contact": "An email address or a phone number is needed.",
        "quantity": "At least one piece is reserved.",
        "key": "A key has 1 to {most} characters.",
        "merchandise": "There is no such variant.",
        "location": "Nothing can be collected there.",
        "some_left": "Only {left} are left there.",
        "none_left": "None is left there.",
        "too_many": "At most {most} pieces can be reserved at a time.",
        "too_often": "There are too many open reservations from here; cancel one first.",
        "too_far": "A pickup is at most {most} days ahead.",
        "too_early": "It is ready from {time} on.",
        "closed_then": "The store is closed at that time.",
        "unknown": "There is no such reservation.",
        "COLLECTED": "The reservation has been collected already.",
        "RELEASED": "The store has ended the reservation already.",
        "EXPIRED": "The reservation has expired.",
        "CANCELLED": "The reservation is cancelled already.",
    },
    "fr": {
        "name": "Un nom a de 1 à {most} caractères.",
        "email": "L’adresse e-mail n’est pas valable.",  # noqa: RUF001 - French spelling
        "phone": "Le numéro de téléphone n’est pas valable.",  # noqa: RUF001
        "contact": "Il faut une adresse e-mail ou un numéro de téléphone.",
        "quantity": "On réserve au moins une pièce.",
        "key": "Une clé a de 1 à {most} caractères.",
        "merchandise": "Cet article n’existe pas.",  # noqa: RUF001
        "location": "Rien ne peut y être retiré.",
        "some_left": "Il n’en reste que {left} dans ce magasin.",  # noqa: RUF001
        "none_left": "Il n’en reste plus dans ce magasin.",  # noqa: RUF001
        "too_many": "On réserve au plus {most} pièces à la fois.",
        "too_often": "Trop de réservations sont en cours d’ici ; annulez-en une d’abord.",  # noqa: RUF001
        "too_far": "Le retrait a lieu au plus tard dans {most} jours.",
        "too_early": "C’est prêt à partir du {time}.",  # noqa: RUF001
        "closed_then": "Le magasin est fermé à cette heure-là.",
        "unknown": "Cette réservation n’existe pas.",  # noqa: RUF001
        "COLLECTED": "La réservation a déjà été retirée.",
        "RELEASED": "Le magasin a déjà mis fin à la réservation.",
        "EXPIRED": "La réservation a expiré.",
        "CANCELLED": "La réservation est déjà annulée.",
    },
}
_TIMES = {"en": "%Y-%m-%d %H:%M", "fr": "%d/%m/%Y à %H:%M"}


def _text(key: str, language: str, **values: object) -> str:
    return _TEXTS[_base(language)][key].format(**values)


def _base(language: str) -> str:
    base = language.partition("-")[0].lower()
    return base if base in _TEXTS else "en"


def invalid(key: str, *, field: tuple[str, ...], language: str, most: int = 0) -> DomainError:
    """Return the refusal of a malformed wish; `key` says what is wrong with it."""
    return DomainError("INVALID", _text(key, language, most=most), field=("input", *field))


def pickup_time_invalid(
    key: str, *, language: str, most: int = 0, ready: datetime | None = None
) -> DomainError:
    """Return the refusal of a time at which nothing can be collected; `ready` is by the clock of the store."""
    time = ready.strftime(_TIMES[_base(language)]) if ready else ""
    text = _text(key, language, most=most, time=time)
    return DomainError("PICKUP_TIME_INVALID", text, field=("input", "pickup_by"))


def unknown_merchandise(language: str) -> DomainError:
    """Return the refusal of a variant that is not for sale here."""
    return DomainError("MERCHANDISE_NOT_FOUND", _text("merchandise", language), field=("input", "variant_id"))


def unknown_location(language: str) -> DomainError:
    """Return the refusal of a location where nothing is handed out."""
    return DomainError("LOCATION_NOT_FOUND", _text("location", language), field=("input", "location_id"))


def out_of_stock(available: int, *, language: str) -> DomainError:
    """Return the refusal of more pieces than the location has."""
    text = _text("some_left" if available else "none_left", language, left=available)
    return DomainError("OUT_OF_STOCK", text, field=("input", "quantity"))


def too_many(pieces: int, *, language: str) -> DomainError:
    """Return the refusal of more pieces than a shopper may have reserved at a time."""
    return DomainError("HOLD_LIMIT", _text("too_many", language, most=pieces), field=("input", "quantity"))


def too_often(language: str) -> DomainError:
    """Return the refusal of further reservations from one address."""
    return DomainError("RATE_LIMITED", _text("too_often", language))


def unknown_reservation(language: str = "en") -> DomainError:
    """Return the refusal of an id that names no reservation."""
    return DomainError("RESERVATION_NOT_FOUND", _text("unknown", language), field=("id",))


def closed(status: str, *, language: str = "en") -> DomainError:
    """Return the refusal to change a reservation that has ended."""
    return DomainError("RESERVATION_CLOSED", _text(status, language), field=("id",))
