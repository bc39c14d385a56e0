"""Shoes, bags and small things."""

from comptoir_atelier.pictures.sketch import Sketch

_BRASS = "#b5904f"
_GUM = "#c9a877"
_RUBBER = "#efeae0"
_EBONY = "#2c2724"


def shoe(sketch: Sketch, kind: str) -> None:
    """Draw a shoe from its side: sneaker, loafer, boot or sandal."""
    {"sneaker": _sneaker, "loafer": _loafer, "boot": _boot, "sandal": _sandal}[kind](sketch)


def _sneaker(sketch: Sketch) -> None:
    sketch.trim("M118 760 Q110 810 130 822 L860 822 Q900 816 890 764 L880 742 L128 742", _RUBBER)
    sketch.piece(
        "M136 748 C120 660 130 560 152 500 Q220 530 300 486 L352 470 "
        "C420 560 520 616 640 650 C760 680 872 690 884 760 L136 760"
    )
    sketch.seam("M118 786 L890 786", tone=-40)
    sketch.panel("M640 652 C760 682 872 690 884 752 L690 752 Q640 720 640 652", tone=6)
    sketch.seam("M640 652 Q636 720 694 756", tone=-44)
    sketch.panel("M136 748 C122 660 130 570 146 520 Q232 580 240 752", tone=-8)
    sketch.seam("M146 520 Q240 590 242 754", tone=-44)
    sketch.piece(
        "M300 486 L352 462 C380 430 430 440 440 470 L596 632 Q520 660 470 640 Q340 590 300 486", tone=8
    )
    for number in range(5):
        x, y = 400 + number * 42, 500 + number * 32
        sketch.strap(f"M{x - 40} {y + 48} Q{x} {y + 10} {x + 22} {y - 6}", "#e2ddd2", width=13)
    sketch.stitch("M262 752 Q270 640 380 660 Q500 710 660 752", tone=-40)
    sketch.fold("M200 560 Q300 700 640 730", tone=20, width=40)
    sketch.strap("M120 800 L888 800", "#d9d2c4", width=3)


def _loafer(sketch: Sketch) -> None:
    sketch.trim("M126 800 L126 866 L300 866 L306 812 Q560 838 880 812 L890 790 L130 780", _EBONY)
    sketch.piece(
        "M132 796 C118 700 140 620 168 590 Q240 640 360 600 L430 600 "
        "C560 620 700 650 800 690 Q896 730 886 800 Q560 826 132 796"
    )
    sketch.piece("M168 590 Q240 640 360 600 Q420 660 440 690 Q280 690 176 650", tone=-44)
    sketch.piece(
        "M430 600 C540 606 700 650 800 692 Q846 712 830 742 Q640 700 480 700 Q430 650 430 600", tone=10
    )
    sketch.stitch("M438 622 Q470 690 500 706 Q660 712 822 748", tone=-46)
    sketch.piece("M404 590 L520 604 Q560 660 548 740 L410 716 Q430 650 404 590", tone=-10)
    sketch.seam("M452 650 L510 656 L506 676 L456 670 L452 650", tone=-56, width=5)
    sketch.fold("M620 680 Q760 720 850 780", tone=34, width=26)
    sketch.fold("M180 700 L300 760", tone=20, width=30)


def _boot(sketch: Sketch) -> None:
    sketch.trim("M166 900 L170 966 L330 966 L340 914 Q600 940 876 914 L888 884 L170 874", _EBONY)
    sketch.piece(
        "M170 890 C160 760 196 560 190 330 Q330 300 450 330 C446 480 470 600 520 650 "
        "C640 700 800 720 850 770 Q896 820 884 890 Q560 920 170 890"
    )
    sketch.piece("M300 420 L420 420 Q424 560 400 640 Q360 660 316 640 Q292 540 300 420", tone=-34)
    for x in range(308, 418, 11):
        sketch.seam(f"M{x} 426 L{x} 640", tone=-54, width=2)
    sketch.piece("M300 332 L330 250 L352 250 L350 336", tone=6)
    sketch.seam("M190 372 Q320 350 448 372", tone=-40)
    sketch.seam("M402 640 Q470 760 420 900", tone=-36)
    sketch.fold("M540 690 Q720 740 850 820", tone=26, width=34)
    sketch.fold("M226 400 Q230 640 220 840", tone=20, width=30)
    sketch.fold("M430 640 Q470 680 540 690", tone=-30, width=24)


def _sandal(sketch: Sketch) -> None:
    sketch.trim("M130 770 Q120 812 150 818 L860 818 Q900 806 884 772 Q560 800 130 770", _GUM)
    sketch.trim("M132 812 L132 852 L320 852 L330 816", _EBONY)
    sketch.piece("M560 780 C560 660 620 600 690 600 Q780 620 800 780", tone=4)
    sketch.piece("M420 778 C430 650 500 580 560 590 L600 610 C560 640 520 700 510 780", tone=-4)
    sketch.piece("M136 776 C120 640 150 520 190 480 L232 490 C200 560 210 680 250 778", tone=-8)
    sketch.piece("M160 560 Q330 470 520 610 L508 650 Q330 530 156 610", tone=8)
    sketch.stitch("M168 574 Q330 490 514 622", tone=42)
    sketch.stitch("M580 770 C580 680 630 624 692 620 Q764 636 782 770", tone=42)
    sketch.seam("M330 488 L380 504 L366 562 L318 544 L330 488", tone=-60, width=7)
    sketch.dot(350, 524, 6, _BRASS)
    sketch.fold("M620 680 Q700 640 770 720", tone=26)


def bag(sketch: Sketch, kind: str) -> None:
    """Draw a bag: tote, crossbody, satchel or weekender."""
    {"tote": _tote, "crossbody": _crossbody, "satchel": _satchel, "weekend": _weekend}[kind](sketch)


def _tote(sketch: Sketch) -> None:
    sketch.cord("M360 470 C350 210 400 150 500 150 C600 150 650 210 640 470", width=34, tone=-16)
    sketch.piece("M500 440 L226 440 L250 1050 Q260 1074 290 1074 L500 1074", half=True)
    sketch.cord(
        "M346 640 L346 440 C344 220 410 190 500 190 C590 190 656 220 654 440 L654 640", width=36, tone=6
    )
    sketch.stitch("M228 476 L772 476", tone=-40)
    sketch.stitch("M332 624 L360 624 M360 624", tone=-40, both=True)
    sketch.trim("M440 720 L560 720 L560 780 L440 780", "#f4efe5")
    sketch.strap("M462 742 L538 742", "#3b3a3a", width=6)
    sketch.strap("M476 760 L524 760", "#3b3a3a", width=4)
    sketch.fold("M300 520 Q330 800 300 1040", tone=-28, width=44)
    sketch.fold("M700 520 Q660 800 704 1040", tone=-34, width=48)
    sketch.fold("M470 820 Q480 940 460 1050", tone=16, width=60)
    sketch.seam("M252 1010 Q500 1030 748 1010", tone=-26)


def _crossbody(sketch: Sketch) -> None:
    sketch.cord("M270 560 C240 120 420 80 520 110 C720 170 760 360 732 560", width=20, tone=-6)
    sketch.piece("M500 520 L262 520 Q240 520 238 548 C230 760 244 900 330 960 Q400 996 500 996", half=True)
    sketch.piece(
        "M500 508 L254 508 Q234 512 236 540 C234 680 290 800 400 838 Q450 852 500 852", half=True, tone=10
    )
    sketch.stitch("M254 526 C252 680 304 786 404 820 Q500 846 596 820 C696 786 748 680 746 526", tone=-46)
    sketch.stitch("M254 860 C270 910 330 960 400 970 Q500 984 600 970 C670 960 730 910 746 860", tone=-46)
    sketch.trim("M470 800 L530 800 L530 880 Q500 896 470 880", _BRASS)
    sketch.dot(500, 846, 10, "#7c5f2e")
    sketch.dot(268, 548, 16, _BRASS)
    sketch.dot(732, 548, 16, _BRASS)
    sketch.fold("M300 560 Q400 700 600 720", tone=28, width=60)
    sketch.fold("M270 880 Q500 960 730 880", tone=-30, width=40)


def _satchel(sketch: Sketch) -> None:
    sketch.cord("M400 400 C400 300 440 280 500 280 C560 280 600 300 600 400", width=30)
    sketch.piece("M500 400 L170 400 Q156 400 156 420 L166 960 Q168 984 200 984 L500 984", half=True)
    sketch.piece("M500 390 L160 390 Q144 392 146 420 L154 700 Q160 730 200 734 L500 734", half=True, tone=9)
    sketch.stitch("M164 410 L172 700 Q176 714 204 716 L796 716 Q824 714 828 700 L836 410", tone=-46)
    sketch.piece("M268 390 L330 390 L330 850 L299 872 L268 850", tone=-8, both=True)
    sketch.stitch("M278 400 L278 844 L299 860 L320 844 L320 400", tone=44, both=True)
    for x in (299, 701):
        sketch.trim(f"M{x - 42} 760 L{x + 42} 760 L{x + 42} 812 L{x - 42} 812", _BRASS)
        sketch.piece(f"M{x - 26} 774 L{x + 26} 774 L{x + 26} 798 L{x - 26} 798", tone=-10)
    sketch.stitch("M182 960 L818 960", tone=-46)
    sketch.fold("M220 460 Q480 560 780 480", tone=26, width=70)


def _weekend(sketch: Sketch) -> None:
    sketch.cord("M350 560 C350 330 400 300 500 300 C600 300 650 330 650 560", width=30)
    sketch.piece("M500 470 L210 470 C140 480 110 560 112 760 Q112 920 170 930 L500 930", half=True)
    sketch.strap("M216 486 L784 486", _BRASS, width=7)
    sketch.cord(
        "M340 900 L340 560 C344 360 420 350 500 350 C580 350 656 360 660 560 L660 900", width=34, tone=6
    )
    sketch.trim("M116 800 Q112 920 170 930 L300 930 Q250 800 116 800", "#6b452a", both=True)
    sketch.trim("M452 640 L548 640 L548 700 L452 700", "#6b452a")
    sketch.stitch("M200 506 L800 506", tone=40)
    sketch.fold("M180 560 Q150 700 160 860", tone=-28, width=36)
    sketch.fold("M400 560 Q500 640 600 560", tone=22, width=50)
    sketch.fold("M820 560 Q850 700 840 860", tone=-32, width=40)


def belt(sketch: Sketch, _kind: str) -> None:
    """Draw a coiled belt."""
    sketch.piece("M180 560 C180 420 820 420 820 560 L820 660 C820 520 180 520 180 660", tone=-26)
    sketch.piece("M180 560 C180 720 820 720 820 560 L820 664 C820 830 180 830 180 664")
    sketch.piece("M180 620 L110 800 L196 838 L272 700", tone=6)
    sketch.stitch("M190 580 C210 712 790 712 812 580", tone=42)
    sketch.stitch("M190 676 C210 804 790 804 812 676", tone=42)
    sketch.strap("M420 664 L420 806 L560 806 L560 664 L420 664", _BRASS, width=18)
    sketch.strap("M420 734 L580 726", _BRASS, width=12)
    for x in range(610, 790, 44):
        sketch.dot(x, 728 - (x - 610) * 0.26, 7, _EBONY)
    sketch.fold("M230 640 Q500 780 770 640", tone=26, width=30)


def wallet(sketch: Sketch, _kind: str) -> None:
    """Draw a card holder."""
    sketch.trim("M300 470 L700 470 L700 560 L300 560", "#e9ddc9")
    sketch.trim("M318 446 L682 446 L682 520 L318 520", "#7d98b5")
    sketch.piece("M500 500 L250 500 Q232 500 232 520 L232 800 Q232 822 254 822 L500 822", half=True)
    for y in (580, 640):
        sketch.seam(f"M250 {y} Q500 {y + 12} 750 {y}", tone=-56, width=4)
    sketch.stitch("M250 516 L250 804 L750 804 L750 516", tone=-44)
    sketch.fold("M280 540 Q500 700 720 600", tone=26, width=70)
    sketch.seam("M440 740 L560 740", tone=-40, width=3)
