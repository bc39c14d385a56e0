"""Content in one language: pages, blogs, menus and redirects."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, func, select

from comptoir.catalog.models import ARTICLE, BLOG, MEDIA, MENU, PAGE, REDIRECT
from comptoir.catalog.records import (
    ArticleRecord,
    BlogRecord,
    ContentRecord,
    MenuRecord,
    PageRecord,
    RedirectRecord,
)
from comptoir.catalog.snapshot.collections import metafields_by_owner
from comptoir.catalog.snapshot.media import image_record
from comptoir.catalog.snapshot.menus import Targets, menu_items
from comptoir.catalog.snapshot.plain_text import plain_text, summary
from comptoir.catalog.snapshot.products import metafield_records
from comptoir.catalog.snapshot.shared import seo
from comptoir.catalog.snapshot.texts import Owner, Texts
from comptoir.db.tx import ReadTx
from comptoir.ids import gid

CONTENT_KINDS = frozenset({"page", "blog", "article", "menu", "redirect"})
"""Kinds of changes that concern content alone."""
_NOW = bindparam("now", type_=ARTICLE.c.published_at.type)
_PAGES = select(PAGE).where(PAGE.c.published).order_by(PAGE.c.id)
_BLOGS = select(BLOG).order_by(BLOG.c.id)
_ARTICLES = (
    select(
        ARTICLE,
        MEDIA.c.token,
        MEDIA.c.filename,
        MEDIA.c.url,
        MEDIA.c.width,
        MEDIA.c.height,
        MEDIA.c.thumbhash,
    )
    .select_from(ARTICLE.outerjoin(MEDIA, MEDIA.c.id == ARTICLE.c.image_id))
    .where(ARTICLE.c.published_at <= _NOW)
    .order_by(ARTICLE.c.published_at.desc(), ARTICLE.c.id.desc())
)
_NEXT_ARTICLE = select(func.min(ARTICLE.c.published_at)).where(ARTICLE.c.published_at > _NOW)
_MENUS = select(MENU).order_by(MENU.c.id)
_REDIRECTS = select(REDIRECT).order_by(REDIRECT.c.id)
_OWNED = ("page", "blog", "article")


class ContentRows:
    """All content as stored."""

    def __init__(self, tx: ReadTx) -> None:
        self.pages = tx.all(_PAGES)
        self.blogs = tx.all(_BLOGS)
        self.articles = tx.all(_ARTICLES, {"now": tx.clock.now()})
        self.menus = tx.all(_MENUS)
        self.redirects = tx.all(_REDIRECTS)
        self.metafields = {kind: metafields_by_owner(tx, kind) for kind in _OWNED}
        self.next_article: datetime | None = tx.scalar(_NEXT_ARTICLE, {"now": tx.clock.now()})

    def owners(self) -> set[Owner]:
        """Return what of the content may have translations."""
        kinds = {"page": self.pages, "blog": self.blogs, "article": self.articles, "menu": self.menus}
        owners = {(kind, row.id) for kind, rows in kinds.items() for row in rows}
        for groups in self.metafields.values():
            owners.update(("metafield", row.id) for rows in groups.values() for row in rows)
        return owners

    def in_language(self, texts: Texts, targets: Targets) -> ContentRecord:
        """Return the content in a language; menus lead to `targets`, products and collections that are shown."""
        pages = [self._page(row, texts) for row in self.pages if not row.legal]
        legal = [self._page(row, texts) for row in self.pages if row.legal]
        blogs = [self._blog(row, texts) for row in self.blogs]
        self._add_articles({blog.number: blog for blog in blogs}, texts)
        held = ContentRecord(
            pages={page.handle: page for page in pages},
            blogs={blog.handle: blog for blog in blogs},
            menus={},
            redirects=[
                RedirectRecord(id=gid("UrlRedirect", row.id), path=row.path, target=row.target)
                for row in self.redirects
            ],
            legal={page.handle: page for page in legal},
        )
        held.menus = {row.handle: _menu(row, texts, targets, held) for row in self.menus}
        return held

    def _page(self, row: Row[Any], texts: Texts) -> PageRecord:
        told = texts.of("page", row.id)
        body = told.get("body", row.body)
        return PageRecord(
            number=row.id,
            id=gid("ShopPolicy" if row.legal else "Page", row.id),
            handle=row.handle,
            title=told.get("title", row.title),
            body=body,
            body_summary=summary(plain_text(body)),
            created_at=row.created_at,
            updated_at=row.updated_at,
            seo=seo(told.get("seo_title", row.seo_title), told.get("seo_description", row.seo_description)),
            metafields=metafield_records(self._metafields("page", row.id), texts),
        )

    def _blog(self, row: Row[Any], texts: Texts) -> BlogRecord:
        title = texts.of("blog", row.id).get("title", row.title)
        return BlogRecord(
            number=row.id,
            id=gid("Blog", row.id),
            handle=row.handle,
            title=title,
            seo=seo(None, None),
            articles=[],
            metafields=metafield_records(self._metafields("blog", row.id), texts),
        )

    def _add_articles(self, blogs: Mapping[int, BlogRecord], texts: Texts) -> None:
        for row in self.articles:
            blog = blogs[row.blog_id]
            blog.articles.append(self._article(row, blog, texts))

    def _article(self, row: Row[Any], blog: BlogRecord, texts: Texts) -> ArticleRecord:
        told = texts.of("article", row.id)
        html = told.get("content_html", row.content_html)
        excerpt = told.get("excerpt_html", row.excerpt_html)
        image = None
        if row.image_id is not None:
            alt = told.get("image_alt", row.image_alt)
            image = image_record(row, kind="ArticleImage", number=row.id, alt=alt)
        return ArticleRecord(
            number=row.id,
            id=gid("Article", row.id),
            handle=row.handle,
            title=told.get("title", row.title),
            content=plain_text(html),
            content_html=html,
            excerpt=plain_text(excerpt) if excerpt else None,
            excerpt_html=excerpt or None,
            author=row.author,
            image=image,
            tags=tuple(row.tags),
            published_at=row.published_at,
            seo=seo(None, None),
            blog=blog,
            metafields=metafield_records(self._metafields("article", row.id), texts),
        )

    def _metafields(self, kind: str, ident: int) -> Sequence[Row[Any]]:
        return self.metafields[kind].get(ident, ())


def _menu(row: Row[Any], texts: Texts, targets: Targets, held: ContentRecord) -> MenuRecord:
    items = menu_items(row.id, row.items, told=texts.of("menu", row.id), targets=targets, content=held)
    title = texts.of("menu", row.id).get("title", row.title)
    return MenuRecord(
        id=gid("Menu", row.id), handle=row.handle, title=title, items=items, items_count=_count(row.items)
    )


def _count(items: Sequence[Mapping[str, Any]]) -> int:
    return sum(1 + _count(item.get("items") or ()) for item in items)
