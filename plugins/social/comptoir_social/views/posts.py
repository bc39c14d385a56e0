"""Posts: articles of the blog `social`, whose tags name what is for sale in their pictures.

`product:<handle>` is a piece, `product:<handle>/<sku>` one in the colour of a variant; `@<x>,<y>` at the end is its
place on the picture in per cent from the upper left. `lookbook` marks a lookbook and `look:<handle>` names one of
its posts. Other tags are free.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

BLOG = "social"
_PIECE = re.compile(r"product:([\w-]{1,255})(?:/([^@]{1,255}))?(?:@(\d{1,3}),(\d{1,3}))?")
_LOOK = re.compile(r"look:([\w-]{1,255})")
_MOST_PIECES = 12
_MOST_PRODUCTS = 40
"""As many as the document that asks for them takes."""
_STEP = 5
"""Places are drawn by a style sheet, in steps of so many per cent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A product in a picture; `place` is in per cent from the upper left, none when the post names none.

    `sku` is of a variant that looks as in the picture; empty when the post names none.
    """

    handle: str
    sku: str = ""
    place: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A post or a lookbook."""

    handle: str
    title: str
    excerpt: str
    html: str
    author: str
    published_at: str
    image: Mapping[str, Any] | None
    pieces: tuple[Piece, ...]
    looks: tuple[str, ...]
    is_lookbook: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPiece:
    """A piece with its product as the shop sells it to this visitor; `number` stands on the picture.

    `variant` looks as in the picture; none when the post names none, or the shop no longer sells it.
    """

    number: int
    piece: Piece
    product: Mapping[str, Any]
    variant: Mapping[str, Any] | None


def read_post(article: Mapping[str, Any]) -> Post:
    """Return the post that an article tells; tags that cannot be read are passed over."""
    tags = article["tags"]
    found = [match for match in map(_PIECE.fullmatch, tags) if match]
    return Post(
        handle=article["handle"],
        title=article["title"],
        excerpt=article["excerpt"] or "",
        html=article.get("contentHtml", ""),
        author=article["author"]["name"],
        published_at=article["publishedAt"],
        image=article["image"],
        pieces=tuple(_piece(match) for match in found[:_MOST_PIECES]),
        looks=tuple(match[1] for match in map(_LOOK.fullmatch, tags) if match)[:_MOST_PIECES],
        is_lookbook="lookbook" in tags,
    )


def _piece(match: re.Match[str]) -> Piece:
    return Piece(handle=match[1], sku=match[2] or "", place=_place(match[3], match[4]))


def _place(x: str | None, y: str | None) -> tuple[int, int] | None:
    if x is None or y is None:
        return None
    across, down = (min(95, max(5, _STEP * round(int(text) / _STEP))) for text in (x, y))
    return across, down


def pieces_query(posts: Sequence[Post]) -> str:
    """Return the search that finds the products of posts; empty when they name none."""
    handles = dict.fromkeys(piece.handle for post in posts for piece in post.pieces)
    return " OR ".join(f'handle:"{handle}"' for handle in list(handles)[:_MOST_PRODUCTS])


def shown_pieces(post: Post, products: Mapping[str, Mapping[str, Any]]) -> list[ShownPiece]:
    """Return the pieces of a post that the shop sells, in the post's order."""
    known = [piece for piece in post.pieces if piece.handle in products]
    return [
        ShownPiece(
            number=number,
            piece=piece,
            product=products[piece.handle],
            variant=_as_pictured(products[piece.handle]["variants"]["nodes"], sku=piece.sku),
        )
        for number, piece in enumerate(known, start=1)
    ]


def _as_pictured(variants: Sequence[Mapping[str, Any]], *, sku: str) -> Mapping[str, Any] | None:
    """Return the variant with a SKU, or, where that is sold out, another one with the same picture."""
    named = next((each for each in variants if sku and each["sku"] == sku), None)
    if named is None or named["availableForSale"] or not named["image"]:
        return named
    alike = (each for each in variants if each["availableForSale"] and each["image"] == named["image"])
    return next(alike, named)
