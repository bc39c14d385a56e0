"""Pictures of the shop: kept by content, served in the size that is asked for."""

from comptoir.catalog.media.picture import Picture, inspect_picture
from comptoir.catalog.media.preparing import store_pictures
from comptoir.catalog.media.rendition import rendition
from comptoir.catalog.media.store import MediaStore

__all__ = [
    "MediaStore",
    "Picture",
    "inspect_picture",
    "rendition",
    "store_pictures",
]
