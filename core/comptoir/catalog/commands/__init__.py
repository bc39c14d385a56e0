"""Use cases that change the catalogue. All take the transaction first and drafts that nobody has checked.

Expected refusals are `DomainError` with the codes of `comptoir.catalog.validation.problems`.
"""

from comptoir.catalog.commands.content_saving import SavedContent
from comptoir.catalog.commands.delete_collection import delete_collection
from comptoir.catalog.commands.delete_product import delete_product
from comptoir.catalog.commands.product_saving import SavedProduct
from comptoir.catalog.commands.save_blog import save_blog
from comptoir.catalog.commands.save_collection import SavedCollection, save_collection
from comptoir.catalog.commands.save_menu import save_menu
from comptoir.catalog.commands.save_page import save_page
from comptoir.catalog.commands.save_products import save_product, save_products
from comptoir.catalog.commands.save_redirect import save_redirect
from comptoir.catalog.commands.save_size_chart import save_size_chart

__all__ = [
    "SavedCollection",
    "SavedContent",
    "SavedProduct",
    "delete_collection",
    "delete_product",
    "save_blog",
    "save_collection",
    "save_menu",
    "save_page",
    "save_product",
    "save_products",
    "save_redirect",
    "save_size_chart",
]
