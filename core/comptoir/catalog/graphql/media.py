"""Media of a product: pictures, videos and 3D models."""

from enum import StrEnum
from typing import Any

import strawberry

from comptoir.catalog.graphql.image import Image
from comptoir.catalog.records import ImageRecord, MediaRecord, MediaSourceRecord
from comptoir.graphql.node import Node
from comptoir.graphql.pagination import PageInfo
from comptoir.graphql.scalars import JSON, URL


@strawberry.enum(description="Kind of a medium.")
class MediaContentType(StrEnum):
    """Kind of a medium."""

    EXTERNAL_VIDEO = "EXTERNAL_VIDEO"
    IMAGE = "IMAGE"
    MODEL_3D = "MODEL_3D"
    VIDEO = "VIDEO"


@strawberry.enum(description="Site that plays an external video.")
class MediaHost(StrEnum):
    """Site that plays an external video."""

    VIMEO = "VIMEO"
    YOUTUBE = "YOUTUBE"


@strawberry.enum(description="What a presentation is made for.")
class MediaPresentationFormat(StrEnum):
    """What a presentation is made for."""

    IMAGE = "IMAGE"
    MODEL_VIEWER = "MODEL_VIEWER"


@strawberry.type(description="Settings for showing a medium.")
class MediaPresentation(Node):
    """Settings for showing a medium."""

    @strawberry.field(description="The settings for one format.")
    def as_json(self: Any, format: MediaPresentationFormat) -> JSON | None:  # noqa: ARG002
        """Return nothing: no settings are kept."""
        return None


@strawberry.interface(description="A picture, video or 3D model.")
class Media:
    """A picture, video or 3D model."""

    id: strawberry.ID
    alt: str | None = strawberry.field(description="What it shows, for those who cannot see it.")
    kind: MediaContentType = strawberry.field(name="mediaContentType")

    @strawberry.field(description="Settings for showing it, where there are any.")
    def presentation(self: Any) -> MediaPresentation | None:
        """Return nothing: no settings are kept."""
        return None

    @strawberry.field(graphql_type=Image | None, description="A picture that stands for it.")
    def preview_image(self: Any) -> ImageRecord | None:
        """Return the picture itself, or the poster of a video or model."""
        found: ImageRecord | None = self.image
        return found


@strawberry.type(description="A picture as a medium.")
class MediaImage(Media, Node):
    """A picture as a medium."""

    image: Image | None

    @classmethod
    def is_type_of(cls, obj: object, _info: object) -> bool:
        """Tell whether a record is a picture."""
        return isinstance(obj, MediaRecord) and obj.kind == "IMAGE"


def _source_width(root: strawberry.Parent[MediaSourceRecord]) -> int:
    return root.width or 0


def _source_height(root: strawberry.Parent[MediaSourceRecord]) -> int:
    return root.height or 0


def _source_filesize(root: strawberry.Parent[MediaSourceRecord]) -> int:
    return root.filesize or 0


@strawberry.type(description="A file of a video.")
class VideoSource:
    """A file of a video."""

    format: str
    mime_type: str
    url: str
    width: int = strawberry.field(resolver=_source_width, description="In pixels; 0 where it is not known.")
    height: int = strawberry.field(resolver=_source_height, description="In pixels; 0 where it is not known.")


@strawberry.type(description="A video that the shop serves.")
class Video(Media, Node):
    """A video that the shop serves."""

    sources: list[VideoSource]

    @classmethod
    def is_type_of(cls, obj: object, _info: object) -> bool:
        """Tell whether a record is a video of the shop."""
        return isinstance(obj, MediaRecord) and obj.kind == "VIDEO"


def _embed_url(root: strawberry.Parent[MediaRecord]) -> URL:
    return URL(root.embed_url or "")


def _origin_url(root: strawberry.Parent[MediaRecord]) -> URL:
    return URL(root.sources[0].url if root.sources else root.embed_url or "")


@strawberry.type(description="A video that another site plays.")
class ExternalVideo(Media, Node):
    """A video that another site plays."""

    embed_url: URL = strawberry.field(description="Address for a frame.")
    embedded_url: URL = strawberry.field(resolver=_embed_url, deprecation_reason="Use `originUrl`.")
    host: MediaHost
    origin_url: URL = strawberry.field(
        resolver=_origin_url, description="Address of the video on its own site."
    )

    @classmethod
    def is_type_of(cls, obj: object, _info: object) -> bool:
        """Tell whether a record is a video elsewhere."""
        return isinstance(obj, MediaRecord) and obj.kind == "EXTERNAL_VIDEO"


@strawberry.type(description="A file of a 3D model.")
class Model3dSource:
    """A file of a 3D model."""

    filesize: int = strawberry.field(resolver=_source_filesize, description="In bytes; 0 where not known.")
    format: str
    mime_type: str
    url: str


@strawberry.type(description="A 3D model.")
class Model3d(Media, Node):
    """A 3D model."""

    sources: list[Model3dSource]

    @classmethod
    def is_type_of(cls, obj: object, _info: object) -> bool:
        """Tell whether a record is a 3D model."""
        return isinstance(obj, MediaRecord) and obj.kind == "MODEL_3D"


@strawberry.type(description="A medium in a list.")
class MediaEdge:
    """A medium in a list."""

    cursor: str
    node: Media


@strawberry.type(description="A page of media.")
class MediaConnection:
    """A page of media."""

    edges: list[MediaEdge]
    nodes: list[Media]
    page_info: PageInfo
