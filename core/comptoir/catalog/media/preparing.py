"""The step before a command: pictures of a draft go to the store, outside any transaction."""

from dataclasses import replace
from typing import TypeVar

from comptoir.catalog.drafts import BlogDraft, CollectionDraft, MediaDraft, ProductDraft
from comptoir.catalog.media.store import MediaStore
from comptoir.errors import DomainError

D = TypeVar("D", ProductDraft, CollectionDraft, BlogDraft)


def store_pictures(draft: D, store: MediaStore) -> D:
    """Return the draft with every picture stored instead of carried. It takes time: call it in a thread.

    Raises `DomainError` for what cannot be used as a picture, with its path in the draft.
    """
    if isinstance(draft, ProductDraft):
        media = draft.media
        if media is None or all(medium.content is None for medium in media):
            return draft
        kept = tuple(_stored(medium, store, "media", str(index)) for index, medium in enumerate(media))
        return replace(draft, media=kept)
    if isinstance(draft, CollectionDraft):
        return replace(draft, image=_stored(draft.image, store, "image")) if draft.image else draft
    articles = tuple(
        replace(article, image=_stored(article.image, store, "articles", str(index), "image"))
        if article.image
        else article
        for index, article in enumerate(draft.articles)
    )
    return replace(draft, articles=articles)


def _stored(medium: MediaDraft, store: MediaStore, *path: str) -> MediaDraft:
    if medium.content is None:
        return medium
    try:
        return replace(medium, content=None, stored=store.put(medium.content))
    except DomainError as error:
        raise DomainError(error.code, f"{medium.filename[:80]}: {error.message}", field=path) from error
