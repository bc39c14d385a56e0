"""Sheets of labels: 21 to a page of A4, each 63.5 by 38.1 mm, as ready-cut labels are.

No price is printed on them: prices change and paper does not. The price is behind the code.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

import segno
from comptoir.api import qr_svg
from markupsafe import Markup

from comptoir_qr.codes import Placement, PlacementCodes, PlacementKind
from comptoir_qr.views.links import code_path, number_of

_PER_ROW, _PER_PAGE = 3, 21
_PAGE_HEIGHT = 297.0
_LEFT, _TOP, _ACROSS, _DOWN = 7.2, 15.1, 66.0, 38.1
"""Millimetres: margins of the page, and from one label to the next."""
_QR_SIDE = 30.0
_LETTERS = 22


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A label: what a product is called, and the code of where it stands."""

    title: str
    note: str
    sku: str
    code: str
    url: str
    qr: Markup


def labels_of(
    products: Iterable[Mapping[str, Any]],
    *,
    codes: PlacementCodes,
    base: str,
    location: int,
    each_variant: bool,
    name: Callable[[str], str],
) -> list[Label]:
    """Return a label for each product, or for each of its variants; `name` tells screen readers what a code is."""
    found = []
    for product in products:
        variants = product["variants"]["nodes"]
        if each_variant:
            found += [_variant_label(product, row, codes, base, location, name) for row in variants]
            continue
        placement = Placement(kind=PlacementKind.PRODUCT, product=number_of(product["id"]), location=location)
        sku = variants[0]["sku"] if len(variants) == 1 else ""
        found.append(
            _label(product["title"], product["productType"], sku, codes.write(placement), base, name)
        )
    return found


def _variant_label(
    product: Mapping[str, Any],
    variant: Mapping[str, Any],
    codes: PlacementCodes,
    base: str,
    location: int,
    name: Callable[[str], str],
) -> Label:
    number = number_of(variant["id"])
    code = codes.write(Placement(kind=PlacementKind.VARIANT, variant=number, location=location))
    note = " · ".join(row["value"] for row in variant["selectedOptions"] if row["name"] != "Title")
    return _label(product["title"], note, variant["sku"], code, base, name)


def _label(
    title: str, note: str | None, sku: str | None, code: str, base: str, name: Callable[[str], str]
) -> Label:
    url = base + code_path(code)
    qr = qr_svg(url, label=name(title))
    return Label(title=title, note=note or "", sku=sku or "", code=code, url=url, qr=qr)


def pages_of(labels: Sequence[Label]) -> list[Sequence[Label]]:
    """Return the labels of each page of A4."""
    return [labels[start : start + _PER_PAGE] for start in range(0, len(labels), _PER_PAGE)]


def sheet_svg(labels: Sequence[Label]) -> str:
    """Return the sheet as one drawing, in millimetres, its pages one below the other."""
    height = _PAGE_HEIGHT * max(1, len(pages_of(labels)))
    drawn = "".join(_drawn(label, place) for place, label in enumerate(labels))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="210mm" height="{height:g}mm" '
        f'viewBox="0 0 210 {height:g}" font-family="Helvetica, Arial, sans-serif">'
        f'<rect width="210" height="{height:g}" fill="#fff"/>{drawn}</svg>\n'
    )


def _drawn(label: Label, place: int) -> str:
    page, on_page = divmod(place, _PER_PAGE)
    x = _LEFT + on_page % _PER_ROW * _ACROSS
    y = page * _PAGE_HEIGHT + _TOP + on_page // _PER_ROW * _DOWN
    payload, _, tag = label.code.partition(".")
    lines = [(line, 3.2) for line in _wrapped(label.title)] + [(label.note, 2.6), (label.sku, 2.6)]
    lines += [(f"{payload}.", 2.1), (tag, 2.1)]
    texts, down = "", 7.0
    for line, size in lines:
        if line:
            texts += f'<text x="32" y="{down:g}" font-size="{size}">{escape(line)}</text>'
            down += size * 1.45
    return f'<g transform="translate({x:g} {y:g})">{_modules(label.url)}{texts}</g>'


def _modules(url: str) -> str:
    code = segno.make(url, error="m", micro=False)
    scale = _QR_SIDE / code.symbol_size(border=4)[0]
    drawing = code.svg_inline(omitsize=True, border=4, dark="#000", svgclass=None, lineclass=None)
    inner = drawing.partition(">")[2].removesuffix("</svg>")
    return f'<g transform="translate(1 4) scale({scale:.5f})">{inner}</g>'


def _wrapped(text: str) -> list[str]:
    """Return a title on at most two lines; what is longer is cut."""
    lines = [""]
    for word in text.split():
        joined = f"{lines[-1]} {word}".strip()
        if len(joined) <= _LETTERS or not lines[-1]:
            lines[-1] = joined
        else:
            lines.append(word)
    return [line[: _LETTERS + 6] for line in lines[:2]]
