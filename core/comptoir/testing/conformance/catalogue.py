"""The tiny catalogue with pictures and descriptions, which feeds and share cards ask of products."""

import io
from dataclasses import replace

from PIL import Image

from comptoir.catalog.commands import save_products
from comptoir.catalog.drafts import MediaDraft, ProductDraft
from comptoir.catalog.media import MediaStore, store_pictures
from comptoir.shop import Shop
from comptoir.testing.catalogue import PRODUCTS, fill_catalogue

_SIZE = (600, 750)
_COLORS = ("#8c3b2e", "#2e4a8c", "#5d6b3a")


def _picture(color: str) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", _SIZE, color).save(file, "PNG")
    return file.getvalue()


def _told(draft: ProductDraft, color: str) -> ProductDraft:
    medium = MediaDraft(content=_picture(color), filename=f"{draft.handle}.png", alt=draft.title)
    return replace(draft, description_html=f"<p>{draft.title}, made with care.</p>", media=(medium,))


def fill_shop(shop: Shop) -> None:
    """Fill an empty shop."""
    fill_catalogue(shop.db)
    store = MediaStore(shop.settings.data_dir)
    drafts = [
        store_pictures(_told(draft, color), store) for draft, color in zip(PRODUCTS, _COLORS, strict=True)
    ]
    shop.db.write_now(save_products, drafts=drafts)
