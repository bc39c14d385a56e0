"""QR codes that stand in a page."""

import segno
from markupsafe import Markup

_QUIET_ZONE = 4
"""Modules of white round a code, as ISO/IEC 18004 asks for."""


def qr_svg(text: str, *, label: str) -> Markup:
    """Return a QR code (error level M) as an SVG element of the class `qr`; `label` names it for screen readers."""
    code = segno.make(text, error="m", micro=False)
    drawing = code.svg_inline(
        omitsize=True, border=_QUIET_ZONE, light="#fff", dark="#000", svgclass=None, lineclass=None
    )
    inner = Markup(drawing.partition(">")[2])  # noqa: S704 - drawn from modules alone, no text of anyone's
    side = code.symbol_size(border=_QUIET_ZONE)[0]
    opening = Markup('<svg class="qr" viewBox="0 0 {0} {0}" role="img" aria-label="{1}">').format(side, label)
    return opening + inner
