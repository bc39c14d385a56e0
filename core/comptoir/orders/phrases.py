# ruff: noqa: RUF001 - French has its typographic apostrophes
"""What orders say to people, in English and French."""

from collections.abc import Mapping

from comptoir.orders.returning import ReturnRefusal

ENGLISH: Mapping[ReturnRefusal | None, str] = {
    None: "It can be returned.",
    ReturnRefusal.FINAL_SALE: "It was a final sale and cannot be returned.",
    ReturnRefusal.WINDOW_CLOSED: "The time to return it is over.",
    ReturnRefusal.NOT_YET_SENT: "It has not been sent or handed over yet; the order can be cancelled.",
    ReturnRefusal.NOT_IN_ORDER: "It is no longer part of the order.",
}
FRENCH: Mapping[ReturnRefusal | None, str] = {
    None: "Cet article peut être retourné.",
    ReturnRefusal.FINAL_SALE: "Vente ferme : cet article ne peut pas être retourné.",
    ReturnRefusal.WINDOW_CLOSED: "Le délai de retour est dépassé.",
    ReturnRefusal.NOT_YET_SENT: (
        "Cet article n’a pas encore été expédié ni remis ; la commande peut être annulée."
    ),
    ReturnRefusal.NOT_IN_ORDER: "Cet article ne fait plus partie de la commande.",
}


def explain(refusal: ReturnRefusal | None, *, language: str) -> str:
    """Return a sentence that says whether and why not, in a language such as `fr`; English for others."""
    return (FRENCH if language.partition("-")[0] == "fr" else ENGLISH)[refusal]
