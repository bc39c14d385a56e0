"""Which pictures the brand needs, and their taking: on all processors but in a fixed order."""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from comptoir.api import MediaDraft, MediaStore

from comptoir_atelier.pictures.studio import Look, banner, flat_lay, paper_for, portrait
from comptoir_atelier.products import Product
from comptoir_atelier.sources import Table, french, read

_WEAVES = {
    "denim": "twill",
    "stretch-denim": "twill",
    "twill": "twill",
    "linen": "weave",
    "oxford": "weave",
    "canvas": "weave",
    "merino": "knit",
    "lambswool": "knit",
    "cashmere": "knit",
}
_WORKERS = min(4, os.cpu_count() or 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """One picture to take: what it shows, on which paper, and how it is described."""

    looks: tuple[Look, ...]
    paper: str
    filename: str
    alt: str
    alt_fr: str
    detail: bool = False
    laid_flat: bool = False


def product_shots(product: Product, *, place: int) -> list[Shot]:
    """Return a product's pictures: one for each colour, then the detail of the first."""
    source, palette = product.source, read("colors")
    keys = product.colors or (source["figure_color"],)
    paper = paper_for(palette[keys[0]]["hex"], place=place)
    shots = []
    for key in keys:
        color = palette[key]
        suffix = (f", {color['name']}", f", {color['fr']}") if product.colors else ("", "")
        shots.append(
            Shot(
                looks=(_look(source, color["hex"]),),
                paper=paper if key == keys[0] else paper_for(color["hex"], place=place),
                filename=f"{product.handle}-{key}",
                alt=source["title"] + suffix[0],
                alt_fr=source["title_fr"] + suffix[1],
            )
        )
    detail = Shot(
        looks=shots[0].looks,
        paper=paper,
        filename=f"{product.handle}-detail",
        alt=f"{source['title']}, detail",
        alt_fr=f"{source['title_fr']}, détail",
        detail=True,
    )
    return [*shots, detail]


def banner_shot(table: Table) -> Shot:
    """Return the banner of a collection or an article; `look` names its pieces as `figure/colour/pattern`."""
    return Shot(
        looks=tuple(_named(text) for text in table["look"]),
        paper=table["paper"],
        filename=table["handle"],
        alt=table["title"],
        alt_fr=table["title_fr"],
    )


def look_of(product: Product, *, color: str) -> Look:
    """Return a product in one of its colours."""
    return _look(product.source, read("colors")[color]["hex"])


def take(shots: Sequence[Shot], *, store: MediaStore) -> Iterator[MediaDraft]:
    """Take pictures, keep them in the store, and yield them in order; several are in the making at a time."""

    def taken(shot: Shot) -> MediaDraft:
        stored = store.put(take_one(shot))
        filename, translations = f"{shot.filename}.jpg", french(alt=shot.alt_fr)
        return MediaDraft(stored=stored, filename=filename, alt=shot.alt, translations=translations)

    with ThreadPoolExecutor(_WORKERS) as pool:
        yield from pool.map(taken, shots)


def take_one(shot: Shot) -> bytes:
    """Take one picture; the same shot gives the same bytes."""
    if shot.laid_flat:
        return flat_lay(shot.looks, paper=shot.paper)
    if len(shot.looks) > 1:
        return banner(shot.looks, paper=shot.paper)
    return portrait(shot.looks[0], paper=shot.paper, detail=shot.detail)


def _look(source: Table, swatch: str) -> Look:
    return Look(
        figure=source["figure"],
        swatch=swatch,
        weave=_WEAVES.get(source["material"], "plain"),
        pattern=source.get("pattern"),
    )


def _named(text: str) -> Look:
    figure, color, *rest = text.split("/")
    return Look(figure=figure, swatch=read("colors")[color]["hex"], pattern=rest[0] if rest else None)
