"""A product that was taken off sale after it had been posted, linked to and put into links that fill bags."""

import json
from contextlib import contextmanager

import pytest
from comptoir.catalog.models import PRODUCT
from sqlalchemy import select, update

from tests.plugins.social.conftest import text

POST = "/social/p/monday-on-the-quay"
FIRST = """query($handle: String!) @inContext(country: FR, language: EN) {
  product(handle: $handle) { title variants(first: 1) { nodes { id } } } }"""


def set_status(tx, *, handle, status):
    number = tx.scalar(select(PRODUCT.c.id).where(PRODUCT.c.handle == handle))
    tx.execute(update(PRODUCT).where(PRODUCT.c.id == number).values(status=status))
    tx.changed("catalog", "product", number)


@pytest.fixture
def withdrawn(visitor, demo_shop):
    """Give a context in which a product of the post is not on sale, with its handle, title and a variant."""

    @contextmanager
    def taken(status="draft"):
        handle = pieces(visitor)[0].rpartition("/")[2].partition("?")[0]
        product = visitor.ask(FIRST, {"handle": handle})["product"]
        number = product["variants"]["nodes"][0]["id"].rpartition("/")[2]
        demo_shop.db.write_now(set_status, handle=handle, status=status)
        try:
            yield handle, product["title"], number
        finally:
            demo_shop.db.write_now(set_status, handle=handle, status="active")

    return taken


def pieces(visitor):
    """Return the addresses of the pieces of the post, in their order."""
    links = [link.get("href") for link in visitor.page(POST).find(".//*[@class='pieces']").iter("a")]
    return list(dict.fromkeys(link for link in links if "/products/" in link))


@pytest.mark.parametrize("status", ["draft", "archived"])
def test_a_post_leaves_it_out_and_says_so(visitor, withdrawn, status):
    before = len(pieces(visitor))
    with withdrawn(status) as (handle, title, number):
        page = visitor.page(POST)
        assert len(pieces(visitor)) == before - 1
        assert "1 piece in this picture is no longer sold." in text(page)
        whole = visitor.get(POST).text
        assert f"products/{handle}" not in whole
        assert number not in json.dumps([s.text for s in page.iter("script")])
        assert visitor.get("/social/card/monday-on-the-quay.png").status_code == 200
        assert (
            title not in text(visitor.page("/social/feeds")) + visitor.get("/social/feeds/google-FR.xml").text
        )
    assert len(pieces(visitor)) == before


def test_a_post_of_nothing_on_sale_is_still_a_page(visitor, demo_shop):
    handles = [link.rpartition("/")[2].partition("?")[0] for link in pieces(visitor)]
    try:
        for handle in handles:
            demo_shop.db.write_now(set_status, handle=handle, status="draft")
        page = visitor.page(POST)
        assert f"{len(handles)} pieces in this picture are no longer sold." in text(page)
        assert page.find(".//*[@class='pieces']") is None
        assert visitor.get("/social/card/monday-on-the-quay.png").status_code == 200
    finally:
        for handle in handles:
            demo_shop.db.write_now(set_status, handle=handle, status="active")


def test_a_deep_link_to_it_gives_a_page_that_helps_on(visitor, withdrawn):
    with withdrawn() as (handle, title, number):
        for path in (
            f"/social/go/{handle}",
            f"/social/go/{handle}?variant={number}&country=GB&utm_source=ig",
            f"/social/products/{handle}?variant={number}",
        ):
            page = visitor.page(path, status=404)
            assert title not in text(page)
            assert page.find(".//main//a") is not None
        assert visitor.get(f"/social/card/products/{handle}.png").status_code == 404
        answer = visitor.get(f"/social/products/{handle}", headers={"x-fragment": "1"})
        assert (answer.status_code, title in answer.text) == (404, False)


def test_a_link_that_fills_a_bag_leaves_it_out_and_says_so(visitor, withdrawn):
    rows = visitor.ask(FIRST, {"handle": "digue-ribbed-beanie"})["product"]["variants"]["nodes"]
    kept = rows[0]["id"].rpartition("/")[2]
    with withdrawn() as (_, title, number):
        page = visitor.page(f"/social/cart/{number}:1,{kept}:2")
        assert title not in text(page)
        assert "1 piece of this link is no longer sold." in text(page)
        assert visitor.submit(f"/social/cart/{number}:1,{kept}:2").status_code == 303
        bag = visitor.page("/social/bag")
        assert [text(line) for line in bag.findall(".//form[@class='line__quantity']/span")] == ["2"]


def test_a_link_of_nothing_but_it_fills_nothing(visitor, withdrawn):
    with withdrawn() as (_, title, number):
        page = visitor.page(f"/social/cart/{number}:1", status=404)
        assert title not in text(page)
        assert visitor.submit(f"/social/cart/{number}:1").status_code == 404
        assert "cart" not in visitor.cookies


def test_a_bag_that_holds_it_shows_and_charges_the_rest(visitor, withdrawn):
    rows = visitor.ask(FIRST, {"handle": "digue-ribbed-beanie"})["product"]["variants"]["nodes"]
    kept = rows[0]["id"].rpartition("/")[2]
    with withdrawn() as (_, title, number):
        pass
    visitor.submit(f"/social/cart/{number}:1,{kept}:1")
    whole = text(visitor.page("/social/bag").find(".//*[@data-subtotal]"))
    with withdrawn():
        page = visitor.page("/social/bag")
        assert title not in text(page)
        assert text(page.find(".//*[@data-subtotal]")) != whole
