"""Coats, jackets and dresses."""

from comptoir_atelier.pictures.sketch import Sketch
from comptoir_atelier.pictures.tops import body, neck_back, sleeves

_HORN = "#4f3d30"
_BRASS = "#b5904f"
_THREAD = "#c58a45"
_COAT_SLEEVE = "M318 246 C248 270 216 330 198 440 L130 850 Q186 880 250 868 L340 500"


def coat(sketch: Sketch, kind: str) -> None:
    """Draw a coat: long, trench or pea."""
    hem = {"": 1130, "trench": 1110, "pea": 930}[kind]
    sleeves(sketch, _COAT_SLEEVE)
    body(sketch, hem=hem, width=262 if kind != "pea" else 286, neck=240)
    neck_back(sketch, low=300)
    sketch.seam(f"M520 430 L520 {hem + 10}", tone=-50, width=3)
    sketch.piece("M416 204 L372 262 L344 372 L404 384 L520 470 L470 330 L424 212", tone=6)
    sketch.piece("M584 204 L628 262 L656 372 L596 384 L520 470 L540 330 L576 212", tone=10)
    sketch.piece(
        "M418 202 Q500 226 582 202 L636 282 L588 306 L548 258 Q500 274 452 258 L412 306 L364 282", tone=14
    )
    if kind == "":
        for y in (520, 620, 720):
            sketch.dot(498, y, 12, _HORN)
        sketch.piece("M330 740 L444 748 L444 778 L330 770", tone=6, both=True)
        return
    for y in (500, 596, 692):
        sketch.dot(432, y, 12, _HORN)
        sketch.dot(586, y, 12, _HORN)
    if kind == "pea":
        sketch.piece("M352 640 L372 640 L356 770 L336 766", tone=8, both=True)
        return
    sketch.piece("M330 260 C340 330 350 390 352 440 L440 430 L404 384 L344 372", tone=-8)
    sketch.piece("M300 720 L700 720 L702 768 L298 768", tone=10)
    sketch.piece("M520 764 L548 764 L562 900 L530 904", tone=4)
    sketch.seam("M482 710 L546 710 L546 778 L482 778 L482 710", tone=-60, width=7)
    sketch.piece("M148 760 L262 786 L258 812 L142 786", tone=8, both=True)
    sketch.fold("M400 800 L372 1090", tone=-24, both=True)


def jacket(sketch: Sketch, kind: str) -> None:
    """Draw a jacket: chore, denim, quilted or tailored."""
    {"chore": _chore, "denim": _denim, "quilt": _quilt, "blazer": _blazer}[kind](sketch)


def _chore(sketch: Sketch) -> None:
    sleeves(sketch, _COAT_SLEEVE)
    body(sketch, hem=900, width=286, neck=250)
    neck_back(sketch, low=296)
    sketch.seam("M520 300 L520 910", tone=-44)
    sketch.stitch("M480 300 L480 908", tone=40)
    sketch.piece("M418 204 Q396 222 390 250 L432 352 L510 286 Q446 262 424 212", tone=10)
    sketch.piece("M582 204 Q604 222 610 250 L568 352 L510 286 Q554 262 576 212", tone=10)
    for path in ("M324 650 L452 650 L452 806 Q388 834 324 806",):
        sketch.piece(path, tone=7, both=True)
    sketch.stitch("M332 662 L444 662 L444 800 Q388 822 332 800", tone=42, both=True)
    sketch.piece("M566 420 L660 420 L660 530 Q612 550 566 530", tone=7)
    sketch.stitch("M574 430 L652 430 L652 524 Q612 540 574 524", tone=42)
    for y in range(350, 860, 120):
        sketch.dot(500, y, 11, _HORN)
    sketch.stitch("M142 830 Q190 850 248 842", tone=40, both=True)


def _denim(sketch: Sketch) -> None:
    sleeves(sketch, _COAT_SLEEVE)
    body(sketch, hem=800, width=324, neck=250)
    neck_back(sketch, low=296)
    sketch.seam("M500 300 L500 816", tone=-46)
    sketch.stitch("M330 400 L420 430 L500 400", color=_THREAD, both=True)
    sketch.seam("M328 392 L420 422 L500 392", both=True)
    sketch.seam("M392 440 L432 770 M432 770", both=True)
    sketch.stitch("M400 440 L440 770", color=_THREAD, both=True)
    sketch.stitch("M462 440 L470 770", color=_THREAD, both=True)
    sketch.piece("M380 410 L466 420 L466 452 L424 472 L380 446", tone=8, both=True)
    sketch.piece("M418 204 Q392 226 384 262 L436 356 L500 290 Q446 262 424 212", tone=12, both=True)
    sketch.piece("M500 824 Q400 822 318 806 L324 758 Q400 770 500 770", tone=4, half=True)
    sketch.stitch("M326 768 Q500 786 674 768", color=_THREAD)
    for y in (350, 440, 530, 620, 710, 796):
        sketch.dot(500, y, 9, "#b9824f")
    sketch.dot(424, 448, 7, "#b9824f")
    sketch.dot(576, 448, 7, "#b9824f")
    sketch.piece("M122 856 L134 800 Q190 822 258 812 L250 874 Q186 886 122 856", tone=6, both=True)


def _quilt(sketch: Sketch) -> None:
    sleeves(sketch, _COAT_SLEEVE)
    body(sketch, hem=910, width=288, neck=250)
    for start in range(-400, 1300, 62):
        for sign in (1, -1):
            left, right = (start, start + sign * 680)
            pts = [(346, left + 0), (654, right)]
            inside = _clip(
                pts[0][0],
                pts[0][1] + (0 if sign == 1 else 680),
                pts[1][0],
                pts[1][1] + (0 if sign == 1 else 680),
            )
            if inside:
                sketch.seam("M{:.0f} {:.0f} L{:.0f} {:.0f}".format(*inside), tone=-26, width=2.6)
    for y in range(420, 830, 52):
        sketch.seam(
            f"M{216 - (y - 420) * 0.16:.0f} {y} L{306 - (y - 420) * 0.14:.0f} {y + 30}", tone=-26, both=True
        )
        sketch.seam(
            f"M{306 - (y - 420) * 0.14:.0f} {y} L{216 - (y - 420) * 0.16:.0f} {y + 30}", tone=-26, both=True
        )
    neck_back(sketch, low=296)
    sketch.piece("M482 300 L520 300 L520 922 L482 922", tone=8)
    sketch.trim("M418 204 Q394 224 388 256 L436 348 L500 290 Q446 262 424 212", "#5b4433", both=True)
    for y in range(350, 900, 108):
        sketch.dot(501, y, 10, _BRASS)
    sketch.piece("M340 690 L440 700 L440 820 L336 810", tone=8, both=True)


def _clip(x: float, y: float, u: float, v: float) -> tuple[float, float, float, float] | None:
    """Cut a slanted line to the height of a jacket's trunk; none where nothing of it is left."""
    top, low, rise = 310.0, 900.0, (v - y) / (u - x)
    if max(y, v) < top or min(y, v) > low:
        return None
    ends = []
    for place, height in ((x, y), (u, v)):
        bounded = min(max(height, top), low)
        ends += [place + (bounded - height) / rise, bounded]
    return ends[0], ends[1], ends[2], ends[3]


def _blazer(sketch: Sketch) -> None:
    sleeves(sketch, _COAT_SLEEVE)
    body(sketch, hem=920, width=280, neck=240)
    neck_back(sketch, low=300)
    sketch.piece("M500 206 Q450 204 418 214 L500 560", tone=-52, half=True)
    sketch.piece("M420 208 L376 262 L352 380 L412 396 L396 430 L506 610 L486 420 L428 216", tone=8)
    sketch.piece("M580 208 L624 262 L648 380 L588 396 L604 430 L506 610 L520 420 L572 216", tone=12)
    sketch.seam("M506 600 Q500 760 470 934", tone=-52, width=3)
    sketch.dot(494, 640, 12, _HORN)
    sketch.piece("M320 704 L440 716 L438 744 L318 732", tone=8, both=True)
    sketch.seam("M570 470 L646 456 L648 474 L572 488", tone=-40)
    sketch.seam("M398 470 Q410 640 396 716", tone=-22, both=True)
    for y in (786, 810, 834):
        sketch.dot(236 - (y - 786) * 0.1, y, 6, _HORN)
        sketch.dot(764 + (y - 786) * 0.1, y, 6, _HORN)


def dress(sketch: Sketch, kind: str) -> None:
    """Draw a dress: wrap, shirt, slip, sun or t-shirt."""
    {"wrap": _wrap, "shirt": _shirt_dress, "slip": _slip, "sun": _sun, "tee": _tee_dress}[kind](sketch)


def _skirt(sketch: Sketch, *, waist: int, hem: int, width: int, low: int) -> None:
    sketch.piece(
        f"M500 {low - 4} L{waist} {low} "
        f"C{waist - 20} {low + 120} {width + 40} 800 {width} {hem} Q380 {hem + 40} 500 {hem + 40}",
        half=True,
    )
    for x, spread, tone in ((410, 2.0, -30), (460, 1.8, -30), (540, 1.8, 22), (596, 2.0, -30)):
        sketch.fold(
            f"M{x} {low + 30} Q{x} 800 {500 + (x - 500) * spread * (500 - width) / 200:.0f} {hem}",
            tone=tone,
            width=32,
        )


def _bodice(sketch: Sketch, *, low: int, waist: int) -> None:
    sketch.piece(
        f"M500 300 Q440 290 420 194 L336 226 C336 300 350 350 350 420 Q364 500 {waist} {low} L500 {low}",
        half=True,
    )
    sketch.fold(f"M380 420 L410 {low - 10}", tone=-22, both=True)


def _wrap(sketch: Sketch) -> None:
    sketch.piece("M340 226 C280 246 246 300 190 446 L292 496 L350 400", tone=-5, both=True)
    _skirt(sketch, waist=386, hem=1090, width=222, low=560)
    _bodice(sketch, low=566, waist=384)
    sketch.piece("M500 190 Q450 190 424 196 L500 440", tone=-50, half=True)
    sketch.piece("M420 194 L404 202 L560 566 L616 556 L610 540", tone=6)
    sketch.seam("M580 194 L470 450", tone=-44, width=4)
    sketch.piece("M384 548 L616 548 L618 592 L382 592", tone=9)
    sketch.cord("M600 574 Q660 640 640 760", width=18)
    sketch.cord("M600 574 Q640 650 690 730", width=16)
    sketch.seam("M560 594 Q590 840 500 1126", tone=-48, width=4)


def _shirt_dress(sketch: Sketch) -> None:
    sleeves(sketch, "M336 244 C270 266 240 320 224 420 L176 720 Q220 740 264 732 L344 480")
    _skirt(sketch, waist=366, hem=1100, width=262, low=600)
    sketch.piece("M500 236 Q440 236 418 210 L336 244 C330 320 350 400 348 480 L368 606 L500 606", half=True)
    neck_back(sketch, low=296)
    sketch.seam("M484 296 L484 1130", tone=-36)
    sketch.seam("M518 296 L518 1130", tone=-36)
    sketch.piece("M418 202 Q404 212 400 232 L440 326 L500 274 Q446 250 424 210", tone=10, both=True)
    sketch.piece("M362 590 L638 590 L640 630 L360 630", tone=12)
    sketch.seam("M478 582 L524 582 L524 638 L478 638 L478 582", tone=-56, width=6)
    for y in (340, 430, 520, 690, 790, 890, 990):
        sketch.dot(501, y, 8, "#efe8da")
    sketch.piece("M168 722 L176 676 Q222 694 274 686 L268 736 Q220 746 168 722", tone=4, both=True)


def _slip(sketch: Sketch) -> None:
    sketch.cord("M392 330 Q400 220 420 160", width=8, both=True)
    sketch.piece(
        "M500 400 Q460 380 392 322 Q366 370 352 440 Q372 560 352 660 C330 800 290 940 276 1100 Q390 1140 500 1140",
        half=True,
    )
    sketch.seam("M392 322 Q450 384 500 404 Q550 384 608 322", tone=-36, width=4)
    for x, low in ((420, 380), (480, 470), (540, 560), (590, 640)):
        sketch.fold(f"M{x} 520 Q{x - 10} 800 {low} 1110", tone=26 if x in {480, 590} else -30, width=36)
    sketch.fold("M380 640 Q500 690 620 620", tone=-20, width=24)


def _sun(sketch: Sketch) -> None:
    sketch.piece("M392 180 L446 180 L446 330 L386 330", tone=4, both=True)
    _skirt(sketch, waist=372, hem=1040, width=190, low=570)
    sketch.piece("M500 330 L376 324 Q352 400 356 440 L374 576 L500 576", half=True)
    sketch.seam("M376 352 L624 352", tone=-30)
    sketch.seam("M372 572 L628 572", tone=-48, width=4)
    for x in range(384, 620, 16):
        sketch.seam(f"M{x} 574 L{x + (x - 500) * 0.12:.0f} 626", tone=-26)
    sketch.seam("M420 360 Q410 480 424 570", tone=-30, both=True)
    for y in range(384, 560, 44):
        sketch.dot(500, y, 8, "#efe8da")
    sketch.seam("M214 930 Q500 990 786 930", tone=-30)


def _tee_dress(sketch: Sketch) -> None:
    sleeves(sketch, "M340 240 C280 262 250 306 178 460 L288 516 L350 420")
    sketch.piece(
        "M500 290 Q440 290 420 208 L336 242 C336 330 352 400 350 500 L306 1060 Q400 1076 500 1076", half=True
    )
    neck_back(sketch, low=284)
    sketch.seam("M404 216 Q428 306 500 306 Q572 306 596 216", tone=14, width=14)
    sketch.fold("M368 520 L340 1050", tone=-30, width=36)
    sketch.fold("M640 500 L660 1050", tone=-38, width=40)
    sketch.fold("M460 500 L450 1050", tone=14, width=44)
    sketch.seam("M312 960 L306 1060", tone=-60, width=5, both=True)
