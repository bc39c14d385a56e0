"""What is refused is told in the shopper's language."""

import pytest
from comptoir.testing import open_shop

from tests.cart.shopper import DOCUMENTS, Shopper

CLAIM = "mutation($code: String!) { cartHandoffClaim(code: $code) { userErrors { code field message } } }"
GIVE = "mutation($id: ID!) { cartHandoffCreate(cartId: $id) { userErrors { code field message } } }"


@pytest.fixture(scope="module")
def anyone(tmp_path_factory):
    with open_shop(tmp_path_factory.mktemp("languages")) as opened:
        yield Shopper(opened)


def told(anyone, document, language, **variables):
    (payload,) = anyone.opened.data(
        document.replace(") {", f") @inContext(country: FR, language: {language}) {{", 1), **variables
    ).values()
    return [(error["code"], error["field"], error["message"]) for error in payload["userErrors"]]


@pytest.mark.parametrize(
    ("mutation", "variables", "code", "english", "french"),
    [
        (
            "cartNoteUpdate",
            {"note": "x"},
            "INVALID",
            "The specified cart does not exist.",
            "Ce panier n\u2019existe pas.",
        ),
        (
            "cartNoteUpdate",
            {"note": "x" * 5001},
            "NOTE_TOO_LONG",
            "The note has more than 5000 characters.",
            "La note dépasse 5000 caractères.",
        ),
        (
            "cartBuyerIdentityUpdate",
            {"buyerIdentity": {"email": "nobody"}},
            "INVALID",
            "The email address is not valid.",
            "L\u2019adresse e-mail n\u2019est pas valable.",
        ),
    ],
)
def test_a_refusal_is_told_in_the_language_of_the_request(anyone, mutation, variables, code, english, french):
    given = {"cartId": "gid://shopify/Cart/none?key=none", **variables}
    in_english = told(anyone, DOCUMENTS[mutation], "EN", **given)
    in_french = told(anyone, DOCUMENTS[mutation], "FR", **given)
    assert [(each[0], each[2]) for each in in_english] == [(code, english)]
    assert [(each[0], each[2]) for each in in_french] == [(code, french)]
    assert in_english[0][1] == in_french[0][1]


def test_lines_are_refused_in_the_language_of_the_request(anyone):
    given = {"lines": [anyone.line("CARD", -1)]}
    create = DOCUMENTS["cartCreate"]
    assert told(anyone, create, "EN", input=given)[0][2] != told(anyone, create, "FR", input=given)[0][2]
    assert told(anyone, create, "FR", input=given)[0][2] == "La quantité doit être d\u2019au moins 1."


def test_a_language_that_the_shop_does_not_speak_is_told_in_its_own(anyone):
    assert told(anyone, CLAIM, "ES", code="none") == told(anyone, CLAIM, "EN", code="none")


def test_handing_over_is_refused_in_the_language_of_the_request(anyone):
    ((code, field, message),) = told(anyone, CLAIM, "FR", code="none")
    assert (code, field) == ("HANDOFF_INVALID", ["code"])
    assert message.startswith("Ce code ne fonctionne pas : il a déjà servi")
    (refused,) = told(anyone, GIVE, "FR", id="gid://shopify/Cart/none?key=none")
    assert refused == ("INVALID", ["cartId"], "Ce panier n\u2019existe pas.")
