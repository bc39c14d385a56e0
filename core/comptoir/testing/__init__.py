"""The public test kit: a small shop in a folder of its own, for the tests of plugins.

    def test_my_field(tmp_path):
        with open_shop(tmp_path, plugins=[my_plugin]) as opened:
            assert opened.data("{ shop { myField } }") == {"shop": {"myField": 1}}

With pytest, the fixtures `shop` and `shop_client` of this package are there without an import.
"""

from comptoir.testing.catalogue import fill_catalogue
from comptoir.testing.shops import OpenedShop, make_shop, open_shop, settings_of

__all__ = ["OpenedShop", "fill_catalogue", "make_shop", "open_shop", "settings_of"]
