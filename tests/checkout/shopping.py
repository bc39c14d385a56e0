"""A shop that delivers, and a shopper who goes through its checkout over GraphQL."""

from comptoir.checkout.rates.table import set_delivery_rates
from comptoir.checkout.rates.terms import DeliveryRate
from comptoir.ids import gid
from comptoir.inventory import LocationDraft, save_location, set_levels
from comptoir.inventory.levels import find_location, levels_of
from comptoir.money import Money

PARIS = {
    "firstName": "Camille", "lastName": "Moreau", "address1": "12 rue des Lilas", "zip": "75011", "city": "Paris",
    "countryCode": "FR",
}  # fmt: skip
RATES = (
    DeliveryRate(handle="standard", titles={"en": "Standard", "fr": "Standard"}, amount=Money(490, "EUR"), market="eu",
         subtotal_below=10_000, days_from=2, days_until=4),
    DeliveryRate(handle="standard", titles={"en": "Standard", "fr": "Standard"}, amount=Money(0, "EUR"), market="eu",
         subtotal_from=10_000, days_from=2, days_until=4),
    DeliveryRate(handle="express", titles={"en": "Express"}, amount=Money(1290, "EUR"), market="eu", countries=("FR",),
         days_from=1, days_until=1),
    DeliveryRate(handle="standard", titles={"en": "Standard"}, amount=Money(700, "USD"), market="us"),
)  # fmt: skip

CART = """
{ id totalQuantity quote { digest } cost { totalAmount { amount currencyCode } subtotalAmount { amount } }
  deliveryGroups(first: 10) { nodes {
    id groupType deliveryAddress { countryCodeV2 city company }
    cartLines(first: 10) { nodes { id quantity merchandise { ... on ProductVariant { sku } } } }
    deliveryOptions { handle title description code deliveryMethodType estimatedCost { amount } }
    selectedDeliveryOption { handle } } } }
"""
PAYLOAD = f"{{ cart {CART} userErrors {{ code field message }} }}"
CREATE = f"mutation($i: CartInput!) {{ cartCreate(input: $i) {PAYLOAD} }}"
ADDRESS = f"""mutation($c: ID!, $a: [CartSelectableAddressInput!]!) {{
  cartDeliveryAddressesAdd(cartId: $c, addresses: $a) {PAYLOAD} }}"""
SELECT = f"""mutation($c: ID!, $s: [CartSelectedDeliveryOptionInput!]!) {{
  cartSelectedDeliveryOptionsUpdate(cartId: $c, selectedDeliveryOptions: $s) {PAYLOAD} }}"""
WAYS = f"""mutation($c: ID!, $l: [CartLineDeliveryInput!]!) {{
  cartLinesDeliveryUpdate(cartId: $c, lines: $l) {PAYLOAD} }}"""
ADD = f"""mutation($c: ID!, $l: [CartLineInput!]!) {{ cartLinesAdd(cartId: $c, lines: $l) {PAYLOAD} }}"""
READ = f"query($c: ID!) {{ cart(id: $c) {CART} }}"

COMPLETE = """mutation($i: CheckoutCompleteInput!) { checkoutComplete(input: $i) {
  order { id name email financialStatus fulfillmentStatus totalPrice { amount }
    paymentInformation { totalPaidAmount { amount } totalOutstandingAmount { amount } } }
  paymentAction { kind url } userErrors { code field was now total { amount } } } }"""


def furnish(opened):
    """Set rates and open a store that has some of what the depot has."""
    write = opened.shop.db.write_now
    write(set_delivery_rates, rates=RATES)
    store = LocationDraft(handle="store", name="Rue Oberkampf", kind="store", pickup_enabled=True)
    write(save_location, draft=store)
    write(set_levels, location="store", levels={opened.numbers["Red-S"]: 2, opened.numbers["Red-M"]: 1})


class Shopper:
    """Someone with a cart."""

    def __init__(self, opened):
        self.opened = opened
        self.id = ""

    def send(self, document, **variables):
        (payload,) = self.opened.data(document, **variables).values()
        return payload

    def edit(self, document, **variables):
        """Edit the cart and return it; fails where that is refused."""
        payload = self.send(document, c=self.id, **variables)
        assert payload["userErrors"] == []
        return payload["cart"]

    def fill(self, lines, *, email="camille@example.com", country="FR", **extra):
        """Make a cart of SKUs and quantities."""
        wanted = [{"merchandiseId": self.opened.variant(sku), "quantity": n} for sku, n in lines.items()]
        buyer = {"email": email, "countryCode": country}
        payload = self.send(CREATE, i={"lines": wanted, "buyerIdentity": buyer, **extra})
        assert payload["userErrors"] == []
        self.id = payload["cart"]["id"]
        return payload["cart"]

    def add(self, sku, quantity=1):
        return self.edit(ADD, l=[{"merchandiseId": self.opened.variant(sku), "quantity": quantity}])

    def go_to(self, address=PARIS):
        return self.edit(ADDRESS, a=[{"selected": True, "address": {"deliveryAddress": address}}])

    def choose(self, handle, *, group=0):
        groups = self.cart()["deliveryGroups"]["nodes"]
        return self.edit(SELECT, s=[{"deliveryGroupId": groups[group]["id"], "deliveryOptionHandle": handle}])

    def cart(self):
        return self.opened.data(READ, c=self.id)["cart"]

    def ready(self, lines, *, handle="standard", **options):
        """Make a cart that lacks nothing but the payment, and return it."""
        self.fill(lines, **options)
        self.go_to()
        return self.choose(handle)

    def complete(self, token="sandbox-visa", *, key="first", digest=None, cart=None, **changes):
        """Complete the cart and return the payload."""
        digest = digest or self.cart()["quote"]["digest"]
        payment = {"provider": "sandbox", "token": token, **changes.pop("payment", {})}
        request = {
            "cartId": cart or self.id,
            "quoteDigest": digest,
            "idempotencyKey": key,
            "payment": payment,
        }
        return self.send(COMPLETE, i={**request, **changes})

    def left(self, sku):
        """Return how many can be bought, by location number."""
        number = self.opened.numbers[sku]
        return self.opened.shop.db.read_now(levels_of, variant_ids=[number])[number]

    def location(self, handle):
        found = self.opened.shop.db.read_now(find_location, handle=handle)
        return gid("Location", found)
