"""Carts of the small shop, as two devices hold them."""

FIELDS = """
id note totalQuantity attributes { key value }
buyerIdentity { email phone countryCode customer { id } }
lines(first: 50) { nodes { quantity } }
"""
ERRORS = "userErrors { code field message }"
CREATE = f"mutation ($input: CartInput) {{ cartCreate(input: $input) {{ cart {{ {FIELDS} }} {ERRORS} }} }}"
READ = f"query ($cart: ID!) {{ cart(id: $cart) {{ {FIELDS} }} }}"
ADD = f"""
mutation ($cart: ID!, $lines: [CartLineInput!]!) {{
  cartLinesAdd(cartId: $cart, lines: $lines) {{ cart {{ {FIELDS} }} {ERRORS} }}
}}
"""
BUYER = f"""
mutation ($cart: ID!, $buyer: CartBuyerIdentityInput!) {{
  cartBuyerIdentityUpdate(cartId: $cart, buyerIdentity: $buyer) {{ cart {{ {FIELDS} }} {ERRORS} }}
}}
"""
NOTE = f"""
mutation ($cart: ID!, $note: String!) {{ cartNoteUpdate(cartId: $cart, note: $note) {{ cart {{ id }} {ERRORS} }} }}
"""
ATTRIBUTES = f"""
mutation ($cart: ID!, $attributes: [AttributeInput!]!) {{
  cartAttributesUpdate(cartId: $cart, attributes: $attributes) {{ cart {{ {FIELDS} }} {ERRORS} }}
}}
"""
GIVE = f"""
mutation ($cart: ID!) {{ cartHandoffCreate(cartId: $cart) {{ handoff {{ code url expiresAt }} {ERRORS} }} }}
"""
CLAIM = f"mutation ($code: String!) {{ cartHandoffClaim(code: $code) {{ cart {{ {FIELDS} }} {ERRORS} }} }}"

EMAIL, PHONE = "jeanne@example.org", "+33 1 23 45 67 89"
INVALID = {
    "code": "HANDOFF_INVALID",
    "field": ["code"],
    "message": "This code does not work: it was used already, is older than ten minutes, or was mistyped. "
    "Show a new code on the screen that has the cart and enter that one.",
}


def new_cart(shop, **given):
    """Return the id of a new cart, of somebody with an email address and a phone number."""
    buyer = {"email": EMAIL, "phone": PHONE, "countryCode": "FR"}
    payload = shop.data(CREATE, input={"buyerIdentity": buyer, **given})["cartCreate"]
    assert payload["userErrors"] == []
    return payload["cart"]["id"]


def give(shop, cart):
    """Return the code that hands a cart over."""
    payload = shop.data(GIVE, cart=cart)["cartHandoffCreate"]
    assert payload["userErrors"] == []
    return payload["handoff"]["code"]


def claim(shop, code):
    """Return what claiming a code came to: the cart or none, and the errors."""
    payload = shop.data(CLAIM, code=code)["cartHandoffClaim"]
    return payload["cart"], payload["userErrors"]


def handed_over(shop, cart):
    """Return the id with which another device holds a cart."""
    taken, errors = claim(shop, give(shop, cart))
    assert errors == []
    return taken["id"]


def read(shop, cart):
    """Return a cart."""
    return shop.data(READ, cart=cart)["cart"]
