"""Checks of products."""

from collections.abc import Sequence
from dataclasses import replace

from comptoir.catalog.drafts import OptionDraft, ProductDraft, VariantDraft
from comptoir.catalog.validation.media import check_media
from comptoir.catalog.validation.metafields import check_metafields
from comptoir.catalog.validation.problems import (
    BLANK,
    DUPLICATE,
    INVALID,
    NOT_FOUND,
    OUT_OF_RANGE,
    TOO_MANY,
    Problems,
)
from comptoir.catalog.validation.texts import (
    check_color,
    check_handle,
    check_html,
    check_short,
    check_tags,
    check_title,
    check_translations,
)

MAX_OPTIONS = 3
MAX_VARIANTS = 2048
MAX_COUNT = 2**31 - 1
"""Largest whole number of the dialect's Int."""
DEFAULT_OPTION = "Title"
DEFAULT_VALUE = "Default Title"
_STATUSES = frozenset({"active", "draft", "archived"})
_WEIGHT_UNITS = frozenset({"GRAMS", "KILOGRAMS", "OUNCES", "POUNDS"})
_MEASURES = frozenset({"AREA", "COUNT", "LENGTH", "VOLUME", "WEIGHT"})
_FIELDS = frozenset({"title", "description_html", "product_type", "seo_title", "seo_description"})
_HTML = frozenset({"description_html"})


def check_product(problems: Problems, draft: ProductDraft) -> ProductDraft:
    """Return the product as it is saved; note what is wrong with it."""
    draft = _without_default_option(draft)
    check_handle(problems, draft.handle, "handle")
    for name in ("vendor", "product_type", "category", "seo_title"):
        check_short(problems, getattr(draft, name), name)
    check_short(problems, draft.seo_description, "seo_description", limit=5000)
    _check_facts(problems, draft)
    return replace(
        draft,
        title=check_title(problems, draft.title, "title"),
        description_html=check_html(problems, draft.description_html, "description_html"),
        vendor=draft.vendor.strip(),
        product_type=draft.product_type.strip(),
        category=draft.category or None,
        seo_title=draft.seo_title or None,
        seo_description=draft.seo_description or None,
        tags=check_tags(problems, draft.tags, "tags"),
        options=_checked_options(problems, draft.options),
        variants=_checked_variants(problems, draft),
        media=None if draft.media is None else check_media(problems, draft.media, "media"),
        metafields=check_metafields(problems, draft.metafields, "metafields"),
        translations=check_translations(problems, draft.translations, fields=_FIELDS, html=_HTML),
    )


def _without_default_option(draft: ProductDraft) -> ProductDraft:
    """Take off the option that the dialect shows for a product without options."""
    only = draft.options[0] if len(draft.options) == 1 else None
    if only is None or only.name != DEFAULT_OPTION or list(only.values) != [DEFAULT_VALUE]:
        return draft
    bare = tuple(
        replace(variant, choices=()) if list(variant.choices) == [DEFAULT_VALUE] else variant
        for variant in draft.variants
    )
    return replace(draft, options=(), variants=bare)


def _check_facts(problems: Problems, draft: ProductDraft) -> None:
    if draft.status not in _STATUSES:
        problems.add(INVALID, f"'{str(draft.status)[:32]}' is not a status of products", "status")
    if draft.published_at is not None and draft.published_at.tzinfo is None:
        problems.add(INVALID, "the time of publication has no time zone", "published_at")
    if draft.sales_rank is not None and not 0 <= draft.sales_rank <= MAX_COUNT:
        problems.add(OUT_OF_RANGE, "the sales rank is below zero or too large", "sales_rank")


def _checked_options(problems: Problems, options: Sequence[OptionDraft]) -> tuple[OptionDraft, ...]:
    if len(options) > MAX_OPTIONS:
        problems.add(TOO_MANY, f"there are {len(options)} options; {MAX_OPTIONS} are possible", "options")
    if len({option.name for option in options}) < len(options):
        problems.add(DUPLICATE, "two options have the same name", "options")
    return tuple(_checked_option(problems, option, i) for i, option in enumerate(options))


def _checked_option(problems: Problems, option: OptionDraft, index: int) -> OptionDraft:
    path = ("options", str(index))
    for name in (option.name, *option.values):
        if not name.strip():
            problems.add(BLANK, "the name of an option or value is blank", *path)
        check_short(problems, name, *path)
    if not option.values:
        problems.add(BLANK, f"the option '{option.name[:80]}' has no values", *path, "values")
    values = set(option.values)
    if len(values) < len(option.values):
        problems.add(DUPLICATE, f"the option '{option.name[:80]}' has a value twice", *path, "values")
    for value, color in option.swatches.items():
        if value not in values:
            problems.add(NOT_FOUND, f"a swatch is for the unknown value '{value[:80]}'", *path, "swatches")
        check_color(problems, color, *path, "swatches", value)
    if not option.translations:
        return option
    texts = check_translations(problems, option.translations, *path, fields={option.name, *values})
    return replace(option, translations=texts)


def _checked_variants(problems: Problems, draft: ProductDraft) -> tuple[VariantDraft, ...]:
    variants = draft.variants
    if not variants:
        problems.add(BLANK, "a product has at least one variant", "variants")
    if len(variants) > MAX_VARIANTS:
        problems.add(TOO_MANY, f"there are more than {MAX_VARIANTS} variants", "variants")
    allowed = [frozenset(option.values) for option in draft.options]
    seen: set[tuple[str, ...]] = set()
    for index, variant in enumerate(variants):
        choices = tuple(variant.choices)
        if choices in seen:
            problems.add(
                DUPLICATE, f"two variants are {_spelled(choices)}", "variants", str(index), "choices"
            )
        seen.add(choices)
        _check_choices(problems, choices, allowed, index)
        _check_variant(problems, variant, index, media=draft.media)
    return tuple(_checked_variant(problems, variant, index) for index, variant in enumerate(variants))


def _check_choices(
    problems: Problems, choices: tuple[str, ...], allowed: Sequence[frozenset[str]], index: int
) -> None:
    path = ("variants", str(index), "choices")
    if len(choices) != len(allowed):
        problems.add(INVALID, f"{len(choices)} choices for {len(allowed)} options", *path)
        return
    for choice, values in zip(choices, allowed, strict=True):
        if choice not in values:
            problems.add(NOT_FOUND, f"'{choice[:80]}' is not a value of the option", *path)


def _checked_variant(problems: Problems, variant: VariantDraft, index: int) -> VariantDraft:
    if not variant.metafields and variant.sku != "" and variant.barcode != "":
        return variant
    kept = check_metafields(problems, variant.metafields, "variants", str(index), "metafields")
    return replace(variant, metafields=kept, sku=variant.sku or None, barcode=variant.barcode or None)


def _check_variant(
    problems: Problems, variant: VariantDraft, index: int, *, media: Sequence[object] | None
) -> None:
    path = ("variants", str(index))
    for name in ("sku", "barcode", "tax_category"):
        check_short(problems, getattr(variant, name), *path, name, limit=64 if name[0] == "t" else 255)
    if not variant.tax_category:
        problems.add(BLANK, "the tax category is blank", *path, "tax_category")
    if variant.weight_grams is not None and not 0 <= variant.weight_grams <= MAX_COUNT:
        problems.add(OUT_OF_RANGE, "the weight is below zero or too large", *path, "weight_grams")
    if variant.weight_unit not in _WEIGHT_UNITS:
        problems.add(INVALID, f"'{str(variant.weight_unit)[:32]}' is not a weight unit", *path, "weight_unit")
    if variant.media_index is not None and not _within(variant.media_index, media):
        problems.add(NOT_FOUND, f"there is no medium {variant.media_index}", *path, "media_index")
    _check_quantities(problems, variant, path)
    _check_unit(problems, variant, path)


def _within(index: int, media: Sequence[object] | None) -> bool:
    return index >= 0 and (media is None or index < len(media))


def _check_quantities(problems: Problems, variant: VariantDraft, path: tuple[str, ...]) -> None:
    """Note rules that no quantity can meet: bounds are multiples of the increment, as in the dialect."""
    low, high, step = variant.quantity_minimum, variant.quantity_maximum, variant.quantity_increment
    if not (1 <= low <= MAX_COUNT and 1 <= step <= MAX_COUNT):
        problems.add(OUT_OF_RANGE, "minimum and increment are at least 1", *path, "quantity_minimum")
    elif low % step:
        problems.add(INVALID, "the minimum is not a multiple of the increment", *path, "quantity_minimum")
    elif high is not None and (not low <= high <= MAX_COUNT or high % step):
        message = "the maximum is below the minimum or not a multiple of the increment"
        problems.add(INVALID, message, *path, "quantity_maximum")


def _check_unit(problems: Problems, variant: VariantDraft, path: tuple[str, ...]) -> None:
    if variant.unit_measurement is None:
        return
    measure, thousandths, reference = variant.unit_measurement
    if measure not in _MEASURES or not 1 <= thousandths <= 2**53 or not 1 <= len(reference) <= 16:  # noqa: PLR2004
        problems.add(INVALID, "the measurement for unit prices is not possible", *path, "unit_measurement")


def _spelled(choices: Sequence[str]) -> str:
    return f"'{' / '.join(choices)[:80]}'" if choices else "without choices"
