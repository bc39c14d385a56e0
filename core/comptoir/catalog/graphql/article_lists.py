"""Lists of articles: their orders and what their `query` looks at."""

from collections.abc import Sequence
from typing import Any

from comptoir.catalog.graphql.ordering import id_number, ordered
from comptoir.catalog.graphql.text_query import matching
from comptoir.catalog.records import ArticleRecord

_ORDERS: dict[str, Any] = {
    "ID": id_number,
    "AUTHOR": lambda article: article.author.casefold(),
    "BLOG_TITLE": lambda article: article.blog.title.casefold(),
    "PUBLISHED_AT": lambda article: article.published_at,
    "TITLE": lambda article: article.title.casefold(),
    # Articles have no other moment than that of publication.
    "UPDATED_AT": lambda article: article.published_at,
}
_FIELDS: dict[str, Any] = {
    "author": lambda article: [article.author],
    "blog_title": lambda article: [article.blog.title],
    "handle": lambda article: [article.handle],
    "id": lambda article: [article.id, str(article.number)],
    "tag": lambda article: article.tags,
    "title": lambda article: [article.title],
}


def _words_of(article: ArticleRecord) -> Sequence[str]:
    return [article.title, article.author, *article.tags, article.content]


def listed_articles(
    articles: Sequence[ArticleRecord], *, query: str | None, sort_key: str | None, reverse: bool | None
) -> Sequence[ArticleRecord]:
    """Return the articles that fit a query, in order."""
    found = matching(articles, query, words_of=_words_of, fields=_FIELDS)
    return ordered(found, sort_key=sort_key, orders=_ORDERS, reverse=reverse)
