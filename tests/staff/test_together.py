"""Lists with prices and stock cost a statement each, however long they are."""

from sqlalchemy import event
from sqlalchemy.engine import Engine

LISTED = "{ products(first: 50) { nodes { handle variants { id prices { amount { amount } } levels { onHand } } } } }"
AGAIN = """mutation ($id: ID!) {
  a: stockAdjust(variantId: $id, location: "depot", by: 1) { levels { onHand } }
  b: productUpdate(id: "PRODUCT", input: {vendor: "A"}) { product { variants { id levels { onHand } } } }
  c: stockAdjust(variantId: $id, location: "depot", by: 1) { levels { onHand } }
  d: productUpdate(id: "PRODUCT", input: {vendor: "B"}) { product { variants { id levels { onHand } } } } }"""


def test_prices_and_stock_of_a_list_are_read_in_one_statement_each(small_office):
    told = []

    def note(connection, cursor, statement, *rest):
        told.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        nodes = small_office.ask(LISTED)["products"]["nodes"]
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    variants = [variant for product in nodes for variant in product["variants"]]
    assert len(variants) > 3
    assert all(variant["prices"] for variant in variants)
    for table in ("pricing_price ", "inventory_level "):
        assert len([statement for statement in told if f"FROM {table}" in statement]) == 1


def test_what_is_read_after_a_change_of_the_same_operation_is_new(small_office):
    product = small_office.ask('{ product(handle: "shirt") { id variants { id levels { onHand } } } }')[
        "product"
    ]
    variant = product["variants"][0]
    before = variant["levels"][0]["onHand"]
    data = small_office.ask(AGAIN.replace("PRODUCT", product["id"]), {"id": variant["id"]})
    seen = [data[name]["product"]["variants"][0]["levels"][0]["onHand"] for name in ("b", "d")]
    assert seen == [before + 1, before + 2]
