"""The brand's pictures: one for each colour, each the same every time, none of them empty paper."""

from io import BytesIO

import pytest
from comptoir_atelier.pictures.studio import BANNER, PORTRAIT
from comptoir_atelier.products import find_products, product_draft
from comptoir_atelier.shoots import banner_shot, product_shots, take_one
from comptoir_atelier.sources import read
from PIL import Image, ImageStat

PRODUCTS = find_products()
TABLES = [*read("collections")["collection"], *read("journal")["article"]]
SHOTS = {product.handle: product_shots(product, place=place) for place, product in enumerate(PRODUCTS)}


@pytest.mark.parametrize("product", PRODUCTS, ids=lambda product: product.handle)
def test_a_product_has_a_picture_of_each_colour_and_a_detail(product):
    shots = SHOTS[product.handle]
    assert len(shots) == max(1, len(product.colors)) + 1
    assert [shot.detail for shot in shots] == [False] * (len(shots) - 1) + [True]
    for variant in product_draft(product).variants:
        assert 0 <= variant.media_index < len(shots) - 1


@pytest.mark.parametrize("product", PRODUCTS, ids=lambda product: product.handle)
def test_every_picture_shows_something(product):
    for shot in SHOTS[product.handle]:
        image = Image.open(BytesIO(take_one(shot)))
        assert image.size == PORTRAIT
        assert max(ImageStat.Stat(image).stddev) > 6, shot.filename


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table["handle"])
def test_every_banner_shows_something(table):
    image = Image.open(BytesIO(take_one(banner_shot(table))))
    assert image.size == BANNER
    assert max(ImageStat.Stat(image).stddev) > 12


def test_a_picture_is_the_same_every_time():
    shot = SHOTS["brume-check-flannel"][0]
    assert take_one(shot) == take_one(shot)


def test_colours_and_details_differ():
    pictures = [take_one(shot) for shot in SHOTS["quai-straight-jeans"]]
    assert len(set(pictures)) == len(pictures)


def test_file_names_are_unique_and_described_in_both_languages():
    shots = [shot for each in SHOTS.values() for shot in each]
    names = [shot.filename for shot in shots]
    assert len(set(names)) == len(names)
    assert all(shot.alt and shot.alt_fr for shot in shots)
