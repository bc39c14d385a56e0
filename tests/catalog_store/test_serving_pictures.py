"""Serving pictures in the size and format that is asked for."""

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from comptoir.catalog.media import MediaStore, rendition
from comptoir.catalog.media.rendition import LADDER, snapped
from comptoir.catalog.media.route import media_routes
from PIL import Image
from starlette.applications import Starlette
from starlette.testclient import TestClient

from tests.catalog_store.pictures import draw, opened


@pytest.fixture
def store(tmp_path):
    return MediaStore(tmp_path)


@pytest.fixture
def client(store):
    with TestClient(Starlette(routes=media_routes(store))) as client:
        yield client


@pytest.fixture
def token(store):
    """Token of a red, green, blue and white PNG of 1200 by 800."""
    return store.put(draw()).token


def test_the_original_comes_as_it_was_stored(client, token):
    answer = client.get(f"/media/{token}/shirt.png")
    assert answer.status_code == 200
    assert answer.content == draw()
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_second_request_is_answered_by_the_tag(client, token):
    first = client.get(f"/media/{token}/shirt.png?width=200")
    again = client.get(
        f"/media/{token}/shirt.png?width=200", headers={"If-None-Match": first.headers["etag"]}
    )
    assert (again.status_code, again.content) == (304, b"")
    other = client.get(
        f"/media/{token}/shirt.png?width=400", headers={"If-None-Match": first.headers["etag"]}
    )
    assert other.status_code == 200


@pytest.mark.parametrize(
    ("query", "size"),
    [
        ("width=300", (300, 200)),
        ("height=200", (300, 200)),
        ("width=300&height=300", (300, 200)),
        ("width=900&height=200", (300, 200)),
        ("width=310", (300, 200)),
        ("width=5", (16, 11)),
        ("width=9999", (1200, 800)),
        ("width=300&crop=center", (300, 200)),
        ("width=400&height=400&crop=center", (400, 400)),
        ("width=400&height=500&crop=center", (400, 500)),
        ("width=2000&height=2000&crop=center", (800, 800)),
        ("width=401&height=499&crop=top", (400, 500)),
        ("width=1200&height=800", (1200, 800)),
        ("width=", (1200, 800)),
    ],
)
def test_a_picture_comes_in_the_size_that_is_asked_for(client, token, query, size):
    answer = client.get(f"/media/{token}/shirt.png?{query}")
    assert opened(answer.content).size == size


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("shirt_300x300.png", (300, 200)),
        ("shirt_300x.png", (300, 200)),
        ("shirt_x200.png", (300, 200)),
        ("shirt_400x400_crop_center.png", (400, 400)),
        ("shirt_300x@2x.png", (300, 200)),
        ("shirt_300x", (300, 200)),
        ("shirt_x.png", (1200, 800)),
    ],
)
def test_a_size_may_stand_in_the_name(client, token, name, size):
    assert opened(client.get(f"/media/{token}/{name}").content).size == size


@pytest.mark.parametrize(
    ("crop", "corners"),
    [
        ("top", ("red", "lime")),
        ("bottom", ("blue", "white")),
    ],
)
def test_a_crop_keeps_the_part_that_is_named(store, client, crop, corners):
    token = store.put(draw(200, 1200)).token
    answer = client.get(f"/media/{token}/a.png?width=160&height=80&crop={crop}")
    image = opened(answer.content).convert("RGB")
    assert image.size == (160, 80)
    named = {"red": (255, 0, 0), "lime": (0, 255, 0), "blue": (0, 0, 255), "white": (255, 255, 255)}
    assert (image.getpixel((10, 40)), image.getpixel((150, 40))) == tuple(named[name] for name in corners)


def test_left_and_right_crops_differ(store):
    token = store.put(draw(1200, 200)).token
    sides = {
        side: opened(rendition(store, token, width=100, height=100, crop=side)[0].read_bytes()).convert("RGB")
        for side in ("left", "right")
    }
    assert sides["left"].getpixel((50, 20)) == (255, 0, 0)
    assert sides["right"].getpixel((50, 20)) == (0, 255, 0)


@pytest.mark.parametrize(
    ("form", "mime", "pillow"),
    [
        ("webp", "image/webp", "WEBP"),
        ("jpg", "image/jpeg", "JPEG"),
        ("JPEG", "image/jpeg", "JPEG"),
        ("png", "image/png", "PNG"),
    ],
)
def test_a_picture_comes_in_the_format_that_is_asked_for(client, token, form, mime, pillow):
    answer = client.get(f"/media/{token}/shirt.png?width=300&format={form}")
    assert answer.headers["content-type"] == mime
    assert opened(answer.content).format == pillow


@pytest.mark.parametrize(
    ("form", "mime"),
    [
        ("PNG", "image/png"),
        ("JPEG", "image/jpeg"),
        ("WEBP", "image/webp"),
        ("GIF", "image/png"),
        ("AVIF", "image/webp"),
    ],
)
def test_a_resized_picture_keeps_its_format_where_that_serves(store, client, form, mime):
    token = store.put(draw(form=form)).token
    assert client.get(f"/media/{token}/a?width=100").headers["content-type"] == mime


def test_transparent_parts_become_white_in_jpeg(store):
    out = BytesIO()
    Image.new("RGBA", (100, 100), (0, 0, 0, 0)).save(out, "PNG")
    token = store.put(out.getvalue()).token
    path, mime = rendition(store, token, width=50, format="jpeg")
    assert (mime, opened(path.read_bytes()).getpixel((25, 25))) == ("image/jpeg", (255, 255, 255))


@pytest.mark.parametrize("mode", ["P", "L", "LA", "1", "CMYK"])
def test_pictures_of_other_modes_are_resized(store, mode):
    token = store.put(draw(mode=mode, form="JPEG" if mode == "CMYK" else "PNG")).token
    path, _ = rendition(store, token, width=100, format="webp")
    assert opened(path.read_bytes()).size == (100, 67)


@pytest.mark.parametrize(
    "query",
    [
        "width=-1",
        "width=0",
        "width=abc",
        "width=1.5",
        "width=99999",
        "height=٣",
        "crop=middle",
        "format=svg",
        "format=gif",
    ],
)
def test_a_wish_that_makes_no_sense_is_refused(client, token, query):
    assert client.get(f"/media/{token}/shirt.png?{query}").status_code == 400


@pytest.mark.parametrize("path", [f"{'0' * 40}/a.png", "..%2f..%2fetc/passwd", "%2e%2e/a.png", "x/a.png"])
def test_an_unknown_picture_is_not_found(client, path):
    assert client.get(f"/media/{path}").status_code == 404


def test_a_second_asking_makes_no_second_file(store, token):
    first, _ = rendition(store, token, width=300)
    made = first.stat().st_mtime_ns
    with ThreadPoolExecutor(8) as pool:
        paths = set(pool.map(lambda _: rendition(store, token, width=310)[0], range(16)))
    assert paths == {first}
    assert first.stat().st_mtime_ns == made


def test_many_at_once_make_one_file(store, token):
    with ThreadPoolExecutor(8) as pool:
        paths = set(pool.map(lambda _: rendition(store, token, width=640, format="webp")[0], range(16)))
    assert len(paths) == 1
    assert [path.name for path in paths.pop().parent.iterdir()] == ["640x427-0-0-1200-800.webp"]


def test_versions_of_one_picture_are_limited(store):
    token = store.put(draw(400, 400)).token
    for width in LADDER[:20]:
        for height in LADDER[:20]:
            rendition(store, token, width=width, height=height, crop="top", format="jpeg")
    folder = rendition(store, token, width=16)[0].parent
    assert len(list(folder.iterdir())) <= 257


def test_sides_snap_down_to_the_ladder():
    assert [snapped(side) for side in (1, 16, 17, 199, 200, 3201)] == [16, 16, 16, 160, 200, 3200]
