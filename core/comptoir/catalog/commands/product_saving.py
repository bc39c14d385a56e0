"""The saving of one product: each part compared with what is stored, and the difference collected."""

from dataclasses import dataclass
from datetime import datetime

from comptoir.catalog.commands.attachments import Files
from comptoir.catalog.commands.product_rows import (
    StoredProducts,
    media_rows,
    option_rows,
    product_values,
    tag_rows,
    value_rows,
    variant_numbers,
    variant_values,
)
from comptoir.catalog.drafts import ProductDraft, Translations
from comptoir.catalog.models import OPTION, OPTION_VALUE, PRODUCT, PRODUCT_MEDIA, PRODUCT_TAG, VARIANT
from comptoir.catalog.writes import Values, Writes


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedProduct:
    """What became of a draft; `variant_ids` stand in the order of the draft's variants."""

    product_id: int
    variant_ids: tuple[int, ...]
    created: bool
    changed: bool
    """False when the stored product was equal to the draft already."""


class ProductSaving:
    """The saving of one product whose draft was checked."""

    def __init__(self, writes: Writes, stored: StoredProducts, draft: ProductDraft, ident: int) -> None:
        self._writes = writes
        self._stored = stored
        self._draft = draft
        self._id = ident
        self._kept = {ident}
        """Numbers of rows that can carry metafields and translations and that stay."""

    def save(self, files: Files, *, size_chart_id: int | None, digest: str) -> SavedProduct:
        """Collect the writes; say what becomes of the draft."""
        choices, differs = self._options()
        pictures, media_differ = self._media(files)
        variants, variants_differ = self._variants(choices, pictures)
        differs |= media_differ | variants_differ | self._tags() | self._texts()
        gone = self._stored.parts_of(self._id) - self._kept
        self._stored.attachments.clear(gone)
        changed = self._product(size_chart_id, digest, differs=differs)
        created = self._id not in self._stored.products
        return SavedProduct(
            product_id=self._id, variant_ids=tuple(variants), created=created, changed=changed
        )

    def _product(self, size_chart_id: int | None, digest: str, *, differs: bool) -> bool:
        row = product_values(self._id, self._draft, size_chart_id=size_chart_id)
        old = self._stored.products.get(self._id)
        row["published_at"] = self._published_at(old["published_at"] if old else None)
        return self._writes.save(PRODUCT, row, stored=old, digest=digest, differs=differs)

    def _published_at(self, stored: datetime | None) -> datetime | None:
        if self._draft.published_at is not None:
            return self._draft.published_at
        return stored or (self._writes.now if self._draft.status == "active" else None)

    def _tags(self) -> bool:
        stored = self._stored.tags.get(self._id, ())
        wanted = tag_rows(self._writes, self._id, self._draft.tags, stored)
        return self._writes.merge(PRODUCT_TAG, stored=stored, wanted=wanted)

    def _texts(self) -> bool:
        attachments = self._stored.attachments
        differs = attachments.set_metafields("product", self._id, self._draft.metafields)
        return attachments.set_translations("product", self._id, self._draft.translations) | differs

    def _options(self) -> tuple[list[dict[str, int]], bool]:
        """Return for each option the numbers of its values by name, and whether anything differs."""
        stored, options = self._stored, self._draft.options
        before = stored.options.get(self._id, ())
        wanted = option_rows(self._writes, self._id, options, stored)
        numbers: list[dict[str, int]] = []
        values: list[Values] = []
        for row, option in zip(wanted, options, strict=True):
            rows = value_rows(self._writes, row["id"], option, stored.values.get(row["id"], ()))
            numbers.append({value["name"]: value["id"] for value in rows})
            values.extend(rows)
        old_values = [value for row in before for value in stored.values.get(row["id"], ())]
        differs = self._writes.merge(OPTION, stored=before, wanted=wanted)
        differs |= self._writes.merge(OPTION_VALUE, stored=old_values, wanted=values)
        self._kept.update(row["id"] for rows in (wanted, values) for row in rows)
        for row, option, by_name in zip(wanted, options, numbers, strict=True):
            differs |= self._name_texts("option", row["id"], option.name, option.translations)
            for name, ident in by_name.items():
                differs |= self._name_texts("option_value", ident, name, option.translations)
        return numbers, differs

    def _name_texts(self, kind: str, ident: int, name: str, translations: Translations) -> bool:
        texts = {code: {"name": names[name]} for code, names in translations.items() if name in names}
        return self._stored.attachments.set_translations(kind, ident, texts)

    def _media(self, files: Files) -> tuple[list[int], bool]:
        """Return the numbers of the placed media in order, and whether anything differs."""
        stored = self._stored.media.get(self._id, ())
        media = self._draft.media
        if media is None:
            kept = [row["id"] for row in stored]
            self._kept.update(kept)
            return kept, False
        placed = [(files.number_of(medium), medium.alt) for medium in media]
        wanted = media_rows(self._writes, self._id, placed, stored)
        differs = self._writes.merge(PRODUCT_MEDIA, stored=stored, wanted=wanted)
        numbers = [row["id"] for row in wanted]
        for ident, medium in zip(numbers, media, strict=True):
            attachments = self._stored.attachments
            differs |= attachments.set_translations("product_media", ident, medium.translations)
        self._kept.update(numbers)
        return numbers, differs

    def _variants(self, values: list[dict[str, int]], pictures: list[int]) -> tuple[list[int], bool]:
        """Return the numbers of the variants in order, and whether anything differs."""
        variants = self._draft.variants
        stored = self._stored.variants.get(self._id, ())
        choices = [
            tuple(by_name[choice] for by_name, choice in zip(values, variant.choices, strict=True))
            for variant in variants
        ]
        numbers = variant_numbers(self._writes, variants, choices, stored)
        wanted = []
        differs = False
        for position, variant in enumerate(variants, 1):
            ident = numbers[position - 1]
            row = variant_values(ident, self._id, position, variant, choices[position - 1])
            row["product_media_id"] = _picture(variant.media_index, pictures)
            wanted.append(row)
            differs |= self._stored.attachments.set_metafields("variant", ident, variant.metafields)
        self._kept.update(numbers)
        return numbers, self._writes.merge(VARIANT, stored=stored, wanted=wanted) or differs


def _picture(index: int | None, pictures: list[int]) -> int | None:
    return pictures[index] if index is not None and index < len(pictures) else None
