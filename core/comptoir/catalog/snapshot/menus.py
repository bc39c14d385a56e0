"""Menus with their targets found: `collection:shirts` becomes a path and the id of the collection."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from comptoir.catalog.records import CollectionRecord, ContentRecord, MenuItemRecord, ProductRecord
from comptoir.ids import gid


@dataclass(frozen=True, slots=True, kw_only=True)
class Targets:
    """What menus may lead to besides content, by handle."""

    products: Mapping[str, ProductRecord]
    collections: Mapping[str, CollectionRecord]


_PLAIN = {
    "search": ("SEARCH", "/search"),
    "catalog": ("CATALOG", "/collections/all"),
    "collections": ("COLLECTIONS", "/collections"),
    "frontpage": ("FRONTPAGE", "/"),
}
_FOLDERS = {
    "collection": ("COLLECTION", "/collections/"),
    "product": ("PRODUCT", "/products/"),
    "page": ("PAGE", "/pages/"),
    "blog": ("BLOG", "/blogs/"),
    "policy": ("SHOP_POLICY", "/policies/"),
}


def menu_items(
    number: int,
    items: Sequence[Mapping[str, Any]],
    *,
    told: Mapping[str, str],
    targets: Targets,
    content: ContentRecord,
    place: str = "",
) -> Sequence[MenuItemRecord]:
    """Return the entries of a menu; `told` gives translated titles by place, such as `0` and `0.1`."""
    found: list[MenuItemRecord] = []
    for index, item in enumerate(items):
        here = f"{place}.{index}" if place else str(index)
        kind, path, resource = _target(item["target"], targets, content)
        found.append(
            MenuItemRecord(
                # Entries have no number of their own: the menu's, then the place, make one that stays.
                id=gid("MenuItem", f"{number}{here.replace('.', '0')}"),
                title=told.get(here, item["title"]),
                kind=kind,
                path=path,
                resource_id=resource,
                tags=(),
                items=menu_items(
                    number, item.get("items") or (), told=told, targets=targets, content=content, place=here
                ),
            )
        )
    return tuple(found)


def _target(target: str, targets: Targets, content: ContentRecord) -> tuple[str, str, str | None]:
    """Return the kind, the path and the id of what a target names; no id for what is not shown."""
    if target in _PLAIN:
        return (*_PLAIN[target], None)
    word, _, handle = target.partition(":")
    if word not in _FOLDERS or not handle or handle.startswith("//"):
        return "HTTP", target, None
    kind, folder = _FOLDERS[word]
    shown: Mapping[str, Any] = {
        "collection": targets.collections,
        "product": targets.products,
        "page": content.pages,
        "blog": content.blogs,
        "policy": content.legal,
    }[word]
    record = shown.get(handle)
    return kind, folder + handle, None if record is None else record.id
