"""Blogs, articles and their authors."""

from typing import Any

import strawberry

from comptoir.catalog.graphql.article_lists import listed_articles
from comptoir.catalog.graphql.image import Image
from comptoir.catalog.graphql.lazy import BlogType
from comptoir.catalog.graphql.metafield import HasMetafields
from comptoir.catalog.graphql.sort_keys import ArticleSortKeys
from comptoir.catalog.graphql.traits import SEO, OnlineStorePublishable, Trackable, truncated
from comptoir.catalog.records import ArticleRecord, BlogRecord
from comptoir.graphql.node import Node
from comptoir.graphql.pagination import Page, PageInfo, paginate
from comptoir.graphql.scalars import HTML, DateTime


@strawberry.type(description="Who wrote an article.")
class ArticleAuthor:
    """Who wrote an article: a name is all that is kept."""

    name: str

    @strawberry.field(description="About the author; not kept here.")
    def bio(self: Any) -> str | None:
        """Return nothing."""
        return None

    @strawberry.field(description="Empty: addresses of authors are not shown.")
    def email(self: Any) -> str:
        """Return the empty text."""
        return ""

    @strawberry.field(description="All but the last word of the name.")
    def first_name(self: Any) -> str:
        """Return the first names."""
        first: str = self.name.rpartition(" ")[0]
        return first

    @strawberry.field(description="The last word of the name.")
    def last_name(self: Any) -> str:
        """Return the last name."""
        last: str = self.name.rpartition(" ")[2]
        return last


@strawberry.type(description="Who wrote a comment.")
class CommentAuthor:
    """Who wrote a comment."""

    name: str
    email: str


@strawberry.type(description="What a reader said of an article.")
class Comment(Node):
    """What a reader said of an article."""

    author: CommentAuthor
    content_html: HTML

    @strawberry.field(description="Plain text, cut with an ellipsis where a length is given.")
    def content(self: Any, truncate_at: int | None = None) -> str:
        """Return the comment as plain text."""
        return truncated(self.content, truncate_at)


@strawberry.type(description="A comment in a list.")
class CommentEdge:
    """A comment in a list."""

    cursor: str
    node: Comment


@strawberry.type(description="A page of comments.")
class CommentConnection:
    """A page of comments."""

    edges: list[CommentEdge]
    nodes: list[Comment]
    page_info: PageInfo


@strawberry.type(description="An article of a blog.")
class Article(HasMetafields, Node, OnlineStorePublishable, Trackable):
    """An article of a blog."""

    handle: str = strawberry.field(description="Its name in addresses, within its blog.")
    title: str
    content_html: HTML
    excerpt_html: HTML | None
    image: Image | None
    tags: list[str]
    published_at: DateTime
    seo: SEO | None
    blog: BlogType

    @strawberry.field(graphql_type=ArticleAuthor | None)
    def author_v2(self: Any) -> ArticleAuthor | None:
        """Return the author; none when no name was given."""
        return ArticleAuthor(name=self.author) if self.author else None

    @strawberry.field(graphql_type=ArticleAuthor, deprecation_reason="Use `authorV2`.")
    def author(self: Any) -> ArticleAuthor:
        """Return the author."""
        return ArticleAuthor(name=self.author)

    @strawberry.field(description="Plain text, cut with an ellipsis where a length is given.")
    def content(self: Any, truncate_at: int | None = None) -> str:
        """Return the article as plain text."""
        return truncated(self.content, truncate_at)

    @strawberry.field(description="Plain text, cut with an ellipsis where a length is given.")
    def excerpt(self: Any, truncate_at: int | None = None) -> str | None:
        """Return the excerpt as plain text."""
        return truncated(self.excerpt, truncate_at) if self.excerpt is not None else None

    @strawberry.field(
        graphql_type=CommentConnection, description="What readers said; comments are not taken."
    )
    def comments(
        self: Any,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
        reverse: bool | None = False,  # noqa: ARG002
    ) -> Page[Any]:
        """Return no comment."""
        return paginate([], first=first, after=after, last=last, before=before)

    @classmethod
    def is_type_of(cls, obj: object, _info: object) -> bool:
        """Tell whether a record is an article."""
        return isinstance(obj, ArticleRecord)


@strawberry.type(description="An article in a list.")
class ArticleEdge:
    """An article in a list."""

    cursor: str
    node: Article


@strawberry.type(description="A page of articles.")
class ArticleConnection:
    """A page of articles."""

    edges: list[ArticleEdge]
    nodes: list[Article]
    page_info: PageInfo


@strawberry.type(description="A series of articles.")
class Blog(HasMetafields, Node, OnlineStorePublishable):
    """A series of articles."""

    handle: str = strawberry.field(description="Its name in addresses.")
    title: str
    seo: SEO | None

    @strawberry.field(graphql_type=list[ArticleAuthor], description="Everyone who wrote for it.")
    def authors(self: Any) -> list[ArticleAuthor]:
        """Return the authors, each once."""
        names = dict.fromkeys(article.author for article in self.articles if article.author)
        return [ArticleAuthor(name=name) for name in names]

    @strawberry.field(graphql_type=Article | None)
    def article_by_handle(self: Any, handle: str) -> ArticleRecord | None:
        """Return one article of the blog."""
        return next((article for article in self.articles if article.handle == handle), None)

    @strawberry.field(graphql_type=ArticleConnection)
    def articles(
        self: Any,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
        reverse: bool | None = False,
        sort_key: ArticleSortKeys | None = ArticleSortKeys.ID,
        query: str | None = None,
    ) -> Page[ArticleRecord]:
        """Return its articles."""
        found = listed_articles(
            self.articles, query=query, sort_key=sort_key or ArticleSortKeys.ID, reverse=reverse
        )
        return paginate(found, first=first, after=after, last=last, before=before)

    @classmethod
    def is_type_of(cls, obj: object, _info: object) -> bool:
        """Tell whether a record is a blog."""
        return isinstance(obj, BlogRecord)


@strawberry.type(description="A blog in a list.")
class BlogEdge:
    """A blog in a list."""

    cursor: str
    node: Blog


@strawberry.type(description="A page of blogs.")
class BlogConnection:
    """A page of blogs."""

    edges: list[BlogEdge]
    nodes: list[Blog]
    page_info: PageInfo
