"""Pictures come in from staff, and are placed on products and collections by their tokens."""

import pytest

from tests.catalog_store.pictures import draw

PATH = "/graphql/staff/media"


def upload(office, content, role="merchandiser", method="POST"):
    headers = {"authorization": f"Bearer {office.tokens[role]}"} if role else {}
    return office.send(method, PATH, content=content, headers=headers)


def test_an_uploaded_picture_is_placed_on_a_product_and_served(small_office):
    answer = upload(small_office, draw(1200, 800))
    assert answer.status_code == 200
    picture = answer.json()
    assert (picture["format"], picture["width"], picture["height"]) == ("png", 1200, 800)
    product = small_office.ask('{ product(handle: "shirt") { id } }')["product"]
    update = """mutation ($id: ID!, $media: [MediaInput!]!) { productUpdate(id: $id, input: {media: $media}) {
      product { media { token alt kind address translations { language value } } } userErrors { code field } } }"""
    alt = {"language": "fr", "field": "alt", "value": "Devant"}
    media = [{"token": picture["token"], "alt": "Front", "filename": "front.png", "translations": [alt]}]
    payload = small_office.ask(update, {"id": product["id"], "media": media})["productUpdate"]
    assert payload["userErrors"] == []
    (placed,) = payload["product"]["media"]
    address = placed.pop("address")
    assert placed == {
        "token": picture["token"],
        "alt": "Front",
        "kind": "IMAGE",
        "translations": [{"language": "fr", "value": "Devant"}],
    }
    served = small_office.send("GET", address.removeprefix("https://shop.example"))
    assert (served.status_code, served.headers["content-type"]) == (200, "image/png")
    seen = '{ product(handle: "shirt") { featuredImage { altText width } } }'
    shopper = small_office.ask(seen, role=None, path="/graphql")["product"]["featuredImage"]
    assert shopper == {"altText": "Front", "width": 1200}


def test_a_collection_takes_an_uploaded_picture_and_keeps_it(small_office):
    token = upload(small_office, draw(40, 40)).json()["token"]
    save = """mutation ($input: CollectionInput!) { collectionCreate(input: $input) {
      collection { id image { token alt } } userErrors { code } } }"""
    given = {"title": "Blue", "image": {"token": token, "alt": "Sea"}}
    saved = small_office.ask(save, {"input": given})["collectionCreate"]["collection"]
    assert saved["image"] == {"token": token, "alt": "Sea"}
    rename = """mutation ($id: ID!) { collectionUpdate(id: $id, input: {title: "Navy"}) {
      collection { title image { token alt } } } }"""
    renamed = small_office.ask(rename, {"id": saved["id"]})["collectionUpdate"]["collection"]
    assert renamed == {"title": "Navy", "image": saved["image"]}


@pytest.mark.parametrize(
    ("role", "status", "code"),
    [(None, 401, "UNAUTHENTICATED"), ("associate", 403, "FORBIDDEN"), ("auditor", 403, "FORBIDDEN")],
)
def test_only_who_may_change_the_catalogue_may_upload(small_office, role, status, code):
    answer = upload(small_office, draw(40, 40), role=role)
    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (status, code)


@pytest.mark.parametrize("content", [b"", b"<svg/>", b"\x89PNG\r\n\x1a\n", b"GIF89a" + b"\0" * 50])
def test_what_is_no_picture_is_refused(small_office, content):
    answer = upload(small_office, content)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["extensions"]["code"] == "INVALID"


def test_a_picture_that_is_too_large_is_refused_before_it_is_read_whole(small_office):
    assert upload(small_office, b"x" * (20 * 1024 * 1024 + 1)).status_code == 413


def test_uploads_come_by_post(small_office):
    assert upload(small_office, b"", method="GET").status_code == 405
