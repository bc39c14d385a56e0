"""What the catalogue adds to the shop: pictures of the brand, metafields."""

from typing import Any

import strawberry

from comptoir.catalog.graphql.media import MediaImage
from comptoir.catalog.graphql.metafield import HasMetafieldsIdentifier, Metafield
from comptoir.catalog.records import ImageRecord, MediaRecord
from comptoir.ids import gid


def _picture(path: str | None, role: str) -> MediaRecord | None:
    if not path:
        return None
    image = ImageRecord(
        id=gid("ImageSource", role), path=path, alt_text=None, width=None, height=None, thumbhash=None
    )
    return MediaRecord(id=gid("MediaImage", role), kind="IMAGE", alt=None, image=image)


@strawberry.type
class BrandPictures:
    """Pictures, joined to the brand."""

    @strawberry.field(graphql_type=MediaImage | None)
    def logo(self: Any) -> MediaRecord | None:
        """Return the logo."""
        return _picture(self.logo_path, "brand-logo")

    @strawberry.field(graphql_type=MediaImage | None, description="The logo for square places.")
    def square_logo(self: Any) -> MediaRecord | None:
        """Return the logo for square places."""
        return _picture(self.square_logo_path, "brand-square-logo")

    @strawberry.field(graphql_type=MediaImage | None, description="A wide picture of the brand.")
    def cover_image(self: Any) -> MediaRecord | None:
        """Return the wide picture."""
        return _picture(self.cover_image_path, "brand-cover")


@strawberry.type
class ShopMetafields:
    """Metafields, joined to the shop, which has none."""

    @strawberry.field(description="A metafield; the shop itself has none.")
    def metafield(self: Any, key: str, namespace: str | None = None) -> Metafield | None:  # noqa: ARG002
        """Return nothing."""
        return None

    @strawberry.field(description="Metafields; the shop itself has none.")
    def metafields(self: Any, identifiers: list[HasMetafieldsIdentifier]) -> list[Metafield | None]:
        """Return nothing for each identifier."""
        return [None] * len(identifiers)
