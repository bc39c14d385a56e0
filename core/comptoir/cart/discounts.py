# ruff: noqa: RUF001 - French has its typographic apostrophes
"""Discounts and discount codes of a cart, ready to be answered."""

from dataclasses import dataclass

from comptoir.money import Money
from comptoir.pricing.promotions.conditions import Reason
from comptoir.pricing.promotions.terms import Promotion
from comptoir.pricing.quote import Quote


@dataclass(frozen=True, slots=True)
class Discount:
    """What a promotion takes off a line or the whole cart."""

    promotion: Promotion
    code: str | None
    amount: Money


@dataclass(frozen=True, slots=True)
class GivenCode:
    """A code that the shopper gave, and why it reduces nothing, where it does not."""

    code: str
    applicable: bool
    refused: Reason | None
    language: str

    @property
    def reason(self) -> str | None:
        """Return why it reduces nothing, in the language of the request."""
        return None if self.refused is None else reason_text(self.refused, self.language)


_WARNINGS: dict[Reason, str] = {
    "NOT_FOUND": "DISCOUNT_NOT_FOUND",
    "INACTIVE": "DISCOUNT_CURRENTLY_INACTIVE",
    "NOT_HERE": "DISCOUNT_CODE_NOT_HONOURED",
    "USED_UP": "DISCOUNT_USAGE_LIMIT_REACHED",
    "CUSTOMER_MISSING": "DISCOUNT_ELIGIBLE_CUSTOMER_MISSING",
    "CUSTOMER_NOT_ELIGIBLE": "DISCOUNT_CUSTOMER_NOT_ELIGIBLE",
    "CUSTOMER_USED_UP": "DISCOUNT_CUSTOMER_USAGE_LIMIT_REACHED",
    "NO_ENTITLED_LINES": "DISCOUNT_NO_ENTITLED_LINE_ITEMS",
    "NO_ENTITLED_CHARGES": "DISCOUNT_NO_ENTITLED_SHIPPING_LINES",
    "QUANTITY_TOO_LOW": "DISCOUNT_QUANTITY_NOT_IN_RANGE",
    "SUBTOTAL_TOO_LOW": "DISCOUNT_PURCHASE_NOT_IN_RANGE",
    "NOT_COMBINED": "DISCOUNT_CODE_NOT_HONOURED",
}
_TEXTS: dict[Reason, tuple[str, str]] = {
    "NOT_FOUND": ("We do not know this code.", "Nous ne connaissons pas ce code."),
    "INACTIVE": ("This code is not valid at the moment.", "Ce code n’est pas valable en ce moment."),
    "NOT_HERE": ("This code is not valid in your country.", "Ce code n’est pas valable dans votre pays."),
    "USED_UP": ("This code has been used up.", "Ce code est épuisé."),
    "CUSTOMER_MISSING": (
        "This code is for certain customers: it is looked at again when you check out.",
        "Ce code est réservé à certains clients\u00a0: il sera vérifié à la commande.",
    ),
    "CUSTOMER_NOT_ELIGIBLE": (
        "This code is for other customers.",
        "Ce code est réservé à d’autres clients.",
    ),
    "CUSTOMER_USED_UP": (
        "You have used this code as often as you may.",
        "Vous avez déjà utilisé ce code autant que possible.",
    ),
    "NO_ENTITLED_LINES": (
        "This code is for goods that are not in your bag.",
        "Ce code concerne des articles qui ne sont pas dans votre panier.",
    ),
    "NO_ENTITLED_CHARGES": (
        "This code does not reduce the delivery that you chose.",
        "Ce code ne réduit pas la livraison choisie.",
    ),
    "QUANTITY_TOO_LOW": (
        "This code needs more pieces in your bag.",
        "Il faut plus d’articles dans votre panier pour ce code.",
    ),
    "SUBTOTAL_TOO_LOW": (
        "Your bag does not reach the amount that this code asks for.",
        "Votre panier n’atteint pas le montant que demande ce code.",
    ),
    "NOT_COMBINED": (
        "Your bag has a better offer already, and the two do not go together.",
        "Votre panier profite déjà d’une meilleure offre, non cumulable avec ce code.",
    ),
}


def reason_text(reason: Reason, language: str) -> str:
    """Return why a code reduces nothing, for people; in French, else in English."""
    english, french = _TEXTS[reason]
    return french if language.lower().startswith("fr") else english


def warning_code(reason: Reason) -> str:
    """Return the dialect's `CartWarningCode` for a reason."""
    return _WARNINGS[reason]


def given_codes(quote: Quote, codes: tuple[str, ...], *, language: str) -> list[GivenCode]:
    """Return what came of each code, in the order in which they were given."""
    return [
        GivenCode(code, quote.codes[code].applicable, quote.codes[code].reason, language) for code in codes
    ]


def line_discounts(quote: Quote, key: str) -> list[Discount]:
    """Return the discounts that are meant for a line."""
    promotions = {each.promotion.number: each.promotion for each in quote.applied_promotions}
    return [
        Discount(promotions[each.promotion], each.code, each.amount)
        for each in quote.lines[key].own_discounts
    ]


def order_discounts(quote: Quote) -> list[Discount]:
    """Return the discounts of the whole cart, each as one."""
    return [
        Discount(each.promotion, each.code, each.amount)
        for each in quote.applied_promotions
        if each.promotion.scope == "order"
    ]
