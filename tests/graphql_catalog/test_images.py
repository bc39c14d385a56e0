"""Addresses of pictures."""

import pytest
from comptoir.catalog.graphql.image import CropRegion, ImageContentType, transformed_path
from comptoir.catalog.graphql.traits import truncated
from comptoir.errors import BadUserInputError

PATH = "/media/abc/shirt.jpg"


def test_a_change_becomes_a_query():
    assert transformed_path(PATH) == PATH
    assert transformed_path(PATH, max_width=96, max_height=64, crop=CropRegion.CENTER, scale=2) == (
        f"{PATH}?width=192&height=128&crop=center"
    )
    assert transformed_path(PATH, preferred_content_type=ImageContentType.WEBP) == f"{PATH}?format=webp"
    assert transformed_path(PATH, max_width=5760, scale=3) == f"{PATH}?width=5760"


def test_a_picture_of_another_site_is_left_alone():
    assert (
        transformed_path("https://pictures.example/a.jpg", max_width=10) == "https://pictures.example/a.jpg"
    )


@pytest.mark.parametrize("bounds", [{"max_width": 0}, {"max_height": 5761}, {"scale": 4}, {"scale": -1}])
def test_bounds_out_of_range_are_refused(bounds):
    with pytest.raises(BadUserInputError, match="is allowed"):
        transformed_path(PATH, **bounds)


def test_all_ways_to_ask_for_a_picture(shop):
    image = shop.data(
        """{product(handle: "oxford-shirt") {featuredImage {
          url src originalSrc transformedSrc(maxWidth: 10) small: url(transform: {maxWidth: 10, maxHeight: 10})
          plain: url(transform: null) altText width height thumbhash}}}"""
    )["product"]["featuredImage"]
    addresses = {image[name] for name in ("url", "src", "originalSrc", "transformedSrc", "small", "plain")}
    assert addresses == {"https://pictures.example/red.jpg"}
    assert image["altText"] == "Red shirt"


def test_texts_are_cut_with_an_ellipsis():
    assert truncated("A shirt of cotton", 10) == "A shirt..."
    assert truncated("short", 5) == "short"
    assert truncated("long", 2) == ".."
    assert not truncated("long", 0)
    assert truncated("any", None) == "any"
    with pytest.raises(BadUserInputError):
        truncated("any", -1)
