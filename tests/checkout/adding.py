"""A shopper's order, and staff who add to it."""

import asyncio

from comptoir.checkout.consistency import check_checkouts
from comptoir.inventory.consistency import check_consistency
from comptoir.orders.consistency import check_orders
from comptoir.payments.checks import check_payments
from sqlalchemy import text

from tests.checkout.owing import Debtor, codes
from tests.checkout.shopping import PARIS, Shopper, furnish
from tests.staff.office import staffed

__all__ = ["ADD", "HOME", "Desk", "codes"]

QUOTED = "digest unit { amount } discount { amount } delivery { amount } tax { amount } total { amount }"
QUOTE = f"""query($o: ID!, $l: OrderLineInput!) {{ orderLineQuote(orderId: $o, line: $l) {{
  quote {{ {QUOTED} }} deliveryOptions {{ handle title cost {{ amount }} }} userErrors {{ code field }} }} }}"""
ORDER = """id name version financialStatus fulfillmentStatus onHold mayLeave edited
  total { amount } currentTotal { amount } currentTax { amount } paid { amount } outstanding { amount }
  shippingAddress { city }
  lines { id title variantTitle quantity currentQuantity unit { amount } discount { amount } total { amount }
    returnPolicy groupId sources { quantity locationId } }
  charges { title dropped total { amount } } deliveryGroups { id method title locationId address { city } }"""
ADD = f"""mutation($i: OrderLineAddInput!) {{ orderLineAdd(input: $i) {{
  order {{ {ORDER} }} quote {{ digest total {{ amount }} }} userErrors {{ code field }} }} }}"""
READ = f"query($id: ID!) {{ order(id: $id) {{ {ORDER} }} }}"
CANCEL = """mutation($id: ID!) { orderCancel(id: $id, reason: CUSTOMER) { userErrors { code } } }"""
HOME = {key: value for key, value in PARIS.items() if key != "countryCode"} | {"countryCode": "FR"}
TABLES = (
    "orders_order", "orders_line", "orders_charge", "orders_delivery_group", "orders_source", "orders_history",
    "inventory_level", "inventory_allocation", "pricing_promotion_use", "payments_payment", "staff_audit",
)  # fmt: skip


class Desk:
    """An order of one red shirt in S, 63.90 with its delivery to Paris, paid; and the staff of the shop."""

    def __init__(self, opened, clock, *, furnished=False):
        if not furnished:
            furnish(opened)
        self.opened, self.shop, self.clock = opened, opened.shop, clock
        self.office = staffed(opened.shop, clock=clock, password_digest="unused")
        self.shopper = Debtor(opened)
        self.store = Shopper(opened).location("store")
        self.depot = Shopper(opened).location("depot")

    def sell(self, lines=None, **options):
        """Have the shopper order; return the order as staff see it."""
        self.shopper.ready(lines or {"Red-S": 1})
        assert codes(self.shopper.buy(**options)) == []
        return self.order()

    def order(self):
        return self.office.ask(READ, {"id": self.shopper.order["id"]}, role="associate")["order"]

    def line(self, sku="Red-M", quantity=1, method="SHIPPING", **delivery):
        return {
            "variantId": self.opened.variant(sku) if sku in self.opened.numbers else sku,
            "quantity": quantity,
            "delivery": {"method": method, **delivery},
        }

    def quote(self, line=None, *, role="associate"):
        variables = {"o": self.shopper.order["id"], "l": line or self.line()}
        return self.office.ask(QUOTE, variables, role=role)["orderLineQuote"]

    def add(self, line=None, *, digest=None, key="one", role="associate", order=None):
        """Add a line, at the quote of now where none is named; return the payload."""
        line = line or self.line()
        quoted = self.quote(line) if digest is None else None
        value = {
            "orderId": order or self.shopper.order["id"],
            "line": line,
            "quoteDigest": digest or (quoted["quote"] or {"digest": "none"})["digest"],
            "idempotencyKey": key,
        }
        return self.office.ask(ADD, {"i": value}, role=role)["orderLineAdd"]

    def refusal(self, line=None, **options):
        """Return why a line is refused, by the quote and by the mutation, which changes nothing."""
        before = self.rows()
        payload = self.add(line, digest="any", **options)
        assert payload["order"] is None
        assert self.rows() == before
        (error,) = payload["userErrors"]
        (quoted,) = self.quote(line)["userErrors"]
        assert {**quoted, "field": ["input", *quoted["field"]]} == error
        return error["code"]

    def cancel(self):
        return self.office.ask(CANCEL, {"id": self.shopper.order["id"]})["orderCancel"]

    def change(self, command, **arguments):
        """Run a command as a running shop does, which shows at once what it changed."""
        return asyncio.run(self.shop.db.write(command, **arguments))

    def rows(self):
        """Return all that adding a line may change."""
        read = self.shop.db.read_now
        return [
            sorted(map(str, read(lambda tx, t=table: tx.all(text(f"SELECT * FROM {t}"))))) for table in TABLES
        ]

    def check(self):
        """Fail for anything that the doctor finds."""
        for check in (check_consistency, check_orders, check_payments, check_checkouts):
            assert list(self.shop.db.read_now(check)) == []
