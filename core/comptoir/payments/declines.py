# ruff: noqa: RUF001 - French has its typographic apostrophes
"""What a shopper reads when a payment fails, in the shop's two languages.

A card that was reported lost or stolen is declined in the words of any other: whoever holds it learns no more.
"""

from collections.abc import Mapping

from comptoir.hooks.payments import DECLINE_CODES

_ENGLISH: Mapping[str, str] = {
    "DECLINED": "The card was declined. Try another one, or ask your bank.",
    "INSUFFICIENT_FUNDS": "There is not enough on this card. Try another one.",
    "EXPIRED_CARD": "This card has expired. Try another one.",
    "INCORRECT_CVC": "The security code is wrong. Check it, and try again.",
    "INCORRECT_NUMBER": "The card number is wrong. Check it, and try again.",
    "AUTHENTICATION_FAILED": "Your bank did not confirm the payment. Try again, or take another card.",
    "NOT_SUPPORTED": "This way to pay does not work for this amount. Try another one.",
    "LIMIT_EXCEEDED": "The amount is above the card's limit. Try another one, or ask your bank.",
    "TRY_AGAIN": "The payment did not go through. Nothing was charged; try again.",
    "ABANDONED": "The payment was not confirmed in time. Nothing was charged; try again.",
    "NOT_STARTED": "The payment did not go through. Nothing was charged; try again.",
}
_FRENCH: Mapping[str, str] = {
    "DECLINED": "La carte a été refusée. Essayez-en une autre, ou demandez à votre banque.",
    "INSUFFICIENT_FUNDS": "Le solde de cette carte ne suffit pas. Essayez-en une autre.",
    "EXPIRED_CARD": "Cette carte a expiré. Essayez-en une autre.",
    "INCORRECT_CVC": "Le code de sécurité est faux. Vérifiez-le et recommencez.",
    "INCORRECT_NUMBER": "Le numéro de carte est faux. Vérifiez-le et recommencez.",
    "AUTHENTICATION_FAILED": "Votre banque n’a pas confirmé le paiement. Recommencez, ou prenez une autre carte.",
    "NOT_SUPPORTED": "Ce moyen de paiement ne convient pas à ce montant. Essayez-en un autre.",
    "LIMIT_EXCEEDED": "Le montant dépasse le plafond de la carte. Essayez-en une autre, ou demandez à votre banque.",
    "TRY_AGAIN": "Le paiement n’a pas abouti. Rien n’a été débité ; recommencez.",
    "ABANDONED": "Le paiement n’a pas été confirmé à temps. Rien n’a été débité ; recommencez.",
    "NOT_STARTED": "Le paiement n’a pas abouti. Rien n’a été débité ; recommencez.",
}
_SAID_AS = {"LOST_OR_STOLEN": "DECLINED"}
_TEXTS = {"en": _ENGLISH, "fr": _FRENCH}


def decline_text(code: str, *, language: str) -> str:
    """Return the sentence for a decline code; in English for a language that there is none in."""
    texts = _TEXTS.get(language.lower().partition("-")[0], _ENGLISH)
    known = _SAID_AS.get(code, code)
    return texts[known if known in DECLINE_CODES else "DECLINED"]
