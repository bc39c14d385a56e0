"""Saving a blog with its articles."""

from dataclasses import replace

from sqlalchemy import bindparam, select

from comptoir.catalog.commands.attachments import Attachments, Files, under
from comptoir.catalog.commands.content_saving import ContentKind, Parts, SavedContent, save_content
from comptoir.catalog.drafts import ArticleDraft, BlogDraft
from comptoir.catalog.models import ARTICLE, BLOG
from comptoir.catalog.validation.content import check_blog
from comptoir.catalog.validation.texts import handle_of
from comptoir.catalog.writes import Values, Writes, load_rows
from comptoir.db.tx import Tx

_ARTICLES = select(ARTICLE).where(ARTICLE.c.blog_id.in_(bindparam("keys", expanding=True)))


def save_blog(tx: Tx, *, draft: BlogDraft) -> SavedContent:
    """Make the stored blog equal to the draft, found by its handle, articles by theirs; add what is missing.

    Articles that the draft lacks are removed. Raises `DomainError` with the path of the first fault of the
    draft; then nothing is changed.
    """
    articles = tuple(replace(a, handle=handle_of(a.handle, a.title)) for a in draft.articles)
    draft = replace(draft, handle=handle_of(draft.handle, draft.title), articles=articles)
    key = {"handle": draft.handle}
    return save_content(tx, kind=_BLOG, draft=draft, handle=draft.handle, key=key, parts=_parts)


def _parts(writes: Writes, ident: int, draft: BlogDraft, created: bool) -> Parts:  # noqa: FBT001
    stored = [] if created else load_rows(writes.tx, _ARTICLES, [ident])
    known = {row["handle"]: row["id"] for row in stored}
    attachments = Attachments(writes, known.values())
    files = Files(writes, (article.image for article in draft.articles if article.image))
    wanted = []
    differs = False
    for article in draft.articles:
        number = known.pop(article.handle, None) or writes.numbers.take()
        wanted.append({"id": number, "blog_id": ident, **_article_values(article, files)})
        differs |= attachments.set_translations("article", number, _article_texts(article))
    attachments.clear(known.values())
    differs |= writes.merge(ARTICLE, stored=stored, wanted=wanted)
    return Parts(translations=draft.translations, differs=differs)


def _article_texts(draft: ArticleDraft) -> dict[str, dict[str, str]]:
    texts = {language: dict(found) for language, found in draft.translations.items()}
    if draft.image:
        for language, alt in under("image_alt", draft.image.translations, source="alt").items():
            texts.setdefault(language, {}).update(alt)
    return texts


def _article_values(draft: ArticleDraft, files: Files) -> Values:
    return {
        "handle": draft.handle,
        "title": draft.title,
        "content_html": draft.content_html,
        "excerpt_html": draft.excerpt_html,
        "author": draft.author,
        "image_id": files.number_of(draft.image) if draft.image else None,
        "image_alt": draft.image.alt if draft.image else None,
        "tags": list(draft.tags),
        "published_at": draft.published_at,
    }


def _values(draft: BlogDraft) -> Values:
    return {"handle": draft.handle, "title": draft.title}


_BLOG = ContentKind(
    name="blog",
    table=BLOG,
    known=select(BLOG).where(BLOG.c.handle == bindparam("handle")),
    check=check_blog,
    values=_values,
)
