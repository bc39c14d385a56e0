"""Shirts, t-shirts and knitwear."""

from comptoir_atelier.pictures.sketch import Sketch

_SHELL = "#efe8da"
_HORN = "#5f4a3a"
_LONG = "M322 252 C256 276 226 330 208 430 L138 842 Q190 866 242 858 L334 500"
_SHORT = "M322 252 C262 276 232 320 150 486 L268 548 L338 440"


def body(
    sketch: Sketch, *, hem: int = 960, width: int = 300, neck: int = 236, shirt_tail: bool = False
) -> None:
    """Draw the trunk of a top, from the neck to the hem."""
    tail = f"C{width} {hem - 60} {width + 20} {hem} {width + 80} {hem + 8} Q450 {hem + 46} 500 {hem + 46}"
    straight = f"L{width} {hem} Q400 {hem + 14} 500 {hem + 14}"
    sketch.piece(
        f"M500 {neck} Q440 {neck} 418 214 L322 252 C318 330 336 400 334 500 "
        f"L{width} {hem - 100} {tail if shirt_tail else straight}",
        half=True,
    )
    sketch.fold(f"M346 520 Q356 700 {width + 30} {hem - 40}", tone=-30, width=36)
    sketch.fold(f"M656 500 Q640 700 {970 - width} {hem - 30}", tone=-38, width=44)
    sketch.fold(f"M430 420 Q420 640 440 {hem - 30}", tone=16, width=50)
    sketch.fold(f"M590 560 Q560 700 580 {hem - 20}", tone=-18, width=26)
    sketch.fold("M352 470 Q420 540 440 600", tone=-20, width=18)


def sleeves(sketch: Sketch, path: str = _LONG) -> None:
    """Draw both sleeves and how they fall."""
    sketch.piece(path, tone=-5, both=True)
    if path == _SHORT:
        sketch.fold("M250 330 L210 510", tone=-22, width=26, both=True)
        return
    sketch.fold("M262 340 C246 480 210 640 196 820", tone=18, width=26, both=True)
    sketch.fold("M318 520 L236 820", tone=-34, width=26, both=True)
    sketch.fold("M300 540 L226 590", tone=-22, width=14, both=True)


def neck_back(sketch: Sketch, *, low: int = 262) -> None:
    """Draw the inside of the back that shows in the neck opening."""
    sketch.piece(f"M500 206 Q450 204 418 214 Q430 {low} 500 {low}", tone=-46, half=True)


def shirt(sketch: Sketch, kind: str) -> None:
    """Draw a buttoned shirt, an overshirt or a short-sleeved one."""
    sleeves(sketch, _SHORT if kind == "short" else _LONG)
    body(sketch, shirt_tail=kind != "over", hem=940, width=296)
    neck_back(sketch, low=300)
    sketch.seam("M484 300 L484 976", tone=-38)
    sketch.seam("M518 300 L518 976", tone=-38)
    sketch.seam("M330 268 Q350 330 338 470", tone=-34, both=True)
    if kind == "short":
        sketch.piece("M418 212 L500 330 L436 372 L372 268 Q390 226 418 212", tone=8, both=True)
        sketch.seam("M170 480 L276 534", tone=-30, both=True)
    else:
        sketch.piece("M418 204 Q404 214 400 234 L438 330 L500 276 Q446 252 424 212", tone=10, both=True)
        sketch.piece("M126 842 L134 778 Q190 800 252 792 L244 860 Q190 872 126 842", tone=4, both=True)
        sketch.dot(226, 828, 6, _SHELL)
    buttons = _HORN if kind == "over" else _SHELL
    for y in range(336, 930, 98):
        sketch.dot(501, y, 8, buttons)
    if kind == "over":
        for path in ("M366 420 L460 420 L460 540 L413 560 L366 540", "M362 450 L464 450"):
            sketch.seam(path, both=True)
        sketch.stitch("M374 428 L452 428 L452 534 L413 550 L374 534", both=True)
        sketch.dot(413, 438, 8, buttons)
        sketch.dot(587, 438, 8, buttons)
    else:
        sketch.seam("M560 430 L642 430 L642 520 L601 540 L560 520 L560 430", tone=-34)
        sketch.stitch("M560 442 L642 442", tone=-30)


def tee(sketch: Sketch, kind: str) -> None:
    """Draw a t-shirt: short or long sleeves, boxy, with a pocket."""
    sleeves(sketch, _LONG if kind == "long" else _SHORT)
    body(sketch, width=280 if kind == "boxy" else 302, hem=900 if kind == "boxy" else 940, neck=296)
    neck_back(sketch, low=290)
    sketch.panel("M500 312 Q424 312 402 222 L420 214 Q436 292 500 292", tone=-12, half=True)
    sketch.seam("M402 222 Q424 314 500 314 Q576 314 598 222", tone=-34)
    sketch.stitch("M396 226 Q418 324 500 324 Q582 324 604 226", tone=-26)
    sketch.stitch("M306 916 Q500 942 694 916" if kind != "boxy" else "M284 876 Q500 900 716 876", tone=-30)
    if kind == "long":
        sketch.stitch("M142 822 Q190 842 246 836", tone=-30, both=True)
    else:
        sketch.stitch("M162 468 L272 526", tone=-30, both=True)
    if kind == "pocket":
        sketch.seam("M556 430 L644 430 L644 536 L600 552 L556 536 L556 430", tone=-40)
        sketch.stitch("M556 446 L644 446", tone=-34)
    sketch.trim("M484 268 L516 268 L516 288 L484 288", "#f4efe5")


def knit(sketch: Sketch, kind: str) -> None:
    """Draw knitwear: crew neck, cables, roll neck, sleeveless or sweatshirt."""
    if kind != "vest":
        sleeves(sketch)
        _ribs(
            sketch,
            "M126 846 L140 780 Q190 804 254 796 L246 862 Q190 876 126 846",
            both=True,
            left=126,
            right=254,
            top=780,
            low=870,
        )
    body(sketch, hem=930, width=296, neck=290)
    if kind == "roll":
        sketch.piece("M500 152 Q432 152 420 166 L412 262 Q440 296 500 296", tone=4, half=True)
        for x in range(428, 580, 13):
            sketch.seam(f"M{x} 160 L{x} 286", tone=-26, width=3)
        sketch.seam("M418 190 Q500 210 582 190", tone=-40)
    elif kind == "vest":
        sketch.piece("M500 206 Q450 204 418 214 L500 440", tone=-46, half=True)
        sketch.seam("M410 216 L500 456 L590 216", tone=12, width=18)
        sketch.seam("M400 222 L500 478 L600 222", tone=-36)
        sketch.seam("M328 262 Q350 400 340 500", tone=14, width=20, both=True)
    else:
        neck_back(sketch, low=284)
        sketch.panel("M500 322 Q414 318 396 224 L420 212 Q440 286 500 286", tone=-8, half=True)
        sketch.seam("M396 224 Q414 322 500 322 Q586 322 604 224", tone=-44)
        for x in range(404, 600, 15):
            sketch.seam(
                f"M{x} {286 - abs(500 - x) * 0.62 + 4} L{500 + (x - 500) * 1.12} {320 - abs(500 - x) * 0.9}",
                tone=-28,
                width=2.4,
            )
    _ribs(
        sketch,
        "M500 960 Q380 960 298 946 L294 880 Q380 896 500 898",
        half=True,
        left=298,
        right=702,
        top=884,
        low=958,
    )
    if kind == "cable":
        _cables(sketch)
    if kind == "sweat":
        sketch.seam("M474 322 L500 366 L526 322", tone=-36)


def cardigan(sketch: Sketch, _kind: str) -> None:
    """Draw a buttoned cardigan."""
    sleeves(sketch)
    _ribs(
        sketch,
        "M126 846 L140 780 Q190 804 254 796 L246 862 Q190 876 126 846",
        both=True,
        left=126,
        right=254,
        top=780,
        low=870,
    )
    body(sketch, hem=870, width=304, neck=280)
    sketch.piece("M500 206 Q450 204 418 214 L500 430", tone=-46, half=True)
    _ribs(
        sketch,
        "M500 902 Q380 902 306 886 L304 826 Q380 838 500 840",
        half=True,
        left=306,
        right=694,
        top=828,
        low=898,
    )
    sketch.piece("M404 218 L420 210 L516 420 L516 900 L482 900 L482 424", tone=8)
    sketch.piece("M596 218 L580 210 L502 400 L516 440", tone=8)
    sketch.seam("M482 424 L482 900", tone=-46)
    for y in range(450, 900, 66):
        sketch.dot(499, y, 9, "#e9dfcd")
    sketch.seam("M372 640 L440 640 L440 730 L372 730 L372 640", tone=-30, both=True)


def _ribs(
    sketch: Sketch,
    path: str,
    *,
    left: int,
    right: int,
    top: int,
    low: int,
    half: bool = False,
    both: bool = False,
) -> None:
    sketch.piece(path, tone=-6, half=half, both=both)
    for x in range(left + 12, right - 4, 13):
        sketch.seam(f"M{x} {top + 14} L{x} {low - 8}", tone=-26, width=2.6, both=both)


def _cables(sketch: Sketch) -> None:
    for x in (400, 500, 600):
        for edge in (-34, 34):
            sketch.seam(f"M{x + edge} 350 L{x + edge} 878", tone=-30, width=4)
        for y in range(360, 850, 72):
            sketch.seam(
                f"M{x - 22} {y} C{x - 22} {y + 40} {x + 22} {y + 32} {x + 22} {y + 72}", tone=-42, width=6
            )
            sketch.seam(
                f"M{x + 22} {y} C{x + 22} {y + 40} {x - 22} {y + 32} {x - 22} {y + 72}", tone=34, width=9
            )
            sketch.seam(
                f"M{x + 22} {y} C{x + 22} {y + 34} {x - 16} {y + 26} {x - 22} {y + 66}", tone=-34, width=3
            )
    for y in range(420, 740, 64):
        sketch.seam(
            f"M{268 - y * 0.09} {y} L{292 - y * 0.09} {y + 30} L{268 - y * 0.09} {y + 60}",
            tone=-38,
            width=4,
            both=True,
        )
