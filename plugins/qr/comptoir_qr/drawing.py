"""QR codes (ISO/IEC 18004) as files: error level M, quiet zone of four modules, black on white."""

from io import BytesIO

import segno

_QUIET_ZONE = 4
_PNG_SCALE = 12
"""Pixels a module: a code of version 4 is 492 pixels wide, enough for 4 cm in print at 300 dots an inch."""


def draw_svg(text: str) -> bytes:
    """Return a code as a file of SVG."""
    out = BytesIO()
    segno.make(text, error="m", micro=False).save(
        out, kind="svg", border=_QUIET_ZONE, scale=4, light="#fff", dark="#000", svgclass=None, lineclass=None
    )
    return out.getvalue()


def draw_png(text: str) -> bytes:
    """Return a code as a file of PNG."""
    out = BytesIO()
    code = segno.make(text, error="m", micro=False)
    code.save(out, kind="png", border=_QUIET_ZONE, scale=_PNG_SCALE)
    return out.getvalue()
