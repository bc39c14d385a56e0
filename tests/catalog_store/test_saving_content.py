"""Saving pages, blogs, menus, redirects and size charts."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from comptoir.catalog.commands import save_blog, save_menu, save_page, save_redirect, save_size_chart
from comptoir.catalog.drafts import (
    ArticleDraft,
    BlogDraft,
    MediaDraft,
    MenuDraft,
    MenuItemDraft,
    PageDraft,
    RedirectDraft,
    SizeChartDraft,
)
from comptoir.errors import DomainError

from tests.catalog_store.drafts import change_log, count_rows, events, everything, rows_of

PAGE = PageDraft(handle="about", title="About", body="<h2>Us</h2>", translations={"fr": {"title": "Nous"}})
ARTICLE = ArticleDraft(
    handle="hello",
    title="Hello",
    content_html="<p>Hi</p>",
    author="Ann",
    published_at=datetime(2026, 1, 1, tzinfo=UTC),
    tags=("news",),
    image=MediaDraft(url="https://pictures.example/a.jpg", alt="A", translations={"fr": {"alt": "Un"}}),
    translations={"fr": {"title": "Bonjour"}},
)
BLOG = BlogDraft(
    handle="news", title="News", articles=(ARTICLE, replace(ARTICLE, handle="", title="Second one"))
)
MENU = MenuDraft(
    handle="main-menu",
    title="Main",
    items=(
        MenuItemDraft(
            title="Shop",
            target="catalog",
            items=(
                MenuItemDraft(
                    title="Shirts", target="collection:shirts", translations={"fr": {"title": "Chemises"}}
                ),
            ),
        ),
        MenuItemDraft(title="Elsewhere", target="https://elsewhere.example/"),
    ),
)
CHART = SizeChartDraft(
    handle="tops",
    title="Tops",
    unit="cm",
    columns=("Size", "Chest"),
    rows=(("S", "90"), ("M", "96")),
    translations={"fr": {"title": "Hauts", "Chest": "Poitrine"}},
)
REDIRECT = RedirectDraft(path="/old", target="/products/new")
CASES = {
    "page": (save_page, PAGE, {"title": "Changed"}),
    "blog": (save_blog, BLOG, {"title": "Changed"}),
    "menu": (save_menu, MENU, {"title": "Changed"}),
    "size_chart": (save_size_chart, CHART, {"title": "Changed"}),
    "redirect": (save_redirect, REDIRECT, {"target": "/changed"}),
}


@pytest.mark.parametrize("kind", CASES)
def test_saving_twice_changes_nothing_and_saving_another_changes_one(kind, database, clock):
    command, draft, changes = CASES[kind]
    first = database.write_now(command, draft=draft)
    assert (first.created, first.changed) == (True, True)
    assert database.read_now(change_log) == [(kind, first.content_id)]
    assert database.read_now(events) == ["content.saved"]
    before = database.read_now(everything)
    clock.advance(timedelta(days=1))
    assert database.write_now(command, draft=draft) == replace(first, created=False, changed=False)
    assert database.read_now(everything) == before
    other = replace(draft, **changes)
    assert database.write_now(command, draft=other) == replace(first, created=False, changed=True)
    assert database.read_now(count_rows)[kind] == 1
    assert database.read_now(events) == ["content.saved", "content.saved"]


def test_a_page_and_a_policy_may_have_one_handle(database):
    database.write_now(save_page, draft=PAGE)
    saved = database.write_now(save_page, draft=replace(PAGE, legal=True, title="Law"))
    assert saved.created
    assert [row[0] for row in database.read_now(rows_of, "page", "title")] == ["About", "Law"]


def test_articles_keep_their_numbers_and_lacking_ones_go(database):
    database.write_now(save_blog, draft=BLOG)
    _hello, second = (row[0] for row in database.read_now(rows_of, "article", "id"))
    handles = database.read_now(rows_of, "article", "handle")
    assert handles == [("hello",), ("second-one",)]
    database.write_now(
        save_blog, draft=replace(BLOG, articles=(replace(ARTICLE, handle="second-one", title="2"),))
    )
    assert database.read_now(rows_of, "article", "id", "title") == [(second, "2")]
    owners = {row[0] for row in database.read_now(rows_of, "translation", "owner_id")}
    assert owners == {second}


def test_titles_of_menu_entries_are_translated_by_their_place(database):
    database.write_now(save_menu, draft=MENU)
    texts = database.read_now(rows_of, "translation", "owner_kind", "language", "field", "value")
    assert texts == [("menu", "fr", "0.0", "Chemises")]


def test_a_size_chart_is_stored_as_data(database):
    database.write_now(save_size_chart, draft=CHART)
    columns, rows = database.read_now(rows_of, "size_chart", "columns", "rows")[0]
    decoded = [json.loads(value) if isinstance(value, str) else value for value in (columns, rows)]
    assert decoded == [["Size", "Chest"], [["S", "90"], ["M", "96"]]]


FAULTS = {
    "script address in a menu": (
        save_menu,
        replace(MENU, items=(MenuItemDraft(title="A", target="javascript:alert(1)"),)),
        ("items", "0", "target"),
    ),
    "blank entry": (
        save_menu,
        replace(MENU, items=(MenuItemDraft(title=" ", target="search"),)),
        ("items", "0", "title"),
    ),
    "redirect to another host by two slashes": (
        save_redirect,
        RedirectDraft(path="/a", target="//evil.example"),
        ("target",),
    ),
    "redirect from the home page": (save_redirect, RedirectDraft(path="/", target="/b"), ("path",)),
    "redirect from another host": (
        save_redirect,
        RedirectDraft(path="//evil.example/a", target="/b"),
        ("path",),
    ),
    "redirect to itself": (save_redirect, RedirectDraft(path="/a", target="/a"), ("target",)),
    "redirect with a line break": (
        save_redirect,
        RedirectDraft(path="/a", target="/b\r\nSet-Cookie: x"),
        ("target",),
    ),
    "chart with an odd row": (save_size_chart, replace(CHART, rows=(("S",),)), ("rows", "0")),
    "chart with a column twice": (save_size_chart, replace(CHART, columns=("A", "A")), ("columns",)),
    "chart in ells": (save_size_chart, replace(CHART, unit="ell"), ("unit",)),
    "article twice": (save_blog, replace(BLOG, articles=(ARTICLE, ARTICLE)), ("articles",)),
    "naive article": (
        save_blog,
        replace(BLOG, articles=(replace(ARTICLE, published_at=datetime(2026, 1, 1)),)),  # noqa: DTZ001
        ("articles", "0", "published_at"),
    ),
    "page without title": (save_page, replace(PAGE, title=""), ("title",)),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_refused_with_its_place_and_nothing_changes(fault, sqlite_database):
    command, draft, field = FAULTS[fault]
    with pytest.raises(DomainError) as refused:
        sqlite_database.write_now(command, draft=draft)
    assert refused.value.field == field
    assert set(sqlite_database.read_now(count_rows).values()) == {0}


def test_entries_nested_too_deep_are_refused(sqlite_database):
    item = MenuItemDraft(title="Last", target="search")
    for _ in range(3):
        item = MenuItemDraft(title="Above", target="search", items=(item,))
    with pytest.raises(DomainError) as refused:
        sqlite_database.write_now(save_menu, draft=replace(MENU, items=(item,)))
    assert refused.value.code == "TOO_MANY"


def test_a_redirect_that_leads_back_is_refused(sqlite_database):
    sqlite_database.write_now(save_redirect, draft=RedirectDraft(path="/a", target="/b"))
    with pytest.raises(DomainError) as refused:
        sqlite_database.write_now(save_redirect, draft=RedirectDraft(path="/b", target="/a"))
    assert (refused.value.code, refused.value.field) == ("INVALID", ("target",))
    assert sqlite_database.read_now(rows_of, "redirect", "path", "target") == [("/a", "/b")]
