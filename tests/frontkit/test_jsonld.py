"""JSON-LD: safe wherever it stands, and no promise that the policy does not make."""

import json

import pytest
from comptoir.frontkit.jsonld import breadcrumb_jsonld, dump_jsonld, product_jsonld
from comptoir.frontkit.returns import merchant_return_policy

POLICY = {
    "finalSale": False,
    "windowDays": 30,
    "windowAnchor": "DELIVERY",
    "resolutions": ["REFUND", "STORE_CREDIT"],
    "methods": [
        {"kind": "IN_STORE", "fees": "FREE", "fee": None},
        {"kind": "BY_MAIL", "fees": "CUSTOMER_RESPONSIBILITY", "fee": None},
    ],
    "restockingFee": None,
    "applicableCountries": ["FR", "BE"],
    "summary": "Thirty days.",
}
EUR = {"amount": "19.90", "currencyCode": "EUR"}


def variant(**changes):
    found = {
        "id": "gid://shopify/ProductVariant/1",
        "title": "Red",
        "sku": "A-1",
        "barcode": "3700000000014",
        "availableForSale": True,
        "currentlyNotInStock": False,
        "price": EUR,
        "compareAtPrice": None,
        "selectedOptions": [{"name": "Color", "value": "Red"}],
        "image": None,
    }
    return {**found, **changes}


def product(*variants):
    return {
        "id": "gid://shopify/Product/1",
        "title": "Tee",
        "handle": "tee",
        "description": "A tee.",
        "vendor": "Rive",
        "productType": "Tees",
        "featuredImage": {"url": "/media/a.jpg"},
        "options": [{"name": "Color"}],
        "variants": {"nodes": list(variants)},
        "returnPolicy": POLICY,
    }


def facts(*variants):
    return product_jsonld(
        product(*variants),
        url="https://s.example/products/tee",
        variant_url=lambda row: f"https://s.example/products/tee?variant={row['id'][-1]}",
        absolute=lambda url: f"https://s.example{url}",
    )


@pytest.mark.parametrize("text", ["</script><script>alert(1)</script>", "<!--", "]]>", "a&b", "\u2028\u2029"])
def test_texts_cannot_leave_the_script_element(text):
    dumped = dump_jsonld({"name": text})

    assert not set("<>&\u2028\u2029") & set(dumped)
    assert json.loads(dumped) == {"name": text}


def test_a_product_with_one_variant_is_a_product_with_one_offer():
    found = facts(variant())

    assert found["@type"] == "Product"
    assert found["offers"]["price"] == "19.90"
    assert found["offers"]["priceCurrency"] == "EUR"
    assert found["gtin"] == "3700000000014"
    assert found["image"] == "https://s.example/media/a.jpg"


def test_a_product_with_variants_is_a_group_with_an_offer_each():
    other = variant(id="gid://shopify/ProductVariant/2", price={"amount": "25.00", "currencyCode": "EUR"})
    found = facts(variant(), other)

    assert found["@type"] == "ProductGroup"
    assert found["variesBy"] == ["https://schema.org/color"]
    assert [row["offers"]["price"] for row in found["hasVariant"]] == ["19.90", "25.00"]
    assert found["hasVariant"][1]["offers"]["url"] == "https://s.example/products/tee?variant=2"


@pytest.mark.parametrize(
    ("available", "awaited", "word"),
    [
        (True, False, "InStock"),
        (True, True, "BackOrder"),
        (False, False, "OutOfStock"),
        (False, True, "OutOfStock"),
    ],
)
def test_availability_is_that_of_the_variant(available, awaited, word):
    offer = facts(variant(availableForSale=available, currentlyNotInStock=awaited))["offers"]

    assert offer["availability"] == f"https://schema.org/{word}"


@pytest.mark.parametrize("code", [None, "", "ABC", "123", "12345678901234567"])
def test_a_barcode_that_is_no_gtin_is_not_called_one(code):
    assert "gtin" not in facts(variant(barcode=code))


def test_a_policy_says_its_window_methods_and_refunds():
    found = merchant_return_policy(POLICY, url="https://s.example/policies/refund-policy")

    assert found == {
        "@type": "MerchantReturnPolicy",
        "applicableCountry": ["FR", "BE"],
        "description": "Thirty days.",
        "returnPolicyCategory": "https://schema.org/MerchantReturnFiniteReturnWindow",
        "merchantReturnDays": 30,
        "merchantReturnLink": "https://s.example/policies/refund-policy",
        "refundType": ["https://schema.org/FullRefund", "https://schema.org/StoreCreditRefund"],
        "returnMethod": ["https://schema.org/ReturnInStore", "https://schema.org/ReturnByMail"],
        "returnFees": "https://schema.org/ReturnFeesCustomerResponsibility",
    }


def test_a_final_sale_promises_nothing():
    found = merchant_return_policy({**POLICY, "finalSale": True, "windowDays": None})

    assert found["returnPolicyCategory"] == "https://schema.org/MerchantReturnNotPermitted"
    assert not {"merchantReturnDays", "refundType", "returnMethod", "returnFees"} & set(found)


def test_returns_without_a_limit_have_no_days():
    found = merchant_return_policy({**POLICY, "windowDays": None})

    assert found["returnPolicyCategory"] == "https://schema.org/MerchantReturnUnlimitedWindow"
    assert "merchantReturnDays" not in found


def test_days_that_do_not_count_from_delivery_are_told_in_words_alone():
    found = merchant_return_policy({**POLICY, "windowAnchor": "ORDER"})

    assert "merchantReturnDays" not in found
    assert found["description"] == "Thirty days."


def test_fees_are_amounts_or_percentages_as_the_policy_has_them():
    mail = {"kind": "BY_MAIL", "fees": "SHIPPING_FEE", "fee": {"amount": "4.90", "currencyCode": "EUR"}}
    charged = merchant_return_policy(
        {**POLICY, "methods": [mail], "restockingFee": {"amount": None, "percentage": 5.0}}
    )
    fixed = merchant_return_policy({**POLICY, "restockingFee": {"amount": EUR, "percentage": None}})

    assert charged["returnFees"] == "https://schema.org/ReturnShippingFees"
    assert charged["returnShippingFeesAmount"]["value"] == "4.90"
    assert charged["restockingFee"] == 5.0
    assert fixed["restockingFee"] == {"@type": "MonetaryAmount", "value": "19.90", "currency": "EUR"}


def test_breadcrumbs_count_from_one():
    found = breadcrumb_jsonld([("Home", "https://s.example/"), ("Tee", "https://s.example/products/tee")])

    assert [row["position"] for row in found["itemListElement"]] == [1, 2]
