"""Tables of content: pages, blogs, articles, menus and redirects."""

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import SQLModel

from comptoir.catalog.models.columns import flag, key, moment, packed, reference, short, text


class PageRow(SQLModel, table=True):
    """A page, or with `legal` a policy of the shop."""

    __tablename__ = "catalog_page"
    __table_args__ = (UniqueConstraint("handle", "legal"),)

    id: int = key()
    handle: str = short()
    legal: bool = flag()
    title: str = short()
    body: str = text()
    published: bool = flag()
    seo_title: str | None = short(nullable=True)
    seo_description: str | None = text(nullable=True)
    digest: str = short(length=64)
    created_at: datetime = moment()
    updated_at: datetime = moment()


class BlogRow(SQLModel, table=True):
    """A blog."""

    __tablename__ = "catalog_blog"

    id: int = key()
    handle: str = short(unique=True)
    title: str = short()
    digest: str = short(length=64)
    created_at: datetime = moment()
    updated_at: datetime = moment()


class ArticleRow(SQLModel, table=True):
    """An article of a blog; `content_html` is sanitised."""

    __tablename__ = "catalog_article"
    __table_args__ = (UniqueConstraint("blog_id", "handle"),)

    id: int = key()
    blog_id: int = reference("catalog_blog", index=False)
    handle: str = short()
    title: str = short()
    content_html: str = text()
    excerpt_html: str | None = text(nullable=True)
    author: str = short()
    image_id: int | None = reference("catalog_media", on_delete="RESTRICT", nullable=True)
    image_alt: str | None = text(nullable=True)
    tags: list[str] = packed()
    published_at: datetime = moment()
    created_at: datetime = moment()
    updated_at: datetime = moment()


class MenuRow(SQLModel, table=True):
    """A navigation menu, whole: `items` is `[{"title": …, "target": "collection:shirts", "items": […]}]`."""

    __tablename__ = "catalog_menu"

    id: int = key()
    handle: str = short(unique=True)
    title: str = short()
    items: list[dict[str, Any]] = packed()
    digest: str = short(length=64)
    created_at: datetime = moment()
    updated_at: datetime = moment()


class RedirectRow(SQLModel, table=True):
    """A path that has moved."""

    __tablename__ = "catalog_redirect"

    id: int = key()
    path: str = short(length=1024, unique=True)
    target: str = short(length=2048)
    created_at: datetime = moment()
