"""Every text of the kiosk is there in French, with the same placeholders."""

import re
from pathlib import Path

import comptoir_kiosk
import jinja2
import pytest
from babel.messages.pofile import read_po

FOLDER = Path(comptoir_kiosk.__file__).parent
PLACEHOLDER = re.compile(r"%\([a-z]+\)s")
IN_CODE = re.compile(r'(?:gettext|\b_)\(\s*((?:"[^"]+"\s*)+)')


def used_texts():
    environment = jinja2.Environment(extensions=["jinja2.ext.i18n"])
    found = set()
    for path in FOLDER.rglob("*.html"):
        for _, function, message in environment.extract_translations(path.read_text()):
            texts = [name for name in (message if isinstance(message, tuple) else (message,)) if name]
            found.add(tuple(texts[:2]) if function == "ngettext" else texts[0])
    for path in FOLDER.rglob("*.py"):
        found.update("".join(re.findall('"([^"]+)"', part)) for part in IN_CODE.findall(path.read_text()))
    return found


@pytest.fixture(scope="module")
def french():
    with (FOLDER / "messages" / "fr.po").open("rb") as file:
        return {message.id: message.string for message in read_po(file, locale="fr") if message.id}


def test_every_text_is_there_in_french_and_no_other(french):
    used = used_texts()

    assert len(used) > 70
    assert [text for text in used if not french.get(text)] == []
    assert set(french) - used == set()


def test_french_texts_keep_every_placeholder(french):
    for source, text in french.items():
        wanted = set(PLACEHOLDER.findall(source[-1] if isinstance(source, tuple) else source))
        for form in text if isinstance(text, tuple | list) else (text,):
            assert set(PLACEHOLDER.findall(form)) == wanted, source
