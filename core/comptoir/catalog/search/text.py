"""Texts as people compare them: without accents, case or punctuation."""

import re
import unicodedata
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+")
_LETTERS = str.maketrans(
    {
        "œ": "oe",
        "æ": "ae",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ħ": "h",
        "ŧ": "t",
        "\u0131": "i",
        "ŋ": "n",
        "\u00ad": "",
        "\u200b": "",
    }
)
MAX_WORD = 48
"""Longer words are cut, so that no text can fill the index with noise."""


def fold(text: str) -> str:
    """Return a text without accents and case: `Œuvre d'Été` gives `oeuvre d'ete`."""
    if text.isascii():
        return text.lower()
    spread = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join([letter for letter in spread if not unicodedata.combining(letter)])
    return plain.translate(_LETTERS)


def words(text: str) -> list[str]:
    """Return the folded words of a text in order; letters and digits make words, all else parts them."""
    return [word if len(word) <= MAX_WORD else word[:MAX_WORD] for word in _WORD.findall(fold(text))]


@lru_cache(maxsize=32_768)
def cached_words(text: str) -> tuple[str, ...]:
    """Return the distinct words of a short text that many products share, such as a vendor or a tag."""
    return tuple(dict.fromkeys(words(text)))


def sort_text(text: str) -> str:
    """Return what a text is sorted by: folded words, so that accents, case and punctuation do not matter."""
    return " ".join(words(text))[:96]


def slug(text: str) -> str:
    """Return a text as part of an id: folded words joined by dashes."""
    return "-".join(words(text))[:64]
