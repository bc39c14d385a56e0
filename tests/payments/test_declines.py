"""Every decline has a sentence in English and in French that gives nothing away."""

import pytest
from comptoir.hooks.payments import DECLINE_CODES
from comptoir.payments.declines import decline_text


@pytest.mark.parametrize("code", DECLINE_CODES)
def test_every_code_has_a_sentence_in_both_languages(code):
    english, french = decline_text(code, language="EN"), decline_text(code, language="fr-CA")
    assert english != french
    assert english.endswith(".")
    assert french.endswith(".")


def test_a_stolen_card_is_declined_like_any_other():
    for language in ("en", "fr"):
        assert decline_text("LOST_OR_STOLEN", language=language) == decline_text(
            "DECLINED", language=language
        )


def test_an_unknown_code_is_a_decline_and_an_unknown_language_english():
    assert decline_text("NOVEL", language="de") == decline_text("DECLINED", language="en")
