# ruff: noqa: RUF001 - French has its typographic apostrophes
"""A policy in plain language, from its terms alone."""

import pytest
from comptoir.money import Money
from comptoir.policies import (
    Exemption,
    PolicyTerms,
    RestockingFee,
    ReturnFees,
    ReturnMethod,
    ReturnMethodKind,
    ReturnResolution,
    ReturnWindowAnchor,
    final_sale,
)
from comptoir.policies.phrases import ENGLISH, FRENCH
from comptoir.policies.terms import AFTER_OPENING
from comptoir.policies.wording import method_label, summarize

ALL = PolicyTerms(
    window_days=30,
    resolutions=(ReturnResolution.REFUND, ReturnResolution.EXCHANGE, ReturnResolution.STORE_CREDIT),
    methods=(
        ReturnMethod(kind=ReturnMethodKind.IN_STORE),
        ReturnMethod(kind=ReturnMethodKind.BY_MAIL, fees=ReturnFees.SHIPPING_FEE, fee=Money(495, "EUR")),
        ReturnMethod(kind=ReturnMethodKind.KIOSK, fees=ReturnFees.CUSTOMER_RESPONSIBILITY),
    ),
    restocking_fee=RestockingFee(basis_points=1250),
    exemption=Exemption.SEALED_HYGIENE,
)


def test_everything_is_said_in_english():
    assert summarize(ALL, language="en") == (
        "You can return it within 30 days of delivery for a refund, an exchange, or store credit. "
        "Return it in any of our stores (free), by post (for €4.95), or at a return kiosk "
        "(at your own cost). A restocking fee of 12.5% is kept. "
        "Once its hygiene seal is broken it cannot be returned. "
        "Your legal rights for faulty goods are not affected."
    )


def test_everything_is_said_in_french():
    assert summarize(ALL, language="fr").replace("\u202f", " ").replace("\xa0", " ") == (
        "Vous pouvez le retourner dans les 30 jours après la livraison contre un remboursement, un échange "
        "ou un avoir. Retour dans l’une de nos boutiques (gratuit), par la poste (pour 4,95 €) ou à une "
        "borne de retour (à vos frais). Des frais de remise en stock de 12,5 % sont retenus. "
        "Une fois son scellé d’hygiène ouvert, il ne peut plus être retourné. "
        "Vos droits légaux en cas de défaut restent entiers."
    )


@pytest.mark.parametrize(
    ("terms", "english", "french"),
    [
        (
            PolicyTerms(window_days=1, window_anchor=ReturnWindowAnchor.ORDER),
            "You can return it within 1 day of your order for a refund.",
            "Vous pouvez le retourner dans le délai de 1 jour après votre commande contre un remboursement.",
        ),
        (
            PolicyTerms(window_days=2, window_anchor=ReturnWindowAnchor.SHIPMENT),
            "You can return it within 2 days of dispatch for a refund.",
            "Vous pouvez le retourner dans les 2 jours après l’expédition contre un remboursement.",
        ),
        (
            PolicyTerms(window_days=None),
            "You can return it at any time for a refund.",
            "Vous pouvez le retourner à tout moment contre un remboursement.",
        ),
        (
            final_sale(),
            "Final sale: it cannot be returned.",
            "Vente ferme : cet article ne peut pas être retourné.",
        ),
        (
            final_sale(Exemption.MADE_TO_ORDER),
            "Final sale: it cannot be returned, because it is made to your order.",
            "Vente ferme : cet article ne peut pas être retourné, car il est réalisé à votre demande.",
        ),
    ],
)
def test_the_first_sentence_says_what_holds(terms, english, french):
    assert summarize(terms, language="en").startswith(english)
    assert summarize(terms, language="fr").startswith(french)


def test_a_fixed_fee_has_the_decimals_of_its_currency():
    yen = PolicyTerms(restocking_fee=RestockingFee(amount=Money(500, "JPY")))
    assert "A restocking fee of ¥500 is kept." in summarize(yen, language="en")


def test_another_language_is_answered_in_english_and_a_region_in_its_language():
    assert summarize(ALL, language="de") == summarize(ALL, language="en")
    assert summarize(ALL, language="fr-ca") == summarize(ALL, language="fr")
    assert method_label(ReturnMethodKind.BY_MAIL, language="fr") == "Par la poste"
    assert method_label(ReturnMethodKind.IN_STORE, language="pt-br") == "In any of our stores"


@pytest.mark.parametrize("phrases", [ENGLISH, FRENCH])
def test_each_language_has_words_for_every_term(phrases):
    assert set(phrases.anchors) == set(ReturnWindowAnchor)
    assert set(phrases.resolutions) == set(ReturnResolution)
    assert set(phrases.methods) == set(ReturnMethodKind)
    assert set(phrases.fees) == set(ReturnFees)
    assert set(phrases.once_opened) == AFTER_OPENING
    assert set(phrases.reasons) == set(Exemption) - AFTER_OPENING
