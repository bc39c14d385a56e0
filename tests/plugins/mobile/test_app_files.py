"""What makes the pages an app: manifest, icons, service worker, and the page for no network."""

import json
from io import BytesIO

import pytest
from PIL import Image

from tests.plugins.mobile.conftest import text
from tests.plugins.web.conftest import parse


def manifest(phone, **headers):
    answer = phone.get("/mobile/manifest.webmanifest", headers=headers)
    assert answer.headers["content-type"] == "application/manifest+json"
    return answer.json()


def test_the_manifest_has_what_installing_takes(phone):
    found = manifest(phone)

    assert found["name"] == "Atelier Rive"
    assert 0 < len(found["short_name"]) <= 12
    assert (found["id"], found["start_url"], found["scope"]) == ("/mobile/",) * 3
    assert found["display"] == "standalone"
    assert found["background_color"] == found["theme_color"] == "#faf7f1"
    sizes = {(icon["sizes"], icon["purpose"]) for icon in found["icons"] if icon["type"] == "image/png"}
    assert {("192x192", "any"), ("512x512", "any"), ("192x192", "maskable"), ("512x512", "maskable")} <= sizes
    assert [row["url"] for row in found["shortcuts"]] == ["/mobile/scan", "/mobile/search", "/mobile/cart"]


def test_the_manifest_speaks_the_visitors_language(phone):
    found = manifest(phone, **{"accept-language": "fr"})

    assert found["lang"] == "fr"
    assert found["shortcuts"][0]["name"] == "Scanner un code"


def test_every_icon_is_a_picture_of_its_size(phone):
    for icon in manifest(phone)["icons"]:
        answer = phone.get(icon["src"])
        assert answer.headers["content-type"] == icon["type"]
        if icon["type"] == "image/png":
            picture = Image.open(BytesIO(answer.content))
            assert icon["sizes"] == f"{picture.width}x{picture.height}"
            # A maskable icon fills its square: the system cuts it to shape.
            corner = picture.convert("RGBA").getpixel((0, 0))
            assert corner[3] == (255 if icon["purpose"] == "maskable" else 0)


def test_maskable_icons_draw_inside_the_safe_zone(phone):
    picture = Image.open(BytesIO(phone.get("/mobile/icons/maskable-512.png").content)).convert("RGB")
    ground = picture.getpixel((0, 0))
    drawn = [
        (x - 256) ** 2 + (y - 256) ** 2
        for x in range(0, 512, 4)
        for y in range(0, 512, 4)
        if picture.getpixel((x, y)) != ground
    ]

    assert drawn
    assert max(drawn) <= (0.4 * 512) ** 2


def test_the_worker_keeps_files_that_are_there(phone):
    answer = phone.get("/mobile/sw.js")
    settings = json.loads(answer.text.partition("const APP = ")[2].partition(";\n")[0])

    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.headers["service-worker-allowed"] == "/mobile/"
    assert settings["root"] == "/mobile"
    for path in settings["shell"]:
        assert phone.get(path).status_code == 200, path
    # Every file that a page asks for is among them.
    page = phone.page("/mobile/products/averse-trench-coat")
    asked = [link.get("href") for link in page.findall(".//link[@rel='stylesheet']")]
    assert set(asked) <= set(settings["shell"])


def test_the_page_for_no_network_names_nobody(phone):
    phone.add(Color="Indigo", Size="30")
    answer = phone.get("/mobile/offline")

    assert text(parse(answer.text).find(".//h1")) == "You are offline"
    assert "set-cookie" not in answer.headers
    assert "csrf" not in answer.text
    assert phone.cookies["visitor"] not in answer.text
    assert "page-mark" not in answer.text


def test_pages_of_two_visitors_have_different_marks(phone, other):
    def mark(visitor):
        return visitor.page("/mobile/cart").find(".//meta[@name='page-mark']").get("content")

    assert mark(phone) == mark(phone)
    assert mark(phone) != mark(other)
    assert phone.cookies["visitor"] not in mark(phone)


@pytest.mark.parametrize("path", ["/mobile/", "/mobile/cart", "/mobile/products/averse-trench-coat"])
def test_pages_are_for_nobody_elses_cache(phone, path):
    assert phone.get(path).headers["cache-control"] == "private, no-cache"
