"""Scarves, hats, socks, mittens, and what is not worn at all."""

from comptoir_atelier.pictures.sketch import Sketch

_CREAM = "#f4ecdd"


def scarf(sketch: Sketch, kind: str) -> None:
    """Draw a folded wool scarf or a printed silk square."""
    if kind == "square":
        _square(sketch)
        return
    for x in range(296, 472, 16):
        sketch.cord(f"M{x} 990 L{x - 5} 1076", width=9)
    for x in range(536, 700, 16):
        sketch.cord(f"M{x} 900 L{x + 5} 986", width=9)
    sketch.piece("M520 420 L690 400 L706 910 L530 920", tone=-12)
    sketch.piece("M320 380 C300 600 290 800 286 1000 L480 1000 C480 800 490 600 510 420", tone=0)
    sketch.piece(
        "M300 420 C290 260 400 190 500 190 C610 190 716 260 704 420 C690 500 600 540 500 540 C400 540 310 500 300 420",
        tone=6,
    )
    sketch.piece(
        "M410 372 C410 320 450 300 500 300 C556 300 592 320 592 372 C580 412 540 424 500 424 C452 424 416 410 410 372",
        tone=-58,
    )
    sketch.fold("M340 460 Q480 540 660 460", tone=-30, width=30)
    sketch.fold("M350 300 Q500 220 640 300", tone=24, width=40)
    sketch.fold("M350 600 L330 980", tone=-26, width=36)
    sketch.fold("M430 560 L420 980", tone=18, width=36)
    sketch.fold("M650 560 L668 890", tone=-30, width=30)


def _square(sketch: Sketch) -> None:
    sketch.piece("M180 330 L812 300 L836 930 L200 950")
    sketch.seam("M216 364 L780 338 L802 898 L232 914 L216 364", tone=70, width=12)
    sketch.strap("M216 640 C360 520 420 760 560 640 C660 560 720 640 800 560", _CREAM, width=46)
    sketch.strap("M222 700 C360 590 440 820 580 704 C670 620 720 700 802 630", "#7d98b5", width=12)
    sketch.strap("M220 580 C360 450 400 700 540 576 C650 490 720 580 796 490", "#c9983f", width=10)
    for x, y in ((330, 450), (620, 430), (420, 850), (700, 800), (500, 500)):
        sketch.dot(x, y, 15, _CREAM)
        sketch.dot(x, y, 5, "#b66144")
    sketch.fold("M300 360 Q340 640 290 920", tone=-26, width=30)
    sketch.fold("M520 350 Q480 640 540 900", tone=24, width=40)
    sketch.fold("M700 350 Q740 640 690 900", tone=-24, width=30)


def cap(sketch: Sketch, kind: str) -> None:
    """Draw a peaked cap or a ribbed beanie."""
    if kind == "beanie":
        sketch.piece("M500 330 C360 330 262 470 258 700 L258 760 L500 770", half=True)
        for x in range(-6, 7):
            sketch.seam(
                f"M{500 + x * 12} {336 + abs(x) * 5} Q{500 + x * 34} 520 {500 + x * 38} 760",
                tone=-34,
                width=4,
            )
        sketch.piece(
            "M500 730 L250 722 Q236 724 236 748 L242 890 Q246 908 266 908 L500 916", tone=8, half=True
        )
        for x in range(256, 752, 20):
            sketch.seam(f"M{x} 736 L{x} 902", tone=-36, width=5)
        sketch.trim("M470 790 L530 790 L530 850 L470 850", _CREAM)
        sketch.fold("M340 480 Q300 600 300 720", tone=20, width=40)
        sketch.fold("M680 480 Q720 620 706 720", tone=-34, width=50)
        return
    sketch.piece("M260 700 C240 500 340 390 500 384 C680 390 760 500 746 690 Q500 740 260 700")
    sketch.piece(
        "M262 690 C180 720 140 780 150 822 Q300 760 470 772 Q640 780 740 690 Q500 730 262 690", tone=-14
    )
    sketch.seam("M500 386 Q420 500 420 712", tone=-36)
    sketch.seam("M500 386 Q600 500 612 708", tone=-36)
    sketch.stitch("M176 786 Q300 740 470 748 Q610 752 700 714", tone=42)
    sketch.dot(500, 384, 13, "#4f3d30")
    for x, y in ((376, 520), (540, 500), (668, 540)):
        sketch.dot(x, y, 5, "#6f6559")
    sketch.fold("M330 480 Q300 580 300 680", tone=24, width=40)
    sketch.fold("M690 480 Q724 580 710 670", tone=-30, width=44)


def sock(sketch: Sketch, kind: str) -> None:
    """Draw a pair of socks, to the calf or below the ankle."""
    top = 500 if kind == "short" else 260
    for shift, tone in ((110, -12), (-60, 2)):
        x = 400 + shift
        sketch.piece(
            f"M{x} {top} L{x + 180} {top} L{x + 176} 720 C{x + 170} 800 {x + 120} 830 {x + 60} 880 "
            f"C{x - 10} 950 {x - 120} 1010 {x - 180} 960 C{x - 220} 900 {x - 150} 860 {x - 90} 800 Q{x} 740 {x} 660",
            tone=tone,
        )
        sketch.panel(
            f"M{x - 180} 956 C{x - 214} 900 {x - 150} 862 {x - 116} 828 "
            f"Q{x - 70} 880 {x - 60} 960 Q{x - 120} 996 {x - 180} 956",
            tone=tone - 26,
        )
        sketch.panel(
            f"M{x + 176} 700 C{x + 172} 790 {x + 130} 822 {x + 84} 856 Q{x + 80} 760 {x + 176} 700",
            tone=tone - 26,
        )
        sketch.panel(
            f"M{x + 2} {top + 2} L{x + 178} {top + 2} L{x + 178} {top + 60} L{x + 2} {top + 60}",
            tone=tone + 14,
        )
        for rib in range(x + 14, x + 176, 13):
            sketch.seam(f"M{rib} {top + 6} L{rib} {min(700, top + 420)}", tone=tone - 22, width=2.6)
        sketch.fold(f"M{x + 20} {top + 90} L{x + 20} 700", tone=-26, width=24)


def mittens(sketch: Sketch, _kind: str) -> None:
    """Draw mittens on their cord."""
    sketch.cord("M330 900 C300 1160 700 1160 670 900", width=9)
    sketch.piece(
        "M250 900 L250 620 C240 420 270 320 350 320 C430 320 450 420 448 560 C470 520 500 520 506 560 "
        "C506 640 470 680 446 720 L440 900",
        both=True,
    )
    for x in range(264, 440, 14):
        sketch.seam(f"M{x} 790 L{x} 896", tone=-34, width=4, both=True)
    sketch.seam("M250 780 L444 780", tone=-40, both=True)
    sketch.trim("M252 640 L446 640 L446 672 L252 672", _CREAM, both=True)
    sketch.trim("M252 700 L446 700 L446 712 L252 712", _CREAM, both=True)
    sketch.fold("M290 400 L284 760", tone=22, width=30, both=True)
    sketch.fold("M420 400 L424 760", tone=-28, width=30, both=True)


def tin(sketch: Sketch, _kind: str) -> None:
    """Draw a round tin of balm, seen from above at a slant."""
    sketch.piece("M500 700 C360 700 240 660 240 600 L240 760 C240 830 360 880 500 880", half=True, tone=-22)
    sketch.piece("M500 470 C340 470 240 530 240 600 C240 670 340 730 500 730", half=True, tone=8)
    sketch.seam(
        "M286 600 C286 540 390 506 500 506 C610 506 714 540 714 600 C714 660 610 696 500 696 C390 696 286 660 286 600",
        tone=-40,
    )
    sketch.trim("M500 536 C410 536 340 566 340 600 C340 636 410 664 500 664", _CREAM, half=True)
    sketch.strap("M420 590 L580 590", "#4d372c", width=9)
    sketch.strap("M446 616 L554 616", "#4d372c", width=5)
    sketch.seam("M240 640 C240 780 760 780 760 640", tone=-46, width=5)
    sketch.fold("M280 760 Q330 830 420 850", tone=40, width=30)
    sketch.fold("M330 540 Q420 500 520 500", tone=34, width=20)


def bottle(sketch: Sketch, _kind: str) -> None:
    """Draw a glass bottle with a label."""
    sketch.trim("M440 260 L560 260 L560 360 L440 360", "#2c2724")
    sketch.piece(
        "M500 360 L456 360 L456 420 C400 440 352 470 350 540 L350 1010 Q350 1040 384 1040 L500 1040",
        half=True,
    )
    sketch.trim("M364 600 L636 600 L636 880 L364 880", _CREAM)
    sketch.strap("M410 670 L590 670", "#3f4a38", width=12)
    sketch.strap("M440 710 L560 710", "#3f4a38", width=6)
    sketch.strap("M420 820 C450 790 480 850 510 820 C540 790 560 840 584 816", "#8a3d22", width=6)
    sketch.fold("M376 500 L376 1010", tone=54, width=24)
    sketch.fold("M624 480 L624 1010", tone=-44, width=34)


def book(sketch: Sketch, _kind: str) -> None:
    """Draw a sewn book with a printed river on its cover."""
    sketch.piece("M220 300 L760 280 L776 990 L232 1010")
    sketch.trim("M760 296 L790 302 L806 1010 L262 1030 L240 1010 L776 990", "#efe7d8")
    sketch.seam("M262 300 L274 1008", tone=-46, width=4)
    sketch.strap("M266 760 C400 620 470 840 600 700 C680 620 720 660 764 620", "#b4c9dc", width=30)
    sketch.strap("M268 820 C400 690 480 900 610 770 C690 690 730 720 768 690", _CREAM, width=8)
    sketch.dot(640, 460, 44, "#c9983f")
    sketch.strap("M330 410 L520 402", _CREAM, width=14)
    sketch.strap("M331 446 L470 440", _CREAM, width=8)
    sketch.fold("M300 330 L316 990", tone=20, width=40)
    sketch.fold("M720 330 L736 960", tone=-20, width=50)


def card(sketch: Sketch, _kind: str) -> None:
    """Draw a gift card in its sleeve."""
    sketch.piece(
        "M220 400 Q200 402 202 424 L224 780 Q226 800 250 798 L760 764 Q782 762 780 738 L756 386 Q754 366 732 368"
    )
    sketch.strap("M212 640 C360 540 440 720 560 610 C650 540 700 590 768 540", _CREAM, width=26)
    sketch.strap("M216 690 C360 590 450 770 580 660 C660 590 710 640 772 590", "#c9983f", width=7)
    sketch.strap("M270 470 L460 457", _CREAM, width=14)
    sketch.strap("M272 504 L400 495", _CREAM, width=7)
    sketch.trim("M190 720 L500 800 L826 690 L836 880 Q836 900 816 902 L232 940 Q208 940 206 918", "#e2d6c0")
    sketch.fold("M300 430 Q500 560 720 430", tone=20, width=60)
