"""Parts of drafts read back from rows."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, select

from comptoir.catalog.drafts import MediaDraft, MetafieldDraft, StoredPicture
from comptoir.catalog.models import MEDIA, METAFIELD, TRANSLATION
from comptoir.catalog.writes import grouped, load_rows
from comptoir.db.tx import ReadTx

Row = Mapping[str, Any]
Texts = dict[str, dict[str, str]]

_METAFIELDS = (
    select(METAFIELD)
    .where(METAFIELD.c.owner_id.in_(bindparam("keys", expanding=True)))
    .order_by(METAFIELD.c.position)
)
_TRANSLATIONS = (
    select(TRANSLATION)
    .where(TRANSLATION.c.owner_id.in_(bindparam("keys", expanding=True)))
    .order_by(TRANSLATION.c.id)
)
_MEDIA = select(MEDIA).where(MEDIA.c.id.in_(bindparam("keys", expanding=True)))


class Owned:
    """Metafields, translations and pictures of some rows."""

    def __init__(self, tx: ReadTx, owners: Iterable[int], *, media: Iterable[int | None] = ()) -> None:
        idents = list(owners)
        metafields = load_rows(tx, _METAFIELDS, idents)
        idents.extend(row["id"] for row in metafields)
        self._metafields = grouped(metafields, "owner_id")
        self._translations = grouped(load_rows(tx, _TRANSLATIONS, idents), "owner_id")
        self._media = {
            row["id"]: row for row in load_rows(tx, _MEDIA, {ident for ident in media if ident is not None})
        }

    def metafields(self, owner: int) -> Sequence[MetafieldDraft]:
        """Return the metafields of a row."""
        return tuple(
            MetafieldDraft(
                namespace=row["namespace"],
                key=row["key"],
                type=row["type"],
                value=row["value"],
                translations=self.texts(row["id"]),
            )
            for row in self._metafields.get(owner, ())
        )

    def texts(self, owner: int) -> Texts:
        """Return the translations of a row: by language, then by field."""
        texts: Texts = {}
        for row in self._translations.get(owner, ()):
            texts.setdefault(row["language"], {})[row["field"]] = row["value"]
        return texts

    def picture(self, ident: int | None, *, alt: str | None, texts: Texts) -> MediaDraft | None:
        """Return a picture as a draft; takes the translations of its text out of those of its owner."""
        if ident is None:
            return None
        row = self._media[ident]
        alts = {
            language: {"alt": named.pop("image_alt")}
            for language, named in texts.items()
            if "image_alt" in named
        }
        for language in [language for language, named in texts.items() if not named]:
            del texts[language]
        return MediaDraft(
            kind=row["kind"],
            stored=picture_of(row) if row["token"] else None,
            filename=row["filename"],
            url=row["url"],
            alt=alt,
            translations=alts,
        )


def picture_of(row: Row) -> StoredPicture:
    """Return the picture of a medium's row."""
    return StoredPicture(
        token=row["token"],
        format=row["format"],
        width=row["width"],
        height=row["height"],
        bytes=row["bytes"],
        thumbhash=row["thumbhash"],
    )
