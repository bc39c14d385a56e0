"""What can be asked of content: pages, blogs, articles, menus, redirects, metaobjects."""

from typing import Any

import strawberry

from comptoir.catalog import view_of
from comptoir.catalog.graphql.access import one_of
from comptoir.catalog.graphql.article_lists import listed_articles
from comptoir.catalog.graphql.blog import Article, ArticleConnection, Blog, BlogConnection
from comptoir.catalog.graphql.lookup import article_by_id, blog_by_id, page_by_id
from comptoir.catalog.graphql.menu import Menu
from comptoir.catalog.graphql.metaobject import Metaobject, MetaobjectConnection, MetaobjectHandleInput
from comptoir.catalog.graphql.ordering import id_number, ordered
from comptoir.catalog.graphql.page import Page, PageConnection
from comptoir.catalog.graphql.redirect import UrlRedirectConnection
from comptoir.catalog.graphql.sort_keys import ArticleSortKeys, BlogSortKeys, PageSortKeys
from comptoir.catalog.graphql.text_query import matching
from comptoir.graphql.context import Info
from comptoir.graphql.pagination import Page as Window
from comptoir.graphql.pagination import paginate

_ORDERS: dict[str, Any] = {
    "ID": id_number,
    "HANDLE": lambda record: record.handle,
    "TITLE": lambda record: record.title.casefold(),
    "UPDATED_AT": lambda record: record.updated_at,
}
_FIELDS: dict[str, Any] = {
    "handle": lambda record: [record.handle],
    "id": lambda record: [record.id, str(record.number)],
    "title": lambda record: [record.title],
}
_REDIRECT_FIELDS: dict[str, Any] = {
    "path": lambda redirect: [redirect.path],
    "target": lambda redirect: [redirect.target],
}


@strawberry.type
class PageQueries:
    """Content pages and menus."""

    @strawberry.field(graphql_type=Page | None, description="A page by handle or id.")
    def page(self, info: Info, handle: str | None = None, id: strawberry.ID | None = None) -> Any:
        """Return the page; none when there is no such page."""
        one_of(handle, id)
        if id is not None:
            return page_by_id(info.context, id)
        return view_of(info.context).content.pages.get(handle or "")

    @strawberry.field(graphql_type=Page | None, deprecation_reason="Use `page(handle:)`.")
    def page_by_handle(self, info: Info, handle: str) -> Any:
        """Return the page; none when there is no such page."""
        return view_of(info.context).content.pages.get(handle)

    @strawberry.field(graphql_type=PageConnection)
    def pages(
        self,
        info: Info,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
        reverse: bool | None = False,
        sort_key: PageSortKeys | None = PageSortKeys.ID,
        query: str | None = None,
    ) -> Window[Any]:
        """Return a page of pages."""
        everything = list(view_of(info.context).content.pages.values())
        found = matching(everything, query, words_of=lambda one: [one.title], fields=_FIELDS)
        items = ordered(found, sort_key=sort_key or PageSortKeys.ID, orders=_ORDERS, reverse=reverse)
        return paginate(items, first=first, after=after, last=last, before=before)

    @strawberry.field(graphql_type=Menu | None, description="A menu by handle, such as main-menu or footer.")
    def menu(self, info: Info, handle: str) -> Any:
        """Return the menu; none when there is no such menu."""
        return view_of(info.context).content.menus.get(handle)

    @strawberry.field(
        graphql_type=UrlRedirectConnection, description="Paths that have moved; `query` takes `path:/old`."
    )
    def url_redirects(
        self,
        info: Info,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
        reverse: bool | None = False,
        query: str | None = None,
    ) -> Window[Any]:
        """Return a page of redirects."""
        everything = view_of(info.context).content.redirects
        found = matching(everything, query, words_of=lambda one: [one.path], fields=_REDIRECT_FIELDS)
        items = ordered(found, sort_key=None, orders={}, reverse=reverse)
        return paginate(items, first=first, after=after, last=last, before=before)


@strawberry.type
class BlogQueries:
    """Blogs and their articles."""

    @strawberry.field(graphql_type=Blog | None, description="A blog by handle or id.")
    def blog(self, info: Info, handle: str | None = None, id: strawberry.ID | None = None) -> Any:
        """Return the blog; none when there is no such blog."""
        one_of(handle, id)
        if id is not None:
            return blog_by_id(info.context, id)
        return view_of(info.context).content.blogs.get(handle or "")

    @strawberry.field(graphql_type=Blog | None, deprecation_reason="Use `blog(handle:)`.")
    def blog_by_handle(self, info: Info, handle: str) -> Any:
        """Return the blog; none when there is no such blog."""
        return view_of(info.context).content.blogs.get(handle)

    @strawberry.field(graphql_type=BlogConnection)
    def blogs(
        self,
        info: Info,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
        reverse: bool | None = False,
        sort_key: BlogSortKeys | None = BlogSortKeys.ID,
        query: str | None = None,
    ) -> Window[Any]:
        """Return a page of blogs."""
        everything = list(view_of(info.context).content.blogs.values())
        found = matching(everything, query, words_of=lambda one: [one.title], fields=_FIELDS)
        items = ordered(found, sort_key=sort_key or BlogSortKeys.ID, orders=_ORDERS, reverse=reverse)
        return paginate(items, first=first, after=after, last=last, before=before)

    @strawberry.field(graphql_type=Article | None, description="An article by id.")
    def article(self, info: Info, id: strawberry.ID) -> Any:
        """Return the article; none when there is no such article."""
        return article_by_id(info.context, id)

    @strawberry.field(graphql_type=ArticleConnection, description="Articles of all blogs.")
    def articles(
        self,
        info: Info,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
        reverse: bool | None = False,
        sort_key: ArticleSortKeys | None = ArticleSortKeys.ID,
        query: str | None = None,
    ) -> Window[Any]:
        """Return a page of articles."""
        blogs = view_of(info.context).content.blogs.values()
        everything = [article for blog in blogs for article in blog.articles]
        items = listed_articles(
            everything, query=query, sort_key=sort_key or ArticleSortKeys.ID, reverse=reverse
        )
        return paginate(items, first=first, after=after, last=last, before=before)


@strawberry.type
class MetaobjectQueries:
    """Metaobjects, of which this shop keeps none."""

    @strawberry.field(graphql_type=Metaobject | None, description="A metaobject; none are kept here.")
    def metaobject(
        self,
        handle: MetaobjectHandleInput | None = None,
        id: strawberry.ID | None = None,
    ) -> None:
        """Return nothing."""

    @strawberry.field(graphql_type=MetaobjectConnection, description="Metaobjects; none are kept here.")
    def metaobjects(
        self,
        type: str,  # noqa: ARG002
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
        reverse: bool | None = False,  # noqa: ARG002
        sort_key: str | None = None,  # noqa: ARG002
    ) -> Window[Any]:
        """Return no metaobject."""
        return paginate([], first=first, after=after, last=last, before=before)
