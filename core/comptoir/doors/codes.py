"""QR codes as pictures."""

import segno
from markupsafe import Markup

_QUIET_ZONE = 4
"""Modules of white round a code, as ISO/IEC 18004 asks for."""


def qr_svg(text: str) -> Markup:
    """Return a QR code as an SVG element that scales with its box; scripts and styles are not in it."""
    code = segno.make(text, error="m", micro=False)
    svg = code.svg_inline(
        omitsize=True, border=_QUIET_ZONE, light="#fff", dark="#000", svgclass="qr", lineclass=None
    )
    return Markup(svg)  # noqa: S704 - made of numbers alone: the text is in its modules
