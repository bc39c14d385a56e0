"""Translations of the catalogue's texts, by language and owner."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import bindparam, select, tuple_

from comptoir.catalog.models import TRANSLATION
from comptoir.db.tx import ReadTx

Owner = tuple[str, int]
Fields = Mapping[str, str]

_COLUMNS = (
    TRANSLATION.c.language,
    TRANSLATION.c.owner_kind,
    TRANSLATION.c.owner_id,
    TRANSLATION.c.field,
    TRANSLATION.c.value,
)
_ALL = select(*_COLUMNS)
_SOME = select(*_COLUMNS).where(
    tuple_(TRANSLATION.c.owner_kind, TRANSLATION.c.owner_id).in_(bindparam("owners", expanding=True))
)
_AT_ONCE = 300
_NOTHING: Fields = {}


@dataclass(frozen=True, slots=True)
class Texts:
    """The translations into one language; without any, everything is in the shop's own."""

    language: str
    fields: Mapping[Owner, Fields]

    def of(self, kind: str, ident: int) -> Fields:
        """Return the translated fields of an owner."""
        return self.fields.get((kind, ident), _NOTHING)

    def touch(self, owners: Iterable[Owner]) -> bool:
        """Whether any of some owners has a translation."""
        fields = self.fields
        return bool(fields) and any(owner in fields for owner in owners)


def read_texts(tx: ReadTx, *, primary: str, owners: Collection[Owner] | None = None) -> dict[str, Texts]:
    """Return translations by language, of all owners or of some; blank ones and the shop's own are left out."""
    held: dict[str, dict[Owner, dict[str, str]]] = {}
    for language, kind, ident, field, value in _rows(tx, owners):
        if language != primary and value:
            held.setdefault(language, {}).setdefault((kind, ident), {})[field] = value
    return {language: Texts(language, fields) for language, fields in held.items()}


def _rows(tx: ReadTx, owners: Collection[Owner] | None) -> Iterable[tuple[str, str, int, str, str]]:
    if owners is None:
        yield from (tuple(row) for row in tx.connection.execute(_ALL))
        return
    waiting = list(owners)
    for start in range(0, len(waiting), _AT_ONCE):
        found = tx.all(_SOME, {"owners": waiting[start : start + _AT_ONCE]})
        yield from (tuple(row) for row in found)
