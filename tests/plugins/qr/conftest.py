"""The demonstration shop on a real port, and people with a phone in one hand."""

import pytest
from comptoir.app import serve
from comptoir.startup import start_shop
from comptoir_qr.codes import Placement, PlacementCodes, PlacementKind

from tests.plugins.web.conftest import Visitor, text
from tests.rig.demo_shop import demo_folder, demo_settings
from tests.rig.serving import serving


class Passer(Visitor):
    """A browser without scripts on the QR channel."""

    def token(self):
        return self.page("/q/").find(".//input[@name='csrf']").get("value")

    def heading(self, path, *, status=200):
        return text(self.page(path, status=status).find(".//h1"))

    def add(self, product, variant, **fields):
        number = variant["id"].rpartition("/")[2]
        return self.submit("/q/cart/add", handle=product["handle"], variant=number, **fields)


class Writer:
    """Writes codes for what the demonstration shop has."""

    def __init__(self, secret, ask):
        self._codes = PlacementCodes(secret)
        self._ask = ask
        rows = ask("{ locations(first: 9) { nodes { id handle name } } }")["locations"]["nodes"]
        self.stores = {row["handle"]: int(row["id"].rpartition("/")[2]) for row in rows}

    def product(self, handle):
        document = """query($handle: String!, $country: CountryCode) @inContext(country: $country, language: EN) {
            product(handle: $handle) { id handle title availableForSale returnPolicy { summary version }
            variants(first: 99) { nodes { id title sku barcode availableForSale price { amount currencyCode }
            selectedOptions { name value }
            storeAvailability(first: 9) { nodes { available quantityAvailable location { id name } } } } } } }"""
        return self._ask(document, {"handle": handle, "country": "FR"})["product"]

    def __call__(self, kind, *, product=None, variant=None, store=None, **more):
        known = {"product": product, "variant": variant}
        numbers = {name: int(row["id"].rpartition("/")[2]) for name, row in known.items() if row}
        location = self.stores[store] if store else None
        return self._codes.write(Placement(kind=PlacementKind[kind], location=location, **numbers, **more))


ENGLISH = {"accept-language": "en"}


@pytest.fixture(scope="session")
def demo_shop(tmp_path_factory):
    return start_shop(demo_settings(demo_folder(tmp_path_factory)))


@pytest.fixture(scope="session")
def address(demo_shop):
    with serving(serve(demo_shop)) as found:
        yield found


@pytest.fixture
def passer(address):
    with Passer(base_url=address, timeout=30, headers=ENGLISH) as client:
        yield client


@pytest.fixture
def write(demo_shop, passer):
    return Writer(demo_shop.settings.signing_key(), passer.ask)
