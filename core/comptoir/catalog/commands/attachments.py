"""What any owner can carry: media files, metafields and translations."""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from typing import Any

from sqlalchemy import bindparam, select

from comptoir.catalog.drafts import MediaDraft, MetafieldDraft, Translations
from comptoir.catalog.models import MEDIA, METAFIELD, TRANSLATION
from comptoir.catalog.writes import Values, Writes, grouped, load_rows

_MEDIA = select(MEDIA.c.id, MEDIA.c.identity).where(MEDIA.c.identity.in_(bindparam("keys", expanding=True)))
_METAFIELDS = select(METAFIELD).where(METAFIELD.c.owner_id.in_(bindparam("keys", expanding=True)))
_TRANSLATIONS = select(TRANSLATION).where(TRANSLATION.c.owner_id.in_(bindparam("keys", expanding=True)))

Row = Mapping[str, Any]


class Files:
    """The media files that a command refers to: found, or added."""

    def __init__(self, writes: Writes, media: Iterable[MediaDraft]) -> None:
        drafts = {_identity(medium): medium for medium in media}
        known = load_rows(writes.tx, _MEDIA, drafts) if drafts else ()
        self._ids: dict[str, int] = {row["identity"]: row["id"] for row in known}
        for identity, medium in drafts.items():
            if identity not in self._ids:
                self._ids[identity] = writes.numbers.take()
                writes.insert(MEDIA, _media_values(self._ids[identity], identity, medium))

    def number_of(self, medium: MediaDraft) -> int:
        """Return the number of a medium's file."""
        return self._ids[_identity(medium)]


class Attachments:
    """Metafields and translations of owners, found by number: a number is of one row of all tables."""

    def __init__(self, writes: Writes, owners: Iterable[int]) -> None:
        self._writes = writes
        self._metafields: dict[int, list[Row]] = {}
        self._translations: dict[int, list[Row]] = {}
        if idents := list(owners):
            rows = load_rows(writes.tx, _METAFIELDS, idents)
            self._metafields = grouped(rows, "owner_id")
            idents.extend(row["id"] for row in rows)
            self._translations = grouped(load_rows(writes.tx, _TRANSLATIONS, idents), "owner_id")

    def set_metafields(self, kind: str, owner_id: int, metafields: Sequence[MetafieldDraft]) -> bool:
        """Make an owner's metafields, with their translations, equal to these; say if they differed."""
        stored = self._metafields.get(owner_id, ())
        if not metafields and not stored:
            return False
        known = {(row["namespace"], row["key"]): row["id"] for row in stored}
        wanted: list[Values] = []
        differs = False
        for position, metafield in enumerate(metafields, 1):
            ident = known.get((metafield.namespace, metafield.key)) or self._writes.numbers.take()
            wanted.append(_metafield_values(ident, kind, owner_id, position, metafield))
            differs |= self.set_translations("metafield", ident, metafield.translations)
        kept = {row["id"] for row in wanted}
        for row in stored:
            if row["id"] not in kept:
                self.set_translations("metafield", row["id"], {})
        return self._writes.merge(METAFIELD, stored=stored, wanted=wanted) or differs

    def set_translations(self, kind: str, owner_id: int, translations: Translations) -> bool:
        """Make an owner's translations equal to the given ones; say whether they differed."""
        stored = self._translations.get(owner_id, ())
        if not translations and not stored:
            return False
        known = {(row["language"], row["field"]): row["id"] for row in stored}
        wanted: list[Values] = [
            {
                "id": known.get((language, field)) or self._writes.numbers.take(),
                "owner_kind": kind,
                "owner_id": owner_id,
                "language": language,
                "field": field,
                "value": value,
            }
            for language, texts in translations.items()
            for field, value in texts.items()
        ]
        return self._writes.merge(TRANSLATION, stored=stored, wanted=wanted)

    def clear(self, owners: Iterable[int]) -> None:
        """Remove all metafields and translations of owners that go."""
        for owner_id in owners:
            self.set_metafields("", owner_id, ())
            self.set_translations("", owner_id, {})


def under(name: str, translations: Translations, *, source: str) -> dict[str, dict[str, str]]:
    """Return the translations of one field under another name: `alt` as `image_alt`."""
    return {language: {name: texts[source]} for language, texts in translations.items() if source in texts}


def _identity(medium: MediaDraft) -> str:
    place = medium.stored.token if medium.stored else medium.url
    spelled = "\x00".join((medium.kind, place or "", medium.filename))
    return blake2b(spelled.encode(), digest_size=16).hexdigest()


def _media_values(ident: int, identity: str, medium: MediaDraft) -> Values:
    stored = medium.stored
    return {
        "id": ident,
        "identity": identity,
        "kind": medium.kind,
        "token": stored.token if stored else None,
        "filename": medium.filename,
        "format": stored.format if stored else None,
        "url": None if stored else medium.url,
        "width": stored.width if stored else None,
        "height": stored.height if stored else None,
        "bytes": stored.bytes if stored else None,
        "thumbhash": stored.thumbhash if stored else None,
    }


def _metafield_values(
    ident: int, kind: str, owner_id: int, position: int, metafield: MetafieldDraft
) -> Values:
    return {
        "id": ident,
        "owner_kind": kind,
        "owner_id": owner_id,
        "position": position,
        "namespace": metafield.namespace,
        "key": metafield.key,
        "type": metafield.type,
        "value": metafield.value,
    }
