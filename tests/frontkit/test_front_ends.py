"""What channels share: amounts, languages, texts, tokens, policies, forms."""

import pytest
from comptoir.frontkit.amounts import format_money
from comptoir.frontkit.csrf import is_genuine, issue_token
from comptoir.frontkit.dates import format_date
from comptoir.frontkit.headers import content_security_policy, security_headers
from comptoir.frontkit.languages import preferred_language
from comptoir.frontkit.messages import load_texts
from comptoir.frontkit.pictures import at_width, picture_attributes, source_set
from comptoir.frontkit.theme import theme_css
from comptoir.signing import Signer


@pytest.mark.parametrize(
    ("amount", "currency", "language", "country", "short", "text"),
    [
        ("1290.00", "EUR", "fr", "FR", False, "1\u202f290,00\xa0€"),
        ("1290.00", "EUR", "fr", "FR", True, "1\u202f290\xa0€"),
        ("1290.50", "EUR", "en", "FR", True, "1\u202f290,50\xa0€"),
        ("1290.50", "EUR", "en", None, True, "€1,290.50"),
        ("120.00", "GBP", "en", "GB", True, "£120"),
        ("0.10", "USD", "en", "US", True, "$0.10"),
        ("500", "JPY", "en", "GB", False, "JP¥500"),
        ("1.250", "KWD", "en", "GB", False, "KWD1.250"),
        ("-5.00", "EUR", "en", "GB", True, "-€5"),
        ("9999999999999.99", "EUR", "en", "GB", False, "€9,999,999,999,999.99"),
        ("10.00", "EUR", "xx", "YY", False, "€10.00"),
    ],
)
def test_amounts_are_written_as_the_language_does(amount, currency, language, country, short, text):
    money = {"amount": amount, "currencyCode": currency}

    assert format_money(money, language=language, country=country, short=short) == text


def test_dates_are_written_as_the_language_does():
    assert format_date("2026-03-03T10:00:00Z", language="fr", country="FR") == "3 mars 2026"
    assert format_date("2026-03-03T10:00:00Z", language="en", country="GB") == "3 March 2026"


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("fr-CA, en;q=0.8", "fr"),
        ("en;q=0.8, fr;q=0.9", "fr"),
        ("en;q=0.8, fr;q=0.8", "en"),
        ("de, *", None),
        ("fr;q=0", None),
        ("fr;q=nan-sense", None),
        ("", None),
        ("," * 5000 + "fr", None),
    ],
)
def test_the_language_ranked_first_is_taken(header, language):
    assert preferred_language(header, ["en", "fr"]) == language


def test_texts_come_from_po_files_with_plurals_and_without_fuzzy_ones(tmp_path):
    (tmp_path / "fr.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgid "Bag"\nmsgstr "Panier"\n\n'
        '#, fuzzy\nmsgid "Box"\nmsgstr "Boîte"\n\n'
        'msgid "Hello %(name)s"\nmsgstr "Bonjour %(name)s"\n\n'
        'msgid "%(n)s piece"\nmsgid_plural "%(n)s pieces"\nmsgstr[0] "%(n)s pièce"\nmsgstr[1] "%(n)s pièces"\n',
        encoding="utf-8",
    )
    texts = load_texts(tmp_path)

    assert set(texts) == {"en", "fr"}
    french, english = texts["fr"], texts["en"]
    assert french.gettext("Bag") == "Panier"
    assert french.gettext("Box") == "Box"
    assert french.gettext("100% wool") == "100% wool"
    assert french.gettext("Hello %(name)s", name="100%") == "Bonjour 100%"
    assert [french.ngettext("%(n)s piece", "%(n)s pieces", n) for n in (0, 1, 2)] == [
        "0 pièce",
        "1 pièce",
        "2 pièces",
    ]
    assert [english.ngettext("%(n)s piece", "%(n)s pieces", n) for n in (0, 1)] == ["0 pieces", "1 piece"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("color-ink", "red; } body { display: none"),
        ("color-ink", "url(https://elsewhere.example/x)"),
        ("color-ink", "URL (x)"),
        ("color-ink", "</style>"),
        ("color-ink", "/* open"),
        ("color-ink", "\\75rl(x)"),
        ("color-ink", " "),
        ("Color", "red"),
        ("a:b", "red"),
        ("", "red"),
    ],
)
def test_a_token_that_could_leave_its_declaration_is_left_out(name, value):
    assert theme_css({name: value}) == ":root {\n\n}\n"


def test_tokens_become_custom_properties():
    css = theme_css({"color-ink": "#1a1a1a", "font-text": "'Avenir Next', sans-serif"})

    assert css == ":root {\n  --color-ink: #1a1a1a;\n  --font-text: 'Avenir Next', sans-serif;\n}\n"


def test_a_token_is_good_for_its_visitor_and_purpose_alone():
    signer = Signer("key", purpose="web")
    token = issue_token(signer, visitor="ada")

    assert is_genuine(signer, token, visitor="ada")
    assert not is_genuine(signer, token, visitor="bob")
    assert not is_genuine(signer, token, visitor="")
    assert not is_genuine(signer, token[:-9] + "x" + token[-8:], visitor="ada")
    assert not is_genuine(signer, "", visitor="ada")
    assert not is_genuine(signer, signer.dumps("ada"), visitor="ada")
    assert not is_genuine(signer, signer.dumps({"csrf": 5}), visitor="ada")
    assert not is_genuine(Signer("key", purpose="kiosk"), token, visitor="ada")
    assert not is_genuine(Signer("other", purpose="web"), token, visitor="ada")


def test_the_content_policy_is_strict_and_one_directive_can_be_replaced():
    assert content_security_policy().startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "media-src 'self' blob:" in content_security_policy({"media-src": "'self' blob:"})
    assert "strict-transport-security" not in security_headers()
    assert security_headers(https=True)["strict-transport-security"] == "max-age=31536000"


def test_a_picture_comes_in_widths_up_to_its_own():
    assert at_width("/media/a.jpg?crop=center&width=9", 240) == "/media/a.jpg?crop=center&width=240"
    assert (
        source_set("/a.jpg", natural=400)
        == "/a.jpg?width=240 240w, /a.jpg?width=360 360w, /a.jpg?width=400 400w"
    )
    assert source_set("/a.jpg", natural=100) == "/a.jpg?width=100 100w"
    assert source_set("/a.jpg", natural=None).endswith("/a.jpg?width=2000 2000w")


def test_a_picture_says_its_size_and_what_it_shows():
    image = {"url": "/a.jpg", "altText": None, "width": 800, "height": 1000}
    found = picture_attributes(image, sizes="50vw", alt="A coat")

    assert (found["width"], found["height"], found["alt"]) == ("800", "1000", "A coat")
    assert picture_attributes({**image, "altText": "Own"}, sizes="50vw")["alt"] == "Own"
    assert "width" not in picture_attributes({"url": "/a.jpg", "width": None, "height": None}, sizes="1px")
