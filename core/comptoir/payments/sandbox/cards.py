"""The cards of the sandbox: the token says what happens."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from comptoir.hooks.payments import PaymentMethod, PaymentToken

Course = Literal[
    "CHARGE", "DECLINE", "CONFIRM", "READER", "LATER", "LATER_DECLINE", "SILENT_CHARGE", "SILENT"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class SandboxCard:
    """A card of the sandbox.

    `CHARGE` and `DECLINE` are answered at once. `CONFIRM` asks the payer on a page (3-D Secure), `READER` at a
    reader. `LATER…` is told by a message some seconds later. `SILENT_CHARGE` charges and does not answer;
    `SILENT` never reaches the provider.
    """

    token: str
    title: str
    course: Course = "CHARGE"
    code: str = ""
    method: PaymentMethod


def _card(
    token: str, title: str, course: Course = "CHARGE", code: str = "", *, last: str = "4242"
) -> SandboxCard:
    method = PaymentMethod(kind="card", label="Visa", last_characters=last)
    return SandboxCard(token=token, title=title, course=course, code=code, method=method)


_ALL = (
    _card("sandbox-visa", "Approved"),
    _card("sandbox-declined", "Declined", "DECLINE", "DECLINED", last="0002"),
    _card("sandbox-insufficient-funds", "Insufficient funds", "DECLINE", "INSUFFICIENT_FUNDS", last="9995"),
    _card("sandbox-expired-card", "Expired", "DECLINE", "EXPIRED_CARD", last="0069"),
    _card("sandbox-incorrect-cvc", "Wrong security code", "DECLINE", "INCORRECT_CVC", last="0127"),
    _card("sandbox-lost-card", "Reported lost", "DECLINE", "LOST_OR_STOLEN", last="9987"),
    _card("sandbox-try-again", "Try again", "DECLINE", "TRY_AGAIN", last="0119"),
    _card("sandbox-3ds", "Asks the payer to confirm", "CONFIRM", last="3220"),
    _card("sandbox-reader", "Card reader", "READER", last="3155"),
    _card("sandbox-later", "Approved some seconds later", "LATER", last="6789"),
    _card("sandbox-later-declined", "Declined some seconds later", "LATER_DECLINE", "DECLINED", last="1116"),
    _card("sandbox-timeout", "Charges without an answer", "SILENT_CHARGE", last="7777"),
    _card("sandbox-unreachable", "Never arrives", "SILENT", last="8888"),
)
CARDS: Mapping[str, SandboxCard] = {card.token: card for card in _ALL}
"""Cards by token."""
_FRENCH = {
    "sandbox-visa": "Acceptée",
    "sandbox-declined": "Refusée",
    "sandbox-insufficient-funds": "Provision insuffisante",
    "sandbox-expired-card": "Expirée",
    "sandbox-incorrect-cvc": "Cryptogramme faux",
    "sandbox-lost-card": "Déclarée perdue",
    "sandbox-try-again": "À réessayer",
    "sandbox-3ds": "Demande une confirmation",
    "sandbox-later": "Acceptée quelques secondes plus tard",
    "sandbox-later-declined": "Refusée quelques secondes plus tard",
}
TOKENS = tuple(
    PaymentToken(token=token, title={"en": CARDS[token].title, "fr": french})
    for token, french in _FRENCH.items()
)
"""The cards that a payer on a page chooses from: those that answer, and no reader."""
HOSTED = SandboxCard(token="", title="", course="CONFIRM", method=_ALL[0].method)
"""Without a token the payer is asked on a page."""
