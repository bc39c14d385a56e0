"""Pictures and their addresses."""

from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

import strawberry

from comptoir.errors import BadUserInputError
from comptoir.graphql.context import Info, RequestContext
from comptoir.graphql.pagination import PageInfo
from comptoir.graphql.scalars import URL

MAX_EDGE = 5760
"""Longest edge that may be asked for, in pixels."""
MAX_SCALE = 3


@strawberry.enum(description="Format of a picture.")
class ImageContentType(StrEnum):
    """Format of a picture."""

    JPG = "JPG"
    PNG = "PNG"
    WEBP = "WEBP"


@strawberry.enum(description="The part of a picture to keep when it is cut to size.")
class CropRegion(StrEnum):
    """The part of a picture to keep when it is cut to size."""

    BOTTOM = "BOTTOM"
    CENTER = "CENTER"
    LEFT = "LEFT"
    RIGHT = "RIGHT"
    TOP = "TOP"


@strawberry.input(description="How to change a picture on its way out. Never enlarges.")
class ImageTransformInput:
    """How to change a picture on its way out."""

    crop: CropRegion | None = strawberry.field(
        default=None, description="Cut to exactly maxWidth by maxHeight, keeping this part."
    )
    max_width: int | None = strawberry.field(default=None, description="In pixels, 1 to 5760.")
    max_height: int | None = strawberry.field(default=None, description="In pixels, 1 to 5760.")
    preferred_content_type: ImageContentType | None = strawberry.field(
        default=None, description="Format to convert to."
    )
    scale: int | None = strawberry.field(
        default=1, description="Multiplies both bounds for dense screens, 1 to 3."
    )


def absolute_url(context: RequestContext, path: str) -> str:
    """Return the full address of a path of this site; an address elsewhere stays as it is."""
    return context.base_url + path if path.startswith("/") else path


def transformed_path(  # the dialect's own five arguments
    path: str,
    *,
    crop: CropRegion | None = None,
    max_width: int | None = None,
    max_height: int | None = None,
    preferred_content_type: ImageContentType | None = None,
    scale: int | None = 1,
) -> str:
    """Return a picture's path with its change as query parameters.

    A picture of another site is left alone, for that site alone knows how to change it. Raises
    `BadUserInputError` for bounds out of range.
    """
    factor = _checked("scale", scale, MAX_SCALE) or 1
    width = _checked("maxWidth", max_width, MAX_EDGE)
    height = _checked("maxHeight", max_height, MAX_EDGE)
    wanted = {
        "width": str(min(width * factor, MAX_EDGE)) if width else None,
        "height": str(min(height * factor, MAX_EDGE)) if height else None,
        "crop": crop.value.lower() if crop else None,
        "format": preferred_content_type.value.lower() if preferred_content_type else None,
    }
    query = urlencode({name: value for name, value in wanted.items() if value})
    return f"{path}?{query}" if query and path.startswith("/") else path


def _checked(name: str, value: int | None, highest: int) -> int | None:
    if value is None:
        return None
    if not 1 <= value <= highest:
        raise BadUserInputError(f"'{name}' is {value}; 1 to {highest} is allowed")
    return value


@strawberry.type(description="A picture.")
class Image:
    """A picture."""

    id: strawberry.ID | None
    alt_text: str | None = strawberry.field(
        description="What the picture shows, for those who cannot see it."
    )
    width: int | None = strawberry.field(description="Of the original, in pixels.")
    height: int | None = strawberry.field(description="Of the original, in pixels.")
    thumbhash: str | None = strawberry.field(description="A blurred miniature, as base64 of a ThumbHash.")

    @strawberry.field(graphql_type=URL, description="Address of the picture, changed as asked.")
    def url(self: Any, info: Info, transform: ImageTransformInput | None = None) -> str:
        """Return the picture's address."""
        if transform is None:
            path: str = self.path
            return info.context.base_url + path if path.startswith("/") else path
        path = transformed_path(
            self.path,
            crop=transform.crop,
            max_width=transform.max_width,
            max_height=transform.max_height,
            preferred_content_type=transform.preferred_content_type,
            scale=transform.scale,
        )
        return absolute_url(info.context, path)

    @strawberry.field(graphql_type=URL, deprecation_reason="Use `url`.")
    def src(self: Any, info: Info) -> str:
        """Return the address of the original."""
        return absolute_url(info.context, self.path)

    @strawberry.field(graphql_type=URL, deprecation_reason="Use `url`.")
    def original_src(self: Any, info: Info) -> str:
        """Return the address of the original."""
        return absolute_url(info.context, self.path)

    @strawberry.field(graphql_type=URL, deprecation_reason="Use `url(transform:)`.")
    def transformed_src(
        self: Any,
        info: Info,
        crop: CropRegion | None = None,
        max_height: int | None = None,
        max_width: int | None = None,
        preferred_content_type: ImageContentType | None = None,
        scale: int | None = 1,
    ) -> str:
        """Return the address of the picture, changed as asked."""
        path = transformed_path(
            self.path,
            crop=crop,
            max_width=max_width,
            max_height=max_height,
            preferred_content_type=preferred_content_type,
            scale=scale,
        )
        return absolute_url(info.context, path)


@strawberry.type(description="A picture in a list.")
class ImageEdge:
    """A picture in a list."""

    cursor: str
    node: Image


@strawberry.type(description="A page of pictures.")
class ImageConnection:
    """A page of pictures."""

    edges: list[ImageEdge]
    nodes: list[Image]
    page_info: PageInfo
