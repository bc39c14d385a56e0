"""Design tokens: a storefront's `theme` as CSS custom properties that every channel wears."""

import re
from collections.abc import Mapping

_NAME = re.compile(r"[a-z][a-z0-9-]{0,63}")
_UNSAFE = re.compile(r"[{}<>;@\\]|/\*|\*/|url\s*\(|[\x00-\x1f]", re.IGNORECASE)


def theme_css(theme: Mapping[str, str]) -> str:
    """Return a style sheet that sets tokens on `:root`, such as `--color-ink: #1a1a1a`.

    A token whose name or value could end the declaration or name an outside address is left out.
    """
    lines = [f"  --{name}: {value};" for name, value in theme.items() if is_token(name, value)]
    return ":root {\n" + "\n".join(lines) + "\n}\n"


def is_token(name: str, value: str) -> bool:
    """Tell whether a token can stand in a style sheet as it is."""
    return bool(_NAME.fullmatch(name)) and bool(value.strip()) and not _UNSAFE.search(value)
