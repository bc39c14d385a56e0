"""Refusals of service requests; what shoppers are told is in their language."""

from collections.abc import Mapping

from comptoir.errors import DomainError

_TEXTS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "place": "Say where you are, in at most {most} characters.",
        "note": "A note has at most {most} characters.",
        "quantity": "From 1 to {most} pieces can be brought.",
        "key": "A key has 1 to {most} characters.",
        "piece": "Say which piece to bring.",
        "merchandise": "There is no such variant.",
        "location": "There is no such store.",
        "staffed": "Nobody serves shoppers there.",
        "closed_now": "The store is closed now.",
        "device": "The shop knows no such device, or another screen is signed in with its token.",
        "some_left": "Only {left} are left here.",
        "none_left": "None is left here.",
        "place_limit": "There are open requests from here already: somebody is on the way.",
        "too_often": "There were too many requests from here; please ask at the counter.",
        "queue": "Too many people are waiting just now; please ask at the counter.",
        "unknown": "There is no such request.",
        "DONE": "The request is done already.",
        "CANCELLED": "The request is cancelled already.",
        "EXPIRED": "The request has expired.",
    },
    "fr": {
        "place": "Dites où vous êtes, en {most} caractères au plus.",
        "note": "Un mot a au plus {most} caractères.",
        "quantity": "On apporte de 1 à {most} pièces.",
        "key": "Une clé a de 1 à {most} caractères.",
        "piece": "Dites quelle pièce apporter.",
        "merchandise": "Cet article n’existe pas.",  # noqa: RUF001 - French spelling
        "location": "Ce magasin n’existe pas.",  # noqa: RUF001
        "staffed": "Personne n’y accueille de clients.",  # noqa: RUF001
        "closed_now": "Le magasin est fermé en ce moment.",
        "device": "La boutique ne connaît pas cet appareil, ou un autre écran utilise son code.",
        "some_left": "Il n’en reste que {left} ici.",  # noqa: RUF001
        "none_left": "Il n’en reste plus ici.",  # noqa: RUF001
        "place_limit": "Des demandes sont déjà en cours d’ici : on arrive.",  # noqa: RUF001
        "too_often": "Trop de demandes sont venues d’ici ; adressez-vous au comptoir.",  # noqa: RUF001
        "queue": "Trop de personnes attendent en ce moment ; adressez-vous au comptoir.",
        "unknown": "Cette demande n’existe pas.",  # noqa: RUF001
        "DONE": "La demande est déjà terminée.",
        "CANCELLED": "La demande est déjà annulée.",
        "EXPIRED": "La demande a expiré.",
    },
}


def _text(key: str, language: str, **values: object) -> str:
    base = language.partition("-")[0].lower()
    return _TEXTS[base if base in _TEXTS else "en"][key].format(**values)


def invalid(key: str, *, field: str, language: str, most: int = 0) -> DomainError:
    """Return the refusal of a malformed wish; `key` says what is wrong with it."""
    return DomainError("INVALID", _text(key, language, most=most), field=("input", field))


def unknown_merchandise(language: str) -> DomainError:
    """Return the refusal of a variant that is not for sale here."""
    return DomainError("MERCHANDISE_NOT_FOUND", _text("merchandise", language), field=("input", "variant_id"))


def unknown_location(language: str) -> DomainError:
    """Return the refusal of a location that is none, or not the one where the device stands."""
    return DomainError("LOCATION_NOT_FOUND", _text("location", language), field=("input", "location_id"))


def not_staffed(language: str) -> DomainError:
    """Return the refusal of a location without staff on the floor, such as a warehouse."""
    return DomainError("LOCATION_NOT_STAFFED", _text("staffed", language), field=("input", "location_id"))


def closed_now(language: str) -> DomainError:
    """Return the refusal of a location that is closed at this moment."""
    return DomainError("LOCATION_CLOSED", _text("closed_now", language), field=("input", "location_id"))


def unknown_device(language: str) -> DomainError:
    """Return the refusal of a device that is unknown, was revoked, or is signed in elsewhere."""
    return DomainError("DEVICE_NOT_FOUND", _text("device", language), field=("input", "device"))


def out_of_stock(available: int, *, language: str) -> DomainError:
    """Return the refusal of more pieces than the location has."""
    text = _text("some_left" if available else "none_left", language, left=available)
    return DomainError("OUT_OF_STOCK", text, field=("input", "quantity"))


def place_limit(language: str) -> DomainError:
    """Return the refusal of further requests from one place."""
    return DomainError("PLACE_LIMIT", _text("place_limit", language), field=("input", "place"))


def too_often(language: str) -> DomainError:
    """Return the refusal of further requests from one visitor."""
    return DomainError("RATE_LIMITED", _text("too_often", language))


def queue_full(language: str) -> DomainError:
    """Return the refusal of more requests than the staff of a location can answer."""
    return DomainError("QUEUE_FULL", _text("queue", language))


def unknown_request(language: str = "en") -> DomainError:
    """Return the refusal of an id that names no request."""
    return DomainError("SERVICE_REQUEST_NOT_FOUND", _text("unknown", language), field=("id",))


def closed(status: str, *, language: str = "en") -> DomainError:
    """Return the refusal to change a request that has ended."""
    return DomainError("SERVICE_REQUEST_CLOSED", _text(status, language), field=("id",))


def refused_step(code: str, message: str) -> DomainError:
    """Return the refusal of a step that does not follow upon the status."""
    return DomainError(code, message, field=("id",))
