"""Buyers who come over HTTP, light enough to press a server hard from one process."""

import asyncio
import json

from tests.checkout.shopping import PARIS

_CART = (
    "cart { id totalQuantity quote { digest } deliveryGroups(first: 1) { nodes { id } } } userErrors { code }"
)
CREATE = f"mutation Create($i: CartInput!) {{ cartCreate(input: $i) {{ {_CART} }} }}"
ADDRESS = f"""mutation Address($c: ID!, $a: [CartSelectableAddressInput!]!) {{
  cartDeliveryAddressesAdd(cartId: $c, addresses: $a) {{ {_CART} }} }}"""
SELECT = f"""mutation Select($c: ID!, $s: [CartSelectedDeliveryOptionInput!]!) {{
  cartSelectedDeliveryOptionsUpdate(cartId: $c, selectedDeliveryOptions: $s) {{ {_CART} }} }}"""
ADD = f"mutation Add($c: ID!, $l: [CartLineInput!]!) {{ cartLinesAdd(cartId: $c, lines: $l) {{ {_CART} }} }}"
READ = """query Read($c: ID!) { cart(id: $c) { id totalQuantity
  cost { totalAmount { amount currencyCode } subtotalAmount { amount } }
  lines(first: 10) { nodes { id quantity cost { totalAmount { amount } }
    merchandise { ... on ProductVariant { id title sku price { amount } product { title } } } } } } }"""
COMPLETE = """mutation Complete($i: CheckoutCompleteInput!) { checkoutComplete(input: $i) {
  order { id name totalPrice { amount } } userErrors { code } } }"""

_HEAD = b"POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n"


class Unexpected(Exception):  # noqa: N818 - no refusal of the shop's, but an answer that it never gives
    """The server answered with errors, or not as HTTP."""


class Buyer:
    """Somebody with a connection of their own; `port` may change when the server is started anew."""

    def __init__(self, port, *, name="buyer"):
        self.port, self.name = port, name
        self.requests = 0
        self._streams = None

    async def ask(self, document, **variables):
        """Return the payload of the only root field; raises `OSError` or `EOFError` where the server is gone."""
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            return await self._ask(json.dumps({"query": document, "variables": variables}).encode())
        except BaseException:
            await self.leave()
            raise

    async def _ask(self, body):
        reader, writer = self._streams
        writer.write(_HEAD % len(body) + body)
        status, *fields = (await reader.readuntil(b"\r\n\r\n")).lower().split(b"\r\n")
        length = next(int(field[15:]) for field in fields if field.startswith(b"content-length:"))
        answer = json.loads(await reader.readexactly(length))
        if b" 200 " not in status or "errors" in answer:
            raise Unexpected(answer)
        self.requests += 1
        (payload,) = answer["data"].values()
        return payload

    async def leave(self):
        """Close the connection."""
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None

    async def fill(self, *variants):
        """Make a cart of one piece of each variant that lacks nothing but its payment; return it.

        It is empty where there is nothing left of what it was to have.
        """
        wanted = [{"merchandiseId": variant, "quantity": 1} for variant in variants]
        buyer = {"email": f"{self.name}@example.com", "countryCode": "FR"}
        cart = (await self.ask(CREATE, i={"lines": wanted, "buyerIdentity": buyer}))["cart"]
        if not cart["totalQuantity"]:
            return cart
        address = [{"selected": True, "address": {"deliveryAddress": PARIS}}]
        cart = (await self.ask(ADDRESS, c=cart["id"], a=address))["cart"]
        group = cart["deliveryGroups"]["nodes"][0]["id"]
        choice = [{"deliveryGroupId": group, "deliveryOptionHandle": "standard"}]
        return (await self.ask(SELECT, c=cart["id"], s=choice))["cart"]

    async def pay(self, cart, *, token="sandbox-visa", key="only"):
        """Complete a cart; return the payload."""
        request = {
            "cartId": cart["id"], "quoteDigest": cart["quote"]["digest"], "idempotencyKey": key,
            "payment": {"provider": "sandbox", "token": token},
        }  # fmt: skip
        return await self.ask(COMPLETE, i=request)

    async def buy(self, *variants, token="sandbox-visa"):
        """Go through a whole checkout; return `ORDER`, or the code of the refusal."""
        cart = await self.fill(*variants)
        if not cart["totalQuantity"]:
            return "OUT_OF_STOCK"
        payload = await self.pay(cart, token=token)
        return "ORDER" if payload["order"] else payload["userErrors"][0]["code"]
