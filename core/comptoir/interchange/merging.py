"""The draft that a file asks for: what it says laid over what the shop holds.

The format has no place for translations, size charts, swatches, quantity rules, videos and more; what the shop
holds of those stays. A column that the file lacks changes nothing; the variants and pictures that it lists are all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from comptoir.catalog.drafts import MediaDraft, MetafieldDraft, OptionDraft, ProductDraft, VariantDraft
from comptoir.interchange.addresses import address_of, filename_of
from comptoir.interchange.entries import ProductEntry, VariantEntry

_EMPTY = ProductDraft(handle="", title="", media=(), variants=())
_NEW = VariantDraft(choices=())


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureSources:
    """Pictures of this product that were stored beforehand, by the address in the file."""

    found: Mapping[str, MediaDraft]
    given: bool
    """The file has a column of pictures; without it those of the shop stay."""


def draft_of(entry: ProductEntry, *, stored: ProductDraft | None, pictures: PictureSources) -> ProductDraft:
    """Return the draft to save."""
    base = stored or _EMPTY
    media, places = _media(entry, base, pictures)
    known = {tuple(variant.choices): variant for variant in base.variants}
    by_sku: dict[Any, VariantDraft] = {variant.sku: variant for variant in base.variants if variant.sku}
    variants = tuple(
        _variant(said, known.get(said.choices) or by_sku.get(said.values.get("sku")) or _NEW, base, places)
        for said in entry.variants
    )
    values: dict[str, Any] = {
        **entry.values,
        "handle": entry.handle,
        "options": _options(entry, base),
        "variants": variants,
        "media": media,
        "metafields": _metafields(entry, base),
    }
    if "tags" in values and _joined(values["tags"]) == _joined(base.tags):
        # A stored tag with a comma in it looks like two in a file.
        values["tags"] = base.tags
    return replace(base, **values)


def _joined(tags: Sequence[str]) -> str:
    return ", ".join(tags)


def _variant(
    said: VariantEntry, before: VariantDraft, product: ProductDraft, places: Mapping[str, int]
) -> VariantDraft:
    address = said.image
    if address is None and before.media_index is not None and product.media:
        address = address_of(product.media[before.media_index])
    index = places.get(address) if address else None
    values = {**said.values, "choices": said.choices, "media_index": index}
    return replace(before, **values)


def _options(entry: ProductEntry, base: ProductDraft) -> tuple[OptionDraft, ...]:
    known = {option.name: option for option in base.options}
    options = []
    for index, name in enumerate(entry.options):
        used = dict.fromkeys(variant.choices[index] for variant in entry.variants if variant.choices[index])
        before = known.get(name)
        if before is None:
            options.append(OptionDraft(name=name, values=tuple(used)))
            continue
        # The shop's order of values is kept: the rows of a file may well be sorted otherwise.
        held = [value for value in before.values if value in used]
        values = (*held, *(value for value in used if value not in before.values))
        swatches = {value: color for value, color in before.swatches.items() if value in used}
        texts = {
            language: {key: text for key, text in fields.items() if key == name or key in used}
            for language, fields in before.translations.items()
        }
        kept = {language: fields for language, fields in texts.items() if fields}
        options.append(replace(before, values=values, swatches=swatches, translations=kept))
    return tuple(options)


def _metafields(entry: ProductEntry, base: ProductDraft) -> tuple[MetafieldDraft, ...]:
    """Lay the file's metafields over those stored: types are kept, an empty cell removes one.

    A new one gets the type that others of its name have in the shop, else it is text.
    """
    wanted = {(metafield.namespace, metafield.key): metafield for metafield in base.metafields}
    for (namespace, key), value in entry.metafields.items():
        before = wanted.get((namespace, key))
        if not value:
            wanted.pop((namespace, key), None)
        elif before is not None:
            wanted[namespace, key] = replace(before, value=value)
        else:
            kind = entry.metafield_types.get((namespace, key)) or _text_type(value)
            wanted[namespace, key] = MetafieldDraft(namespace=namespace, key=key, type=kind, value=value)
    return tuple(wanted.values())


def _text_type(value: str) -> str:
    return "multi_line_text_field" if "\n" in value or "\r" in value else "single_line_text_field"


def _media(
    entry: ProductEntry, base: ProductDraft, pictures: PictureSources
) -> tuple[Sequence[MediaDraft], Mapping[str, int]]:
    """Return the media in order, and their places by address."""
    held = tuple(base.media or ())
    known = {address_of(medium): medium for medium in held}
    if not pictures.given:
        return held, {address: index for index, address in enumerate(known)}
    said = {picture.address: picture.alt for picture in entry.pictures}
    for variant in entry.variants:
        if variant.image and variant.image not in said:
            said[variant.image] = known[variant.image].alt if variant.image in known else None
    addresses = list(said)
    media = [replace(_medium(address, known, pictures.found), alt=alt) for address, alt in said.items()]
    for index, medium in enumerate(held):
        if medium.kind != "IMAGE":
            media.insert(index, medium)
            addresses.insert(index, "")
    return tuple(media), {address: index for index, address in enumerate(addresses) if address}


def _medium(address: str, known: Mapping[str, MediaDraft], found: Mapping[str, MediaDraft]) -> MediaDraft:
    """Return a picture: the shop's own where it has it, for its translations."""
    fresh = found.get(address)
    if fresh is not None:
        return known.get(address_of(fresh), fresh)
    return known.get(address) or MediaDraft(url=address, filename=filename_of(address))
