"""Every text of the pages is there in French, with the same placeholders."""

import re
from pathlib import Path

import comptoir_social
import jinja2
import pytest
from babel.messages.pofile import read_po

FOLDER = Path(comptoir_social.__file__).parent
PLACEHOLDER = re.compile(r"%\([a-z]+\)s")
IN_CODE = re.compile(r'(?:gettext|\b_)\(\s*"([^"]+)"\s*\)')


def used_texts():
    environment = jinja2.Environment(extensions=["jinja2.ext.i18n"])
    found = set()
    for path in FOLDER.rglob("*.html"):
        for _, function, message in environment.extract_translations(path.read_text()):
            names = message if isinstance(message, tuple) else (message,)
            texts = [name for name in names if name]
            found.add(tuple(texts[:2]) if function == "ngettext" else texts[0])
    for path in FOLDER.rglob("*.py"):
        found.update(IN_CODE.findall(path.read_text()))
    return found


@pytest.fixture(scope="module")
def french():
    with (FOLDER / "messages" / "fr.po").open("rb") as file:
        return {message.id: message.string for message in read_po(file, locale="fr") if message.id}


def test_every_text_is_there_in_french(french):
    used = used_texts()

    assert len(used) > 60
    assert [text for text in used if not french.get(text)] == []


def test_no_french_text_is_left_over(french):
    assert set(french) - used_texts() == set()


def test_french_texts_keep_every_placeholder(french):
    for source, text in french.items():
        sources = source if isinstance(source, tuple) else (source,)
        texts = text if isinstance(text, tuple | list) else (text,)
        wanted = set(PLACEHOLDER.findall(sources[-1]))
        for form in texts:
            assert set(PLACEHOLDER.findall(form)) == wanted, source
