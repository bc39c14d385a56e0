"""Which variant a product page opens with."""

from collections.abc import Callable, Sequence

from comptoir.catalog.records import VariantRecord


def selected_or_first_available(
    variants: Sequence[VariantRecord],
    *,
    choices: Sequence[int | None] | None,
    for_sale: Callable[[VariantRecord], bool],
) -> VariantRecord | None:
    """Return the variant to open with; none only where there are no variants.

    With picks, it is among the variants that have them, if any do; a full pick stands although it is sold
    out. Of several, it is the first that can be bought, else the first, by position.
    """
    fitting = [variant for variant in variants if choices and _fits(variant.choices, choices)] or variants
    return next((variant for variant in fitting if for_sale(variant)), next(iter(fitting), None))


def _fits(has: Sequence[int], wanted: Sequence[int | None]) -> bool:
    return all(want is None or want == value for want, value in zip(wanted, has, strict=True))
