"""A sheet of labels as a file of its own, without a shop to serve its style."""

from collections.abc import Sequence
from pathlib import Path

import jinja2

from comptoir_qr.views.sheets import Label, pages_of

_FOLDER = Path(__file__).parent.parent


def sheet_html(labels: Sequence[Label]) -> str:
    """Return a page to print, with its style inside."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_FOLDER / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
    )
    style = (_FOLDER / "static" / "css" / "sheet.css").read_text(encoding="utf-8")
    return environment.get_template("sheet_file.html").render(pages=pages_of(labels), style=style)
