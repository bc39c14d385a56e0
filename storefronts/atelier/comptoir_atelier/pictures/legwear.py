"""Jeans, trousers, shorts and skirts."""

from comptoir_atelier.pictures.sketch import Sketch

_THREAD = "#c58a45"
_COPPER = "#b9824f"
_HORN = "#6b5644"

_LEGS = {
    # outer hem x, inner hem x, outer knee x
    "straight": (318, 466, 318),
    "slim": (372, 470, 340),
    "wide": (236, 462, 286),
    "barrel": (338, 462, 236),
    "taper": (366, 470, 318),
    "crease": (326, 468, 322),
    "drawstring": (288, 466, 304),
    "cargo": (298, 464, 300),
    "": (328, 466, 320),
}


def jeans(sketch: Sketch, kind: str) -> None:
    """Draw five-pocket jeans."""
    _legs(sketch, kind)
    sketch.panel("M500 168 L366 160 L361 212 L500 222", tone=-8, half=True)
    sketch.seam("M361 212 Q500 226 639 212", tone=-46)
    sketch.stitch("M362 206 Q500 219 638 206", color=_THREAD)
    sketch.seam("M410 216 C412 268 380 296 348 300", both=True)
    sketch.stitch("M418 216 C420 274 384 304 346 308", color=_THREAD, both=True)
    sketch.seam("M500 222 L500 560", tone=-40)
    sketch.stitch("M508 222 L508 420 M508 420", color=_THREAD)
    sketch.stitch("M536 222 L536 366 Q534 420 504 438", color=_THREAD)
    for x in (392, 500, 608):
        sketch.piece(f"M{x - 8} 156 L{x + 8} 156 L{x + 8} 220 L{x - 8} 220", tone=4)
    sketch.dot(519, 192, 10, _COPPER)
    for x in (414, 350, 586, 650):
        sketch.dot(x, 222 if x in {414, 586} else 296, 4.5, _COPPER)
    hem_out, hem_in, _ = _LEGS[kind]
    sketch.stitch(f"M{hem_out + 2} 1086 L{hem_in - 1} 1086", color=_THREAD, both=True)
    sketch.fold("M352 330 Q400 400 480 430", tone=-20, both=True)


def trousers(sketch: Sketch, kind: str) -> None:
    """Draw tailored, work or drawstring trousers."""
    _legs(sketch, kind)
    sketch.panel("M500 168 L366 160 L362 208 L500 216", tone=-8, half=True)
    sketch.seam("M362 208 Q500 222 638 208")
    sketch.seam("M396 212 L352 340", both=True)
    sketch.seam("M500 216 L500 560", tone=-36)
    if kind == "drawstring":
        for x in range(380, 630, 14):
            sketch.seam(f"M{x} 164 L{x} 210", tone=-20, width=2)
        sketch.strap("M492 190 C470 260 482 300 470 350", "#f1e9da", width=7)
        sketch.strap("M508 190 C530 260 516 310 530 362", "#f1e9da", width=7)
        return
    sketch.dot(519, 190, 9, _HORN)
    if kind in {"wide", "crease"}:
        _, hem_in, _ = _LEGS[kind]
        hem_out = _LEGS[kind][0]
        middle = (hem_out + hem_in) / 2
        sketch.seam(f"M440 214 L424 330 L{middle} 1106", tone=-30, both=True)
        sketch.fold(f"M436 330 L{middle + 12} 1100", tone=18, width=20, both=True)
    if kind == "cargo":
        sketch.seam("M312 560 L488 566 M488 566", both=True)
        sketch.seam("M304 800 L474 806", both=True)
        sketch.piece("M276 470 L352 474 L346 640 L268 634", tone=6)
        sketch.stitch("M282 480 L344 484 L338 630 L276 626", tone=40)


def shorts(sketch: Sketch, _kind: str) -> None:
    """Draw chino shorts."""
    sketch.piece("M500 300 L330 290 C318 420 270 560 242 800 L478 830 L500 640", half=True)
    sketch.panel("M500 300 L330 290 L325 348 L500 358", tone=-8, half=True)
    sketch.seam("M325 348 Q500 366 675 348")
    sketch.seam("M372 352 L306 500", both=True)
    sketch.seam("M500 358 L500 640", tone=-40)
    sketch.stitch("M246 776 L480 806", both=True)
    sketch.dot(522, 326, 11, _HORN)
    sketch.fold("M330 430 Q400 560 490 620", both=True)
    sketch.fold("M300 600 L290 800", tone=18, width=40, both=True)


def skirt(sketch: Sketch, kind: str) -> None:
    """Draw a skirt: bias, pleated, denim or pencil."""
    hem = {"bias": 226, "pleat": 180, "denim": 262, "pencil": 344}[kind]
    bottom = {"bias": 1040, "pleat": 980, "denim": 800, "pencil": 960}[kind]
    knee = {"bias": 300, "pleat": 262, "denim": 296, "pencil": 306}[kind]
    sketch.piece(
        f"M500 238 L372 230 C352 330 {knee} 440 {knee} 560 L{hem} {bottom} Q380 {bottom + 34} 500 {bottom + 34}",
        half=True,
    )
    sketch.panel("M500 238 L372 230 L366 282 L500 290", tone=-8, half=True)
    sketch.seam("M366 282 Q500 298 634 282")
    if kind == "pleat":
        for number in range(9):
            top, low = 384 + number * 29, hem + 30 + number * (940 - 2 * hem) / 8
            sketch.seam(f"M{top} 290 L{low} {bottom + 22}", tone=-34)
            sketch.fold(f"M{top + 8} 420 L{low + 22} {bottom}", tone=-24, width=24)
    elif kind == "denim":
        sketch.seam("M500 290 L500 834", tone=-40)
        sketch.stitch("M524 290 L524 830", color=_THREAD)
        sketch.stitch("M476 290 L476 830", color=_THREAD)
        sketch.stitch(
            f"M{hem + 6} {bottom - 22} Q380 {bottom + 12} 500 {bottom + 12}", color=_THREAD, both=True
        )
        for y in range(320, 800, 92):
            sketch.dot(500, y, 9, _COPPER)
        sketch.stitch("M420 292 C420 350 380 372 344 376", color=_THREAD, both=True)
    else:
        for x, tone in ((400, -28), (470, -28), (545, 22), (610, -28)):
            low = 500 + (x - 500) * (2.3 if kind == "bias" else 1.2)
            sketch.fold(f"M{x} 380 Q{x} 640 {low} {bottom}", tone=tone, width=34)
    if kind == "pencil":
        sketch.seam("M500 800 L500 990", tone=-46)


def _legs(sketch: Sketch, kind: str) -> None:
    hem_out, hem_in, knee = _LEGS[kind]
    sketch.piece(
        f"M500 168 L366 160 C356 250 330 330 322 440 C{knee + 4} 560 {knee} 700 {(knee + hem_out) / 2} 840 "
        f"L{hem_out} 1110 L{hem_in} 1110 L486 620 Q492 566 500 560",
        half=True,
    )
    sketch.fold(f"M330 520 C360 640 {hem_out + 40} 900 {hem_out + 26} 1100", tone=-30, width=40)
    sketch.fold(
        f"M402 560 C400 740 {(hem_out + hem_in) / 2} 900 {(hem_out + hem_in) / 2} 1090", tone=20, width=44
    )
    right_out, right_in = 1000 - hem_out, 1000 - hem_in
    sketch.fold(f"M680 520 C660 700 {right_out - 20} 900 {right_out - 18} 1100", tone=-40, width=48)
    sketch.fold(
        f"M580 580 C590 760 {(right_out + right_in) / 2} 900 {(right_out + right_in) / 2} 1090",
        tone=16,
        width=36,
    )
    sketch.fold("M486 600 L440 690", tone=-26, width=20, both=True)
    sketch.fold(f"M{knee + 30} 800 L{hem_in - 20} 830", tone=-16, width=18, both=True)
