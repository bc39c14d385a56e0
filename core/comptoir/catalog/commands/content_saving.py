"""What the saving of all content has in common: look up, compare digests, write, tell."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Executable

from comptoir.catalog.commands.attachments import Attachments
from comptoir.catalog.digests import digest_of
from comptoir.catalog.drafts import MetafieldDraft, Translations
from comptoir.catalog.events import ContentSaved
from comptoir.catalog.validation.problems import Problems
from comptoir.catalog.writes import Values, Writes, first_row
from comptoir.db.tx import Tx

D = TypeVar("D")


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedContent:
    """What became of a draft."""

    content_id: int
    created: bool
    changed: bool
    """False when the stored content was equal to the draft already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What content carries beside its row; `differs` when rows that were merged already do."""

    metafields: tuple[MetafieldDraft, ...] = ()
    translations: Translations
    differs: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentKind(Generic[D]):
    """A kind of content: its table, how one is found, how a draft is checked and spelled as a row."""

    name: str
    """Kind in the change log, in events, and of the owner of translations."""
    table: Any
    known: Executable
    check: Callable[[Problems, D], D]
    values: Callable[[D], Values]
    """The row without number, times and digest."""


def save_content(
    tx: Tx,
    *,
    kind: ContentKind[D],
    draft: D,
    handle: str,
    key: Mapping[str, Any],
    parts: Callable[[Writes, int, D, bool], Parts],
) -> SavedContent:
    """Make stored content equal to a draft; add it when there is none.

    `key` are the parameters of `kind.known`. `parts(writes, number, draft, created)` writes rows that hang
    on the content and returns the rest. Raises `DomainError` for the first fault; then nothing is changed.
    """
    subject = f"{kind.name.replace('_', ' ')} '{handle[:80]}'"
    digest = digest_of(draft, subject=subject)
    writes = Writes(tx)
    stored = first_row(tx, kind.known, key)
    if stored and stored["digest"] == digest:
        return SavedContent(content_id=stored["id"], created=False, changed=False)
    problems = Problems()
    draft = kind.check(problems, draft)
    problems.raise_first(subject)
    created = stored is None
    ident = stored["id"] if stored else writes.numbers.take()
    rest = parts(writes, ident, draft, created)
    attachments = Attachments(writes, () if created else [ident])
    differs = rest.differs | attachments.set_metafields(kind.name, ident, rest.metafields)
    differs |= attachments.set_translations(kind.name, ident, rest.translations)
    row = {"id": ident, **kind.values(draft)}
    changed = writes.save(kind.table, row, stored=stored, digest=digest, differs=differs)
    writes.flush()
    if changed:
        tell_saved(tx, kind.name, ident, handle, created=created)
    return SavedContent(content_id=ident, created=created, changed=changed)


def tell_saved(tx: Tx, kind: str, ident: int, handle: str, *, created: bool) -> None:
    """Record that content was added or changed."""
    tx.changed("catalog", kind, ident)
    tx.emit(ContentSaved(kind=kind, content_id=ident, handle=handle, created=created))
