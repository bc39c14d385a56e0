"""A store that brings orders on the same day, and what a shopper near it is told."""

import asyncio

from comptoir.addresses import ZipArea
from comptoir.catalog.models import VARIANT
from comptoir.checkout.rates.table import set_delivery_rates
from comptoir.checkout.rates.terms import DeliveryRate
from comptoir.inventory import LocationDraft, save_location, set_levels
from comptoir.inventory.hours import Opening
from comptoir.money import Money
from sqlalchemy import update

from tests.checkout.shopping import RATES

LONDON = {
    "firstName": "Ada", "lastName": "Byron", "address1": "12 Redchurch Street", "city": "London", "countryCode": "GB",
}  # fmt: skip
SAME_DAY = "local:same-day:canal"
LOCAL_RATES = (
    DeliveryRate(handle="same-day", titles={"en": "Same-day delivery", "fr": "Livraison le jour même"},
         amount=Money(990, "EUR"), market="eu", method="LOCAL", subtotal_below=20_000),
    DeliveryRate(handle="same-day", titles={"en": "Same-day delivery", "fr": "Livraison le jour même"},
         amount=Money(0, "EUR"), market="eu", method="LOCAL", subtotal_from=20_000),
)  # fmt: skip
CANAL = LocationDraft(
    handle="canal", name="Canal", city="Paris", country_code="FR", time_zone="Europe/Paris", pickup_minutes=60,
    same_day_minutes=60, fulfils_online=True, position=5,
    same_day_zips=(ZipArea(country="FR", zips=("75011", "7502*")), ZipArea(country="GB", zips=("E2 7DP",))),
    hours=tuple(Opening(day=day, opens="10:00", closes="19:00") for day in range(6)),
)  # fmt: skip
STOCK = {"Red-S": 3, "Blue-S": 1}
ORDER = """query($i: ID!, $t: String!) { order(id: $i, token: $t) { name shippingAddress { zip }
  deliveryGroups { method title promisedFrom promisedUntil location { name } address { zip }
    lineItems { quantity } } } }"""
BUY = """mutation($i: CheckoutCompleteInput!) { checkoutComplete(input: $i) {
  order { id token totalPrice { amount } totalTax { amount } } userErrors { code field message } } }"""
COST = "query($c: ID!) { cart(id: $c) { cost { totalAmount { amount } totalTaxAmount { amount } } } }"
OPTIONS = """query($c: ID!, $l: LanguageCode) @inContext(language: $l) { cart(id: $c) {
  deliveryGroups(first: 9) { nodes { deliveryAddress { zip company } selectedDeliveryOption { handle promisedUntil }
  deliveryOptions { handle title description deliveryMethodType promisedUntil estimatedCost { amount } } } } } }"""


def open_canal(opened):
    """Open a store that brings orders, with some stock."""
    write = opened.shop.db.write_now
    write(set_delivery_rates, rates=(*RATES, *LOCAL_RATES))
    write(save_location, draft=CANAL)
    stock(opened, **STOCK)


def stock(opened, **pieces):
    levels = {opened.numbers[sku.replace("_", "-")]: count for sku, count in pieces.items()}
    opened.shop.db.write_now(set_levels, location="canal", levels=levels)


def groups_of(cart):
    return cart["deliveryGroups"]["nodes"]


def handles(cart, group=0):
    return [option["handle"] for option in groups_of(cart)[group]["deliveryOptions"]]


def tell(opened, command, **values):
    """Run a command as the shop does: what is shown follows at once."""
    asyncio.run(opened.shop.db.write(command, **values))


def back_order(opened, sku):
    sold_ahead = update(VARIANT).where(VARIANT.c.id == opened.numbers[sku]).values(backorder=True)
    tell(opened, lambda tx: (tx.execute(sold_ahead), tx.changed("catalog", "product", 1)))


def offered(shopper, language="EN"):
    """Return what is said of delivery on the same day; none where it is not offered."""
    (group,) = groups_of(shopper.opened.data(OPTIONS, c=shopper.id, l=language)["cart"])
    return next((each for each in group["deliveryOptions"] if each["deliveryMethodType"] == "LOCAL"), None)


def selected(shopper):
    (group,) = groups_of(shopper.opened.data(OPTIONS, c=shopper.id, l="EN")["cart"])
    return group["selectedDeliveryOption"]


def buy(shopper, **changes):
    """Complete the cart as it is, and return the payload with the order's secret."""
    request = {
        "cartId": shopper.id,
        "quoteDigest": shopper.cart()["quote"]["digest"],
        "idempotencyKey": "first",
        "payment": {"provider": "sandbox", "token": "sandbox-visa"},
    }
    return shopper.send(BUY, i={**request, **changes})


def chosen(shopper, lines=None):
    shopper.fill(lines or {"Red-S": 1})
    shopper.go_to()
    return shopper.choose(SAME_DAY)


def refused(payload):
    assert payload["order"] is None
    return [error["code"] for error in payload["userErrors"]]
