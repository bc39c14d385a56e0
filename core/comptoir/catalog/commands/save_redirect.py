"""Saving a redirect."""

from sqlalchemy import bindparam, select

from comptoir.catalog.commands.content_saving import SavedContent, tell_saved
from comptoir.catalog.digests import digest_of
from comptoir.catalog.drafts import RedirectDraft
from comptoir.catalog.models import REDIRECT
from comptoir.catalog.validation.content import check_redirect
from comptoir.catalog.validation.problems import INVALID, Problems
from comptoir.catalog.writes import Writes, first_row
from comptoir.db.tx import Tx
from comptoir.errors import DomainError

_KNOWN = select(REDIRECT).where(REDIRECT.c.path == bindparam("path"))


def save_redirect(tx: Tx, *, draft: RedirectDraft) -> SavedContent:
    """Let a path lead to a target, in place of where it led before.

    Raises `DomainError` for a malformed path or target, or when the target leads straight back to the path.
    """
    subject = f"redirect '{draft.path[:80]}'"
    digest_of(draft, subject=subject)
    problems = Problems()
    draft = check_redirect(problems, draft)
    problems.raise_first(subject)
    writes = Writes(tx)
    back = first_row(tx, _KNOWN, {"path": draft.target})
    if back and back["target"] == draft.path:
        raise DomainError(INVALID, f"{subject}: '{draft.target[:80]}' leads back to it", field=("target",))
    stored = first_row(tx, _KNOWN, {"path": draft.path})
    ident = stored["id"] if stored else writes.numbers.take()
    row = {"id": ident, "path": draft.path, "target": draft.target}
    changed = writes.merge(REDIRECT, stored=[stored] if stored else (), wanted=[row])
    writes.flush()
    if changed:
        tell_saved(tx, "redirect", ident, draft.path, created=stored is None)
    return SavedContent(content_id=ident, created=stored is None, changed=changed)
