"""Checks of collections."""

import re
from dataclasses import replace

from comptoir.catalog.drafts import CollectionDraft, CollectionRule
from comptoir.catalog.validation.media import check_medium
from comptoir.catalog.validation.metafields import check_metafields
from comptoir.catalog.validation.problems import BLANK, DUPLICATE, INVALID, TOO_MANY, Problems
from comptoir.catalog.validation.texts import (
    check_handle,
    check_html,
    check_short,
    check_title,
    check_translations,
)

MAX_RULES = 60
_TEXT_RELATIONS = frozenset({"EQUALS", "NOT_EQUALS", "CONTAINS", "NOT_CONTAINS", "STARTS_WITH", "ENDS_WITH"})
_RELATIONS = {
    "TAG": frozenset({"EQUALS"}),
    "TITLE": _TEXT_RELATIONS,
    "TYPE": _TEXT_RELATIONS,
    "VENDOR": _TEXT_RELATIONS,
    "VARIANT_TITLE": _TEXT_RELATIONS,
    "VARIANT_WEIGHT": frozenset({"EQUALS", "NOT_EQUALS", "GREATER_THAN", "LESS_THAN"}),
}
"""The relations that the dialect knows for each column."""
_SORT_ORDERS = frozenset(
    {
        *("MANUAL", "BEST_SELLING", "TITLE", "TITLE_DESC"),
        *("PRICE", "PRICE_DESC", "CREATED", "CREATED_DESC"),
    }
)
_WEIGHT = re.compile(r"[0-9]{1,10}")
_FIELDS = frozenset({"title", "description_html", "seo_title", "seo_description"})


def check_collection(problems: Problems, draft: CollectionDraft) -> CollectionDraft:
    """Return the collection as it is saved; note what is wrong with it."""
    check_handle(problems, draft.handle, "handle")
    check_short(problems, draft.seo_title, "seo_title")
    check_short(problems, draft.seo_description, "seo_description", limit=5000)
    _check_members(problems, draft)
    for index, rule in enumerate(draft.rules):
        _check_rule(problems, rule, "rules", str(index))
    return replace(
        draft,
        title=check_title(problems, draft.title, "title"),
        description_html=check_html(problems, draft.description_html, "description_html"),
        image=check_medium(problems, draft.image, "image") if draft.image else None,
        seo_title=draft.seo_title or None,
        seo_description=draft.seo_description or None,
        metafields=check_metafields(problems, draft.metafields, "metafields"),
        translations=check_translations(
            problems, draft.translations, fields=_FIELDS, html=("description_html",)
        ),
    )


def _check_members(problems: Problems, draft: CollectionDraft) -> None:
    if draft.rules and draft.products:
        problems.add(INVALID, "a collection has products or rules, not both", "rules")
    if len(draft.rules) > MAX_RULES:
        problems.add(TOO_MANY, f"there are more than {MAX_RULES} rules", "rules")
    if len(set(draft.products)) < len(draft.products):
        problems.add(DUPLICATE, "a product is named twice", "products")
    if draft.sort_order not in _SORT_ORDERS:
        problems.add(INVALID, f"'{str(draft.sort_order)[:32]}' is not a sort order", "sort_order")
    if draft.image is not None and draft.image.kind != "IMAGE":
        problems.add(INVALID, "a collection shows a picture, no other medium", "image", "kind")


def _check_rule(problems: Problems, rule: CollectionRule, *path: str) -> None:
    relations = _RELATIONS.get(rule.column)
    if relations is None:
        problems.add(INVALID, f"'{str(rule.column)[:32]}' is not a column of rules", *path, "column")
    elif rule.relation not in relations:
        message = f"'{str(rule.relation)[:32]}' does not go with {rule.column}"
        problems.add(INVALID, message, *path, "relation")
    if not rule.condition.strip():
        problems.add(BLANK, "the condition is blank", *path, "condition")
    elif rule.column == "VARIANT_WEIGHT" and not _WEIGHT.fullmatch(rule.condition):
        problems.add(INVALID, "a weight is a whole number of grams", *path, "condition")
    check_short(problems, rule.condition, *path, "condition")
