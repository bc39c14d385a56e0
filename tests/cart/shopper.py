"""A shopper: sends the mutations of the dialect and reads what they answer."""

CART = """
fragment CartParts on Cart {
  id checkoutUrl totalQuantity note
  attributes { key value }
  discountCodes { code applicable }
  buyerIdentity { countryCode email phone customer { id } }
  cost { subtotalAmount { amount currencyCode } totalAmount { amount currencyCode } totalTaxAmount { amount } }
  lines(first: 250) { nodes {
    __typename id quantity attributes { key value }
    cost { amountPerQuantity { amount } totalAmount { amount currencyCode } }
    merchandise { ... on ProductVariant { id sku price { currencyCode } } }
  } }
}
"""
PAYLOAD = "{ cart { ...CartParts } userErrors { code field message } warnings { code message target } }"
MUTATIONS = {
    "cartCreate": ("$input: CartInput", "input: $input"),
    "cartLinesAdd": ("$cartId: ID!, $lines: [CartLineInput!]!", "cartId: $cartId, lines: $lines"),
    "cartLinesUpdate": ("$cartId: ID!, $lines: [CartLineUpdateInput!]!", "cartId: $cartId, lines: $lines"),
    "cartLinesRemove": ("$cartId: ID!, $lineIds: [ID!]!", "cartId: $cartId, lineIds: $lineIds"),
    "cartNoteUpdate": ("$cartId: ID!, $note: String!", "cartId: $cartId, note: $note"),
    "cartAttributesUpdate": (
        "$cartId: ID!, $attributes: [AttributeInput!]!", "cartId: $cartId, attributes: $attributes"
    ),
    "cartBuyerIdentityUpdate": (
        "$cartId: ID!, $buyerIdentity: CartBuyerIdentityInput!",
        "cartId: $cartId, buyerIdentity: $buyerIdentity",
    ),
    "cartDiscountCodesUpdate": (
        "$cartId: ID!, $discountCodes: [String!]!", "cartId: $cartId, discountCodes: $discountCodes"
    ),
}  # fmt: skip
DOCUMENTS = {
    name: f"mutation({declared}) {{ {name}({given}) {PAYLOAD} }} {CART}"
    for name, (declared, given) in MUTATIONS.items()
}
READ = f"query($id: ID!) {{ cart(id: $id) {{ ...CartParts }} }} {CART}"


class Shopper:
    """Whoever holds a cart id."""

    def __init__(self, opened):
        self.opened = opened
        self.shop = opened.shop
        self.variant = opened.variant

    def change(self, mutation, **variables):
        """Send a mutation; returns its payload."""
        return self.opened.data(DOCUMENTS[mutation], **variables)[mutation]

    def edit(self, mutation, cart, **variables):
        """Send a mutation that must get through without errors or warnings; returns the cart."""
        payload = self.change(mutation, cartId=cart["id"], **variables)
        assert payload["userErrors"] == []
        assert payload["warnings"] == []
        return payload["cart"]

    def refusal(self, mutation, **variables):
        """Send a mutation that must be refused; returns the code and the field of its only user error."""
        payload = self.change(mutation, **variables)
        assert payload["cart"] is None
        (error,) = payload["userErrors"]
        assert error["message"]
        return error["code"], error["field"]

    def cart(self, *wanted, **fields):
        """Make a cart with lines, each given as SKU and quantity."""
        lines = [self.line(sku, quantity) for sku, quantity in wanted]
        payload = self.change("cartCreate", input={"lines": lines, **fields})
        assert payload["userErrors"] == []
        return payload["cart"]

    def line(self, sku, quantity=1, **fields):
        """Return a line to add."""
        return {"merchandiseId": self.variant(sku), "quantity": quantity, **fields}

    def read(self, cart_id):
        """Read a cart by its id."""
        return self.opened.data(READ, id=cart_id)["cart"]


def quantities(cart):
    """Return SKU and quantity of each line."""
    return [(line["merchandise"]["sku"], line["quantity"]) for line in cart["lines"]["nodes"]]
