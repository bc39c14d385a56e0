"""A cart beside a simple model of one: whatever shoppers do, in any order, both hold the same."""

import tempfile
from pathlib import Path

from comptoir.testing import OpenedShop, fill_catalogue, make_shop
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.cart.shopper import Shopper

STOCK = {"Red-S": 5, "Red-M": 1, "Blue-S": 100_000, "Blue-M": 0, "CARD": 10**9}
SKUS = st.sampled_from(sorted(STOCK))
MARKS = st.sampled_from([(), (("gift", "yes"),), (("gift", "yes"), ("to", "Ada"))])
QUANTITIES = st.integers(min_value=1, max_value=12)


class CartMachine(RuleBasedStateMachine):
    """Edits a cart through GraphQL; the model maps (SKU, attributes) to a quantity, in the order they came."""

    @initialize()
    def open(self):
        self.folder = tempfile.TemporaryDirectory()
        shop = make_shop(Path(self.folder.name))
        self.shopper = Shopper(OpenedShop(shop, fill_catalogue(shop.db)))
        self.cart = self.shopper.cart()
        self.model = {}

    def teardown(self):
        if hasattr(self, "shopper"):
            self.shopper.shop.db.close_now()
            self.folder.cleanup()

    def change(self, mutation, **variables):
        payload = self.shopper.change(mutation, cartId=self.cart["id"], **variables)
        assert payload["userErrors"] == []
        self.cart = payload["cart"]

    @rule(sku=SKUS, marks=MARKS, quantity=QUANTITIES)
    def add(self, sku, marks, quantity):
        pairs = [{"key": key, "value": value} for key, value in reversed(marks)]
        self.change("cartLinesAdd", lines=[self.shopper.line(sku, quantity, attributes=pairs)])
        if STOCK[sku]:
            self.model[sku, marks] = min(self.model.get((sku, marks), 0) + quantity, STOCK[sku])

    @rule(index=st.integers(min_value=0, max_value=20), quantity=st.integers(min_value=0, max_value=12))
    def update(self, index, quantity):
        if self.model:
            place, key = self.pick(index)
            self.change("cartLinesUpdate", lines=[{"id": self.line(place), "quantity": quantity}])
            self.model[key] = min(quantity, STOCK[key[0]])
            if not quantity:
                del self.model[key]

    @rule(index=st.integers(min_value=0, max_value=20), sku=SKUS)
    def swap(self, index, sku):
        if not self.model:
            return
        place, key = self.pick(index)
        self.change(
            "cartLinesUpdate", lines=[{"id": self.line(place), "merchandiseId": self.shopper.variant(sku)}]
        )
        target = (sku, key[1])
        wanted = self.model[key] + (self.model.get(target, 0) if target != key else 0)
        kept = [(known, count) for known, count in self.model.items() if known == key or known != target]
        swapped = [
            (target, min(wanted, STOCK[sku])) if known == key else (known, count) for known, count in kept
        ]
        self.model = {known: count for known, count in swapped if count}

    @rule(index=st.integers(min_value=0, max_value=20))
    def remove(self, index):
        if self.model:
            place, key = self.pick(index)
            self.change("cartLinesRemove", lineIds=[self.line(place)])
            del self.model[key]

    @rule(country=st.sampled_from(["FR", "US", "DE"]))
    def move(self, country):
        self.change("cartBuyerIdentityUpdate", buyerIdentity={"countryCode": country})
        assert self.cart["cost"]["totalAmount"]["currencyCode"] == ("USD" if country == "US" else "EUR")

    def pick(self, index):
        keys = list(self.model)
        place = index % len(keys)
        return place, keys[place]

    def line(self, place):
        return self.cart["lines"]["nodes"][place]["id"]

    @invariant()
    def cart_and_model_agree(self):
        lines = self.cart["lines"]["nodes"]
        held = [
            (
                line["merchandise"]["sku"],
                {pair["key"]: pair["value"] for pair in line["attributes"]},
                line["quantity"],
            )
            for line in lines
        ]
        assert held == [(sku, dict(marks), count) for (sku, marks), count in self.model.items()]
        assert self.cart["totalQuantity"] == sum(self.model.values())
        cents = [round(float(line["cost"]["totalAmount"]["amount"]) * 100) for line in lines]
        assert round(float(self.cart["cost"]["totalAmount"]["amount"]) * 100) == sum(cents)
        assert self.shopper.read(self.cart["id"]) == self.cart


TestCart = CartMachine.TestCase
TestCart.settings = settings(
    max_examples=8, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck)
)
