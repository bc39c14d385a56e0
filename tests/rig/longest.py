"""The files that take longest: they begin first, so that two processes end together."""

from pathlib import Path

ROOT = Path(__file__).parent.parent

LONGEST = [
    ROOT / each
    for each in (
        "conformance/test_kit.py",
        "parity/test_parity.py",
        "cli/test_commands.py",
        "cli/test_plugins.py",
        "browser/test_mobile.py",
        "property/test_order_machine.py",
        "property/test_stock_machine.py",
        "property/test_payment_machine.py",
        "property/test_cart_machine.py",
        "property/test_promotions.py",
        "property/test_best_for_shopper.py",
        "streaming/test_shutdown.py",
        "browser/test_web_pages.py",
        "browser/test_five_doors.py",
        "browser/test_web_journey.py",
        "architecture/test_rig.py",
    )
]
_PLACES = {path: place for place, path in enumerate(LONGEST)}


def longest_first(items):
    """Sort tests so that those of the longest files come first; the others stay as they are."""
    items.sort(key=lambda item: _PLACES.get(item.path, len(_PLACES)))
