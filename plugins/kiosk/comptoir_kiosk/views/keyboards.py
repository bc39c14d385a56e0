"""The keys of the keyboard on the screen, as the visitor's language has them."""

from collections.abc import Sequence

_QWERTY = ("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm-'")
_AZERTY = ("1234567890", "azertyuiop", "qsdfghjklm", "wxcvbn-'éèç")


def keyboard(language: str) -> Sequence[str]:
    """Return the rows of keys, each a text of its characters."""
    return _AZERTY if language == "fr" else _QWERTY
