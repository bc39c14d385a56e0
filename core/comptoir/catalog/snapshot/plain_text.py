"""Plain text of sanitised HTML, quick enough to run over a whole catalogue."""

import re
from html import unescape

MAX_HTML = 100_000
"""Characters of HTML that are read."""
_HIDDEN = re.compile(r"<!--.*?-->|<(script|style|template|iframe)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_BREAKS = re.compile(
    r"</?(?:address|article|aside|blockquote|br|dd|details|div|dl|dt|figcaption|figure|footer|h[1-6]|header|hr"
    r"|img|li|main|nav|ol|p|pre|section|summary|table|tbody|td|tfoot|th|thead|tr|ul|video)\b[^>]*>",
    re.IGNORECASE,
)
_TAGS = re.compile(r"</?[a-zA-Z][^>]*>")
_SPACE = re.compile(r"\s+")


def plain_text(html: str) -> str:
    """Return what a reader sees: tags gone, blocks parted by a space, entities as letters, spaces joined."""
    text = html if len(html) <= MAX_HTML else html[:MAX_HTML]
    if "<" in text:
        text = _HIDDEN.sub(" ", text)
        text = _BREAKS.sub(" ", text)
        text = _TAGS.sub("", text)
    if "&" in text:
        text = unescape(text)
    return _SPACE.sub(" ", text).strip()


def summary(text: str, length: int = 160) -> str:
    """Return the start of a plain text, cut between words, with an ellipsis when something is left out."""
    if len(text) <= length:
        return text
    head = text[: length - 1].rpartition(" ")[0] or text[: length - 1]
    return head.rstrip(" ,.;:") + "…"
