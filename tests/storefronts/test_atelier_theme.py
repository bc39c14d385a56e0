"""The theme: text can be read on every ground, and nothing comes from outside."""

from xml.etree import ElementTree as ET

import pytest
from comptoir_atelier import ASSETS, register_storefronts
from comptoir_atelier.theme import THEME

GROUNDS = ("color-paper", "color-surface", "color-surface-sunken")
TEXTS = (
    "color-ink",
    "color-muted",
    "color-accent",
    "color-sale",
    "color-success",
    "color-warning",
    "color-danger",
)


def luminance(color):
    parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_black_on_white_has_the_contrast_that_wcag_names():
    assert round(contrast("#000000", "#ffffff"), 2) == 21


@pytest.mark.parametrize("ground", [*GROUNDS, "color-accent-soft"])
@pytest.mark.parametrize("text", TEXTS)
def test_text_can_be_read_on_every_ground(text, ground):
    assert contrast(THEME[text], THEME[ground]) >= 4.5


def test_text_can_be_read_on_the_accent():
    assert contrast(THEME["color-accent-ink"], THEME["color-accent"]) >= 4.5


@pytest.mark.parametrize("ground", GROUNDS)
def test_strong_lines_and_focus_can_be_seen(ground):
    assert contrast(THEME["color-line-strong"], THEME[ground]) >= 3
    assert contrast(THEME["color-focus"], THEME[ground]) >= 3


def test_nothing_is_loaded_from_outside():
    assert not any("url(" in value or "//" in value for value in THEME.values())
    for path in ASSETS.glob("*.svg"):
        assert "href" not in path.read_text(encoding="utf-8")


def test_the_brand_comes_with_its_marks():
    [storefront] = register_storefronts()
    assert (storefront.name, storefront.title) == ("atelier", "Atelier Rive")
    assert {path.name for path in storefront.assets.iterdir()} == {"favicon.svg", "logo.svg", "wordmark.svg"}
    for path in storefront.assets.iterdir():
        assert ET.parse(path).getroot().tag.endswith("svg")
