"""Saving a size chart."""

from dataclasses import replace

from sqlalchemy import bindparam, select

from comptoir.catalog.commands.content_saving import ContentKind, Parts, SavedContent, save_content
from comptoir.catalog.drafts import SizeChartDraft
from comptoir.catalog.models import SIZE_CHART
from comptoir.catalog.validation.content import check_size_chart
from comptoir.catalog.validation.texts import handle_of
from comptoir.catalog.writes import Values, Writes
from comptoir.db.tx import Tx


def save_size_chart(tx: Tx, *, draft: SizeChartDraft) -> SavedContent:
    """Make the stored size chart equal to the draft, found by its handle; add it when there is none.

    Raises `DomainError` with the path of the first fault of the draft; then nothing is changed.
    """
    draft = replace(draft, handle=handle_of(draft.handle, draft.title))
    key = {"handle": draft.handle}
    return save_content(tx, kind=_SIZE_CHART, draft=draft, handle=draft.handle, key=key, parts=_parts)


def _parts(writes: Writes, ident: int, draft: SizeChartDraft, created: bool) -> Parts:  # noqa: ARG001, FBT001
    return Parts(translations=draft.translations)


def _values(draft: SizeChartDraft) -> Values:
    return {
        "handle": draft.handle,
        "title": draft.title,
        "unit": draft.unit,
        "columns": list(draft.columns),
        "rows": [list(row) for row in draft.rows],
        "note": draft.note,
    }


_SIZE_CHART = ContentKind(
    name="size_chart",
    table=SIZE_CHART,
    known=select(SIZE_CHART).where(SIZE_CHART.c.handle == bindparam("handle")),
    check=check_size_chart,
    values=_values,
)
