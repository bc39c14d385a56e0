"""Promotions through the staff schema; shoppers get what staff promise."""

import json

import pytest

FIELDS = """
  id handle title titles { language title }
  version withdrawn used scope effect codes combinesWith usageLimit shopperLimit
  spent { amount } budgets { amount currencyCode }
  goods { productIds variantIds collectionIds }
  conditions { markets customerGroups firstOrder minimumQuantity minimumSubtotal { amount } startsAt endsAt }
"""
SAVE = f"""mutation ($input: PromotionInput!, $reason: String) {{
  promotionSave(input: $input, reason: $reason) {{ promotion {{ {FIELDS} }} userErrors {{ code field }} }} }}"""
WITHDRAW = """mutation ($handle: String!) { promotionWithdraw(handle: $handle) {
  promotion { withdrawn version } userErrors { code field } } }"""
ALL = f"{{ promotions {{ {FIELDS} }} }}"
SHOWN = """query @inContext(country: FR) { products(first: 1, sortKey: ID) { nodes {
  id promotions { title inPrice } variants(first: 1) { nodes { price { amount } } } } } }"""
HALF = {"handle": "half", "title": "Half", "scope": "PRODUCT", "effect": {"percent": "50"}}
EUROS = [{"amount": "5.00", "currencyCode": "EUR"}]


def save(office, role="merchandiser", **changes):
    variables = {"input": HALF | changes, "reason": "Spring"}
    return office.ask(SAVE, variables, role=role)["promotionSave"]


def shown(office):
    product = office.ask(SHOWN, role=None, path="/graphql")["products"]["nodes"][0]
    return product["variants"]["nodes"][0]["price"]["amount"], product["promotions"]


def test_what_staff_promise_is_what_shoppers_pay(office):
    whole, none = shown(office)
    assert none == []
    saved = save(office, titles=[{"language": "FR", "title": "Moitié"}])
    assert saved["userErrors"] == []
    assert saved["promotion"]["titles"] == [{"language": "fr", "title": "Moitié"}]
    half, offers = shown(office)
    assert float(half) * 2 == pytest.approx(float(whole), abs=0.011)
    assert offers == [{"title": "Half", "inPrice": True}]
    last = office.audit()[-1]
    assert (last.action, last.subject, last.reason) == ("promotion.saved", "half", "Spring")
    assert office.ask(WITHDRAW, {"handle": "half"})["promotionWithdraw"] == {
        "promotion": {"withdrawn": True, "version": 2},
        "userErrors": [],
    }
    assert shown(office) == (whole, [])
    assert office.audit()[-1].action == "promotion.withdrawn"


@pytest.mark.parametrize(
    ("scope", "effect", "kept"),
    [
        ("ORDER", {"amounts": EUROS}, {"kind": "amount", "amounts": {"EUR": 500}}),
        ("PRODUCT", {"fixedPrices": EUROS}, {"kind": "fixed_price", "prices": {"EUR": 500}}),
        ("PRODUCT", {"giftQuantity": 2}, {"kind": "gift", "quantity": 2}),
        ("SHIPPING", {"freeShipping": {}}, {"kind": "shipping", "rate": 1_000_000, "most": None}),
        (
            "PRODUCT",
            {"buyGet": {"buyQuantity": 2, "getQuantity": 1, "percent": "50"}},
            {
                "kind": "buy_get", "buy_quantity": 2, "get_quantity": 1, "rate": 500_000,
                "get": None, "times": None,
            },
        ),
        (
            "ORDER",
            {"tiers": [{"minimum": EUROS, "percent": "5"}]},
            {"kind": "tiers", "tiers": [{"minimum": {"EUR": 500}, "off": {"kind": "percent", "rate": 50_000}}]},
        ),
    ],
)  # fmt: skip
def test_every_kind_is_saved_and_read_back(office, scope, effect, kept):
    conditions = {"minimumQuantity": 2, "minimumSubtotal": EUROS, "endsAt": "2030-01-01T00:00:00Z"}
    given = {
        "scope": scope, "effect": effect, "conditions": conditions, "codes": ["B", "A"],
        "combinesWith": ["ORDER"], "usageLimit": 9, "shopperLimit": 1, "budgets": EUROS,
        "goods": {"productIds": ["gid://shopify/Product/1"]},
    }  # fmt: skip
    saved = save(office, **given)
    assert saved["userErrors"] == []
    assert office.ask(ALL, role="auditor")["promotions"] == [saved["promotion"]]
    found = saved["promotion"]
    assert (found["scope"], json.loads(found["effect"]), found["codes"]) == (scope, kept, ["A", "B"])
    assert (found["usageLimit"], found["shopperLimit"], found["combinesWith"]) == (9, 1, ["ORDER"])
    assert found["budgets"] == EUROS
    assert found["spent"] == [{"amount": "0.00"}]
    assert found["goods"]["productIds"] == ["gid://shopify/Product/1"]
    assert found["conditions"]["minimumSubtotal"] == [{"amount": "5.00"}]
    assert found["conditions"]["minimumQuantity"] == 2


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"effect": {}}, {"code": "INVALID_EFFECT", "field": ["effect"]}),
        ({"effect": {"percent": "5", "giftQuantity": 1}}, {"code": "INVALID_EFFECT", "field": ["effect"]}),
        ({"effect": {"percent": "120"}}, {"code": "INVALID_CHANGE", "field": ["effect"]}),
        ({"effect": {"percent": "-5"}}, {"code": "INVALID_CHANGE", "field": ["effect"]}),
        ({"effect": {"amounts": [*EUROS, *EUROS]}}, {"code": "INVALID_AMOUNT", "field": ["effect"]}),
        ({"effect": {"giftQuantity": 0}}, {"code": "INVALID_QUANTITY", "field": ["effect"]}),
        ({"scope": "SHIPPING"}, {"code": "INVALID_SCOPE", "field": ["scope"]}),
        ({"handle": "Half!"}, {"code": "INVALID_HANDLE", "field": ["handle"]}),
        ({"codes": []}, {"code": "INVALID_CODE", "field": ["codes"]}),
        (
            {"conditions": {"markets": ["mars"]}},
            {"code": "UNKNOWN_MARKET", "field": ["conditions", "markets"]},
        ),
    ],
)
def test_what_is_no_promotion_is_refused_and_leaves_no_trace(office, changes, error):
    before = len(office.audit())
    assert save(office, **changes) == {"promotion": None, "userErrors": [error]}
    assert office.ask(ALL)["promotions"] == []
    assert len(office.audit()) == before


def test_saving_the_same_again_makes_no_version(office):
    assert save(office)["promotion"]["version"] == 1
    assert save(office)["promotion"]["version"] == 1


def test_an_unknown_promotion_cannot_be_withdrawn(office):
    answer = office.ask(WITHDRAW, {"handle": "nothing"})["promotionWithdraw"]
    assert answer == {"promotion": None, "userErrors": [{"code": "NOT_FOUND", "field": ["handle"]}]}


@pytest.mark.parametrize("role", ["associate", "support", "auditor"])
def test_others_may_look_but_not_promise(office, role):
    assert office.code(SAVE, {"input": HALF}, role=role) == "FORBIDDEN"
    assert office.ask(ALL, role=role)["promotions"] == []
