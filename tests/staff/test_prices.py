"""Prices, tax rates and divergences through the staff schema; shoppers see what staff set."""

import json

import pytest

SAVE = """mutation ($input: PriceListInput!) { priceListSave(input: $input) {
  priceList { handle name currency market includesTax priority startsAt } userErrors { code field } } }"""
SET = """mutation ($list: String!, $prices: [PriceInput!]!, $reason: String) {
  pricesSet(priceList: $list, prices: $prices, reason: $reason) { changed userErrors { code field } } }"""
PRICES = """query ($list: String!) { prices(priceList: $list) {
  variantId minimumQuantity amount { amount currencyCode } compareAt { amount } } }"""
RECORD = """mutation ($input: DivergenceInput!) { divergenceRecord(input: $input) {
  divergence { id channel reason who percent price { amount } targetId startsAt endsAt }
  userErrors { code field } } }"""


def first_variant(office):
    found = office.ask(
        "{ products(first: 1) { nodes { handle variants { id prices { priceList amount { amount } } } } } }"
    )
    product = found["products"]["nodes"][0]
    return product["handle"], product["variants"][0]


def save_list(office, **changes):
    given = {"handle": "sale", "name": "Sale", "currency": "EUR", "market": "eu", "priority": 9}
    return office.ask(SAVE, {"input": given | changes}, role="merchandiser")["priceListSave"]


def set_price(office, variant, amount, **given):
    price = {"variantId": variant, "amount": amount, **given}
    return office.ask(SET, {"list": "sale", "prices": [price]}, role="merchandiser")["pricesSet"]


def shown(office, handle, country="FR"):
    query = """query ($handle: String!, $country: CountryCode) @inContext(country: $country) {
      product(handle: $handle) { variants(first: 1) { nodes { price { amount } compareAtPrice { amount } } } } }"""
    data = office.ask(query, {"handle": handle, "country": country}, role=None, path="/graphql")
    return data["product"]["variants"]["nodes"][0]


def test_a_price_that_staff_set_is_what_shoppers_see(office):
    handle, variant = first_variant(office)
    assert save_list(office)["userErrors"] == []
    assert set_price(office, variant["id"], "0.34", compareAt="20.00") == {"changed": 1, "userErrors": []}
    assert shown(office, handle) == {"price": {"amount": "0.34"}, "compareAtPrice": {"amount": "20.00"}}
    assert office.ask(PRICES, {"list": "sale"})["prices"] == [
        {
            "variantId": variant["id"],
            "minimumQuantity": 1,
            "amount": {"amount": "0.34", "currencyCode": "EUR"},
            "compareAt": {"amount": "20.00"},
        }
    ]
    _, seen = first_variant(office)
    assert {"priceList": "sale", "amount": {"amount": "0.34"}} in seen["prices"]
    last = office.audit()[-1]
    assert (last.action, last.before) == ("prices.changed", {})
    assert last.after == {variant["id"]: [{"amount": "0.34", "compare_at": "20.00", "minimum_quantity": 1}]}


def test_prices_are_taken_out_of_a_list_again(office):
    handle, variant = first_variant(office)
    before = shown(office, handle)
    save_list(office)
    set_price(office, variant["id"], "1.00")
    remove = """mutation ($ids: [ID!]!) { pricesRemove(priceList: "sale", variantIds: $ids, reason: "over") {
      changed userErrors { code } } }"""
    assert office.ask(remove, {"ids": [variant["id"]]})["pricesRemove"] == {"changed": 1, "userErrors": []}
    assert shown(office, handle) == before
    last = office.audit()[-1]
    assert (last.after, last.reason) == ({}, "over")


def test_a_price_list_keeps_what_an_update_does_not_name(small_office):
    save_list(small_office, includesTax=False)
    changed = small_office.ask(SAVE, {"input": {"handle": "sale", "name": "Winter"}})["priceListSave"]
    assert changed == {
        "priceList": {
            "handle": "sale",
            "name": "Winter",
            "currency": "EUR",
            "market": "eu",
            "includesTax": False,
            "priority": 9,
            "startsAt": None,
        },
        "userErrors": [],
    }


@pytest.mark.parametrize(
    ("amount", "code"),
    [("1.999", "INVALID_PRICE"), ("-1.00", "INVALID_PRICE"), ("9999999999999999", "INVALID_PRICE")],
)
def test_a_wrong_amount_is_told_and_nothing_is_changed(small_office, amount, code):
    _, variant = first_variant(small_office)
    save_list(small_office)
    before = small_office.audit()
    assert set_price(small_office, variant["id"], amount) == {
        "changed": None,
        "userErrors": [{"code": code, "field": ["prices"]}],
    }
    assert small_office.ask(PRICES, {"list": "sale"})["prices"] == []
    assert small_office.audit() == before


def test_lists_and_variants_that_are_not_there_are_refused(small_office):
    _, variant = first_variant(small_office)
    assert set_price(small_office, variant["id"], "1.00")["userErrors"] == [
        {"code": "NOT_FOUND", "field": ["priceList"]}
    ]
    save_list(small_office)
    nowhere = "gid://shopify/ProductVariant/999999"
    assert set_price(small_office, nowhere, "1.00")["userErrors"] == [
        {"code": "NOT_FOUND", "field": ["prices"]}
    ]
    malformed = {"list": "sale", "prices": [{"variantId": "7", "amount": "1.00"}]}
    assert small_office.code(SET, malformed) == "BAD_USER_INPUT"
    assert save_list(small_office, handle="No Handle")["userErrors"] == [
        {"code": "INVALID_HANDLE", "field": ["handle"]}
    ]
    assert save_list(small_office, handle="new", name=None)["userErrors"] == [
        {"code": "BLANK", "field": ["name"]}
    ]


def test_tax_rates_of_ones_own_replace_those_built_in_until_they_are_taken_back(office):
    read = "{ taxRates(country: FR) { category percent name builtIn region } }"
    built_in = office.ask(read)["taxRates"]
    standard = {"category": "standard", "percent": "20", "name": "TVA 20 %", "builtIn": True, "region": ""}
    assert standard in built_in
    setting = """mutation ($rates: [TaxRateInput!]!) { taxRatesSet(country: FR, rates: $rates) {
      taxRates { category percent builtIn } userErrors { code field } } }"""
    own = [{"category": "standard", "percent": "21.5", "name": "TVA 21,5 %"}]
    assert office.ask(setting, {"rates": own})["taxRatesSet"] == {
        "taxRates": [{"category": "standard", "percent": "21.5", "builtIn": False}],
        "userErrors": [],
    }
    last = office.audit()[-1]
    assert (last.action, last.subject) == ("tax_rates.changed", "FR")
    assert (last.before["standard"], last.after["standard"]) == ("20 % TVA 20 %", "21.5 % TVA 21,5 %")
    office.ask(setting, {"rates": []})
    assert office.ask(read)["taxRates"] == built_in


def test_a_divergence_is_recorded_with_who_and_why_and_ends_when_staff_say(office):
    handle, variant = first_variant(office)
    before = shown(office, handle)["price"]["amount"]
    given = {"channel": "social", "reason": "Launch week", "percent": "-10", "targetId": variant["id"]}
    recorded = office.ask(RECORD, {"input": given}, role="merchandiser")["divergenceRecord"]["divergence"]
    ident = recorded.pop("id")
    assert recorded == {
        "channel": "social",
        "reason": "Launch week",
        "who": f"staff:{office.accounts['merchandiser'].number}",
        "percent": "-10",
        "price": None,
        "targetId": variant["id"],
        "startsAt": "2026-03-02T12:00:00Z",
        "endsAt": None,
    }
    assert shown(office, handle)["price"]["amount"] == before
    end = """mutation ($id: ID!) { divergenceEnd(id: $id, reason: "sold out") {
      divergence { endsAt } userErrors { code } } }"""
    assert office.ask(end, {"id": ident})["divergenceEnd"]["divergence"] == {"endsAt": "2026-03-02T12:00:00Z"}
    assert [entry.action for entry in office.audit()[-2:]] == ["divergence.recorded", "divergence.ended"]
    assert json.loads(json.dumps(office.audit()[-1].before)) == {"ends_at": None}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"reason": " "}, "BLANK"),
        ({"percent": None}, "INVALID_CHANGE"),
        ({"price": {"amount": "1.00", "currencyCode": "EUR"}}, "INVALID_CHANGE"),
        ({"endsAt": "2020-01-01T00:00:00Z"}, "INVALID_PERIOD"),
    ],
)
def test_a_divergence_that_makes_no_sense_is_refused(small_office, changes, code):
    given = {"channel": "social", "reason": "x", "percent": "-10"} | changes
    payload = small_office.ask(RECORD, {"input": given})["divergenceRecord"]
    assert payload["divergence"] is None
    assert [error["code"] for error in payload["userErrors"]] == [code]
    assert small_office.ask("{ divergences { id } }") == {"divergences": []}
