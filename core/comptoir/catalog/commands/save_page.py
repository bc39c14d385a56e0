"""Saving a page or a policy of the shop."""

from dataclasses import replace

from sqlalchemy import bindparam, select

from comptoir.catalog.commands.content_saving import ContentKind, Parts, SavedContent, save_content
from comptoir.catalog.drafts import PageDraft
from comptoir.catalog.models import PAGE
from comptoir.catalog.validation.content import check_page
from comptoir.catalog.validation.texts import handle_of
from comptoir.catalog.writes import Values, Writes
from comptoir.db.tx import Tx


def save_page(tx: Tx, *, draft: PageDraft) -> SavedContent:
    """Make the stored page equal to the draft, found by handle and `legal`; add it when there is none.

    Raises `DomainError` with the path of the first fault of the draft; then nothing is changed.
    """
    draft = replace(draft, handle=handle_of(draft.handle, draft.title))
    key = {"handle": draft.handle, "legal": draft.legal}
    return save_content(tx, kind=_PAGE, draft=draft, handle=draft.handle, key=key, parts=_parts)


def _parts(writes: Writes, ident: int, draft: PageDraft, created: bool) -> Parts:  # noqa: ARG001, FBT001
    return Parts(metafields=tuple(draft.metafields), translations=draft.translations)


def _values(draft: PageDraft) -> Values:
    return {
        "handle": draft.handle,
        "legal": draft.legal,
        "title": draft.title,
        "body": draft.body,
        "published": draft.published,
        "seo_title": draft.seo_title,
        "seo_description": draft.seo_description,
    }


_PAGE = ContentKind(
    name="page",
    table=PAGE,
    known=select(PAGE).where(PAGE.c.handle == bindparam("handle"), PAGE.c.legal == bindparam("legal")),
    check=check_page,
    values=_values,
)
