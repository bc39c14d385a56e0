"""Checks of content: pages, blogs, menus, redirects and size charts."""

import re
from collections.abc import Sequence
from dataclasses import replace

from comptoir.catalog.drafts import (
    ArticleDraft,
    BlogDraft,
    MenuDraft,
    MenuItemDraft,
    PageDraft,
    RedirectDraft,
    SizeChartDraft,
)
from comptoir.catalog.validation.media import check_medium
from comptoir.catalog.validation.metafields import check_metafields
from comptoir.catalog.validation.problems import BLANK, DUPLICATE, INVALID, TOO_MANY, Problems
from comptoir.catalog.validation.texts import (
    ADDRESS,
    check_address,
    check_handle,
    check_html,
    check_short,
    check_tags,
    check_title,
    check_translations,
)

MAX_COLUMNS = 30
MAX_ROWS = 200
MAX_DEPTH = 3
MAX_ITEMS = 250
_PATH = re.compile(r"/(?:[^\s/?#\\][^\s?#\\]*)?")
_TARGET = re.compile(r"(?:collection|product|page|blog|policy):[\w-]{1,255}")
_FIXED_TARGETS = frozenset({"search", "catalog", "collections", "frontpage"})


def check_page(problems: Problems, draft: PageDraft) -> PageDraft:
    """Return the page as it is saved; note what is wrong with it."""
    check_handle(problems, draft.handle, "handle")
    check_short(problems, draft.seo_title, "seo_title")
    check_short(problems, draft.seo_description, "seo_description", limit=5000)
    fields = ("title", "body", "seo_title", "seo_description")
    return replace(
        draft,
        title=check_title(problems, draft.title, "title"),
        body=check_html(problems, draft.body, "body"),
        seo_title=draft.seo_title or None,
        seo_description=draft.seo_description or None,
        metafields=check_metafields(problems, draft.metafields, "metafields"),
        translations=check_translations(problems, draft.translations, fields=fields, html=("body",)),
    )


def check_blog(problems: Problems, draft: BlogDraft) -> BlogDraft:
    """Return the blog as it is saved; note what is wrong with it or an article."""
    check_handle(problems, draft.handle, "handle")
    if len({article.handle for article in draft.articles}) < len(draft.articles):
        problems.add(DUPLICATE, "two articles have the same handle", "articles")
    return replace(
        draft,
        title=check_title(problems, draft.title, "title"),
        articles=tuple(
            _checked_article(problems, a, "articles", str(i)) for i, a in enumerate(draft.articles)
        ),
        translations=check_translations(problems, draft.translations, fields=("title",)),
    )


def _checked_article(problems: Problems, draft: ArticleDraft, *path: str) -> ArticleDraft:
    check_handle(problems, draft.handle, *path, "handle")
    check_short(problems, draft.author, *path, "author")
    if draft.published_at.tzinfo is None:
        problems.add(INVALID, "the time of publication has no time zone", *path, "published_at")
    html = ("content_html", "excerpt_html")
    excerpt = check_html(problems, draft.excerpt_html or "", *path, "excerpt_html")
    return replace(
        draft,
        title=check_title(problems, draft.title, *path, "title"),
        content_html=check_html(problems, draft.content_html, *path, "content_html"),
        excerpt_html=excerpt or None,
        image=check_medium(problems, draft.image, *path, "image") if draft.image else None,
        tags=check_tags(problems, draft.tags, *path, "tags"),
        translations=check_translations(
            problems, draft.translations, *path, fields=("title", *html), html=html
        ),
    )


def check_menu(problems: Problems, draft: MenuDraft) -> MenuDraft:
    """Return the menu as it is saved; note what is wrong with it or an entry."""
    check_handle(problems, draft.handle, "handle")
    if _count(draft.items) > MAX_ITEMS:
        problems.add(TOO_MANY, f"there are more than {MAX_ITEMS} entries", "items")
    return replace(
        draft,
        title=check_title(problems, draft.title, "title"),
        items=_checked_items(problems, draft.items, "items"),
    )


def _count(items: Sequence[MenuItemDraft]) -> int:
    return sum(1 + _count(item.items) for item in items)


def _checked_items(
    problems: Problems, items: Sequence[MenuItemDraft], *path: str
) -> tuple[MenuItemDraft, ...]:
    depth = len(path) // 2 + 1
    if depth > MAX_DEPTH and items:
        problems.add(TOO_MANY, f"entries are nested deeper than {MAX_DEPTH}", *path)
        return ()
    return tuple(_checked_item(problems, item, *path, str(index)) for index, item in enumerate(items))


def _checked_item(problems: Problems, item: MenuItemDraft, *path: str) -> MenuItemDraft:
    if item.target not in _FIXED_TARGETS and not _TARGET.fullmatch(item.target):
        check_address(problems, item.target, *path, "target")
    return replace(
        item,
        title=check_title(problems, item.title, *path, "title"),
        items=_checked_items(problems, item.items, *path, "items"),
        translations=check_translations(problems, item.translations, *path, fields=("title",)),
    )


def check_redirect(problems: Problems, draft: RedirectDraft) -> RedirectDraft:
    """Return the redirect as it is saved; note what is wrong with it."""
    path, target = draft.path.strip(), draft.target.strip()
    if len(path) > ADDRESS // 2 or not _PATH.fullmatch(path) or path == "/":
        problems.add(INVALID, f"'{path[:80]}' is not a path of the site", "path")
    if path == target:
        problems.add(INVALID, "the path would lead to itself", "target")
    elif not target.startswith("/"):
        check_address(problems, target, "target")
    elif len(target) > ADDRESS or target.startswith("//") or any(map(str.isspace, target)):
        problems.add(INVALID, f"'{target[:80]}' is not a path of the site", "target")
    return replace(draft, path=path, target=target)


def check_size_chart(problems: Problems, draft: SizeChartDraft) -> SizeChartDraft:
    """Return the size chart as it is saved; note what is wrong with it."""
    check_handle(problems, draft.handle, "handle")
    check_short(problems, draft.note, "note", limit=5000)
    if draft.unit not in {"cm", "in"}:
        problems.add(INVALID, "the unit is cm or in", "unit")
    _check_cells(problems, draft)
    fields = {"title", "note", *draft.columns}
    return replace(
        draft,
        title=check_title(problems, draft.title, "title"),
        columns=tuple(draft.columns),
        rows=tuple(tuple(row) for row in draft.rows),
        note=draft.note or None,
        translations=check_translations(problems, draft.translations, fields=fields),
    )


def _check_cells(problems: Problems, draft: SizeChartDraft) -> None:
    if not draft.columns:
        problems.add(BLANK, "a size chart has columns", "columns")
    if len(draft.columns) > MAX_COLUMNS or len(draft.rows) > MAX_ROWS:
        message = f"a size chart has at most {MAX_COLUMNS} columns and {MAX_ROWS} rows"
        problems.add(TOO_MANY, message, "rows")
    if len(set(draft.columns)) < len(draft.columns):
        problems.add(DUPLICATE, "two columns have the same text", "columns")
    for index, column in enumerate(draft.columns):
        check_title(problems, column, "columns", str(index))
    for index, row in enumerate(draft.rows):
        if len(row) != len(draft.columns):
            message = f"the row has {len(row)} texts for {len(draft.columns)} columns"
            problems.add(INVALID, message, "rows", str(index))
        for cell in row:
            check_short(problems, cell, "rows", str(index))
