"""Contacts as they are typed, checked and made findable."""

import re
import unicodedata

from comptoir.reservations.errors import invalid
from comptoir.reservations.records import Contact

_LONGEST_NAME = 120
_LONGEST_EMAIL = 254
_EMAIL = re.compile(r"[^@\s\x00-\x1f]+@[^@\s\x00-\x1f]+\.[^@\s\x00-\x1f.]{2,}")
_PHONE = re.compile(r"\+?[0-9][0-9 ().\-/\u00a0]{4,28}")
_FEWEST_DIGITS = 6


def checked_contact(contact: Contact, *, language: str = "en") -> Contact:
    """Return a contact without needless blanks.

    Raises `DomainError` with `INVALID` for one without a name, or with neither an email address nor a phone
    number, or where one of them cannot be one.
    """
    name = " ".join(contact.name.split())
    if not name or len(name) > _LONGEST_NAME or not name.isprintable():
        raise invalid("name", field=("contact", "name"), language=language, most=_LONGEST_NAME)
    email = (contact.email or "").strip() or None
    if email is not None and (len(email) > _LONGEST_EMAIL or not _EMAIL.fullmatch(email)):
        raise invalid("email", field=("contact", "email"), language=language)
    phone = (contact.phone or "").strip() or None
    if phone is not None and (not _PHONE.fullmatch(phone) or len(phone_key(phone)) < _FEWEST_DIGITS):
        raise invalid("phone", field=("contact", "phone"), language=language)
    if email is None and phone is None:
        raise invalid("contact", field=("contact",), language=language)
    return Contact(name=name, email=email, phone=phone)


def name_key(name: str) -> str:
    """Return a name as it is searched for: without accents, case and needless blanks."""
    plain = unicodedata.normalize("NFKD", " ".join(name.split()))
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()


def phone_key(phone: str) -> str:
    """Return the digits of a phone number."""
    return "".join(letter for letter in phone if letter.isascii() and letter.isdigit())


def shopper_of(contact: Contact) -> str:
    """Return whom the cap on reserved pieces is counted for."""
    return contact.email.casefold() if contact.email else f"tel:{phone_key(contact.phone or '')}"
