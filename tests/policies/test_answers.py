"""What the schema answers about returns, by market and language."""

import pytest
from comptoir.catalog.commands import save_page, save_product
from comptoir.catalog.drafts import PageDraft
from comptoir.markets import MarketDraft, save_market
from comptoir.money import Money
from comptoir.policies import (
    Exemption,
    PolicyDraft,
    PolicyScope,
    PolicyTerms,
    RestockingFee,
    ReturnFees,
    ReturnMethod,
    ReturnMethodKind,
    ReturnResolution,
    final_sale,
    publish_policy,
    withdraw_policy,
)

from tests.inventory.shops import HAT, ask, fill, start

pytestmark = pytest.mark.anyio

FAULTS = " Your legal rights for faulty goods are not affected."
BUILT_IN = (
    "You can return it within {days} days of delivery for a refund. "
    "Return it in any of our stores (free) or by post (at your own cost)." + FAULTS
)
POLICY = """query ($handle: String!) { product(handle: $handle) { returnPolicy {
  id version finalSale windowDays windowAnchor resolutions exemption applicableCountries summary
  methods { kind label fees fee { amount currencyCode } }
  restockingFee { percentage amount { amount currencyCode } } } } }"""
REFUND = "{ shop { refundPolicy { id handle title body url } } }"


@pytest.fixture
def numbers(database):
    return fill(database)


@pytest.fixture
def shop(settings, numbers, clock):
    started = start(settings, clock)
    yield started
    started.db.close_now()


async def publish(shop, handle, **fields):
    return await shop.db.write(publish_policy, draft=PolicyDraft(handle=handle, **fields))


async def policy(shop, handle="shirt", **where):
    return (await ask(shop, POLICY, handle=handle, **where))["product"]["returnPolicy"]


async def refund(shop, **where):
    return (await ask(shop, REFUND, **where))["shop"]["refundPolicy"]


async def test_a_shop_without_policies_promises_what_is_built_in(shop):
    assert await policy(shop) == {
        "id": "gid://shopify/ReturnPolicy/built-in-withdrawal",
        "version": 1,
        "finalSale": False,
        "windowDays": 14,
        "windowAnchor": "DELIVERY",
        "resolutions": ["REFUND"],
        "exemption": None,
        "applicableCountries": ["FR", "DE"],
        "summary": BUILT_IN.format(days=14),
        "methods": [
            {"kind": "IN_STORE", "label": "In any of our stores", "fees": "FREE", "fee": None},
            {"kind": "BY_MAIL", "label": "By post", "fees": "CUSTOMER_RESPONSIBILITY", "fee": None},
        ],
        "restockingFee": None,
    }
    american = await policy(shop, country="US")
    assert (american["windowDays"], american["summary"]) == (30, BUILT_IN.format(days=30))


async def test_a_published_policy_shows_at_once_and_by_market(shop):
    before = await policy(shop)
    mail = ReturnMethod(kind=ReturnMethodKind.BY_MAIL, fees=ReturnFees.SHIPPING_FEE, fee=Money(495, "USD"))
    terms = PolicyTerms(
        window_days=60,
        resolutions=(ReturnResolution.REFUND, ReturnResolution.STORE_CREDIT),
        methods=(mail,),
        restocking_fee=RestockingFee(basis_points=1250),
    )
    await publish(shop, "america", market="us", terms=terms)

    assert await policy(shop) == before
    assert await policy(shop, country="US") == {
        "id": "gid://shopify/ReturnPolicy/america",
        "version": 1,
        "finalSale": False,
        "windowDays": 60,
        "windowAnchor": "DELIVERY",
        "resolutions": ["REFUND", "STORE_CREDIT"],
        "exemption": None,
        "applicableCountries": ["US"],
        "summary": "You can return it within 60 days of delivery for a refund or store credit. "
        "Return it by post (for $4.95). A restocking fee of 12.5% is kept." + FAULTS,
        "methods": [
            {
                "kind": "BY_MAIL",
                "label": "By post",
                "fees": "SHIPPING_FEE",
                "fee": {"amount": "4.95", "currencyCode": "USD"},
            }
        ],
        "restockingFee": {"percentage": 12.5, "amount": None},
    }


async def test_collection_type_and_product_each_narrow_the_promise(shop):
    days = {"all": 20, "types": 30, "sale": 16, "one": 15}
    terms = {handle: PolicyTerms(window_days=count) for handle, count in days.items()}
    seen = []
    for handle, scope, key in (
        ("all", PolicyScope.MARKET, ""),
        ("types", PolicyScope.TYPE, "SHIRTS"),
        ("sale", PolicyScope.COLLECTION, "sale"),
        ("one", PolicyScope.PRODUCT, "shirt"),
    ):
        await publish(shop, handle, scope=scope, scope_key=key, terms=terms[handle])
        seen.append([(await policy(shop, product))["windowDays"] for product in ("shirt", "hat", "card")])
    assert seen == [[20, 20, 20], [30, 20, 20], [16, 16, 20], [15, 16, 20]]

    # A product type is the shop's own, whatever the language of the shopper.
    await shop.db.write(withdraw_policy, handle="one")
    await shop.db.write(withdraw_policy, handle="sale")
    assert [(await policy(shop, language=language))["windowDays"] for language in ("EN", "FR")] == [30, 30]


async def test_a_final_sale_says_why(shop):
    terms = final_sale(Exemption.MADE_TO_ORDER)
    await publish(shop, "made", scope=PolicyScope.PRODUCT, scope_key="hat", terms=terms)

    english = await policy(shop, "hat")
    assert (english["finalSale"], english["windowDays"], english["resolutions"], english["methods"]) == (
        True, None, [], [],
    )  # fmt: skip
    assert english["exemption"] == "MADE_TO_ORDER"
    french = await policy(shop, "hat", language="FR")
    assert french["summary"].startswith(
        "Vente ferme : cet article ne peut pas être retourné, car il est réalisé"
    )
    assert (await policy(shop, "shirt"))["finalSale"] is False


async def test_a_policy_changes_for_shoppers_when_its_moment_comes(shop, clock):
    from datetime import timedelta

    await publish(shop, "all", terms=PolicyTerms(window_days=20))
    later = clock.now() + timedelta(days=7)
    await publish(shop, "all", terms=PolicyTerms(window_days=60), effective_from=later)

    assert ((await policy(shop))["version"], (await policy(shop))["windowDays"]) == (1, 20)
    clock.advance(timedelta(days=7))
    assert ((await policy(shop))["version"], (await policy(shop))["windowDays"]) == (2, 60)


async def test_a_country_that_joins_a_market_brings_its_law(shop):
    await publish(shop, "america", market="us", terms=final_sale())
    assert (await policy(shop, country="US"))["finalSale"] is True

    wider = MarketDraft(handle="us", name="America", currency="USD", countries=("US", "IE"))
    await shop.db.write(save_market, draft=wider)
    after = await policy(shop, country="US")
    assert (after["finalSale"], after["windowDays"]) == (False, 14)


async def test_an_unknown_country_gets_the_policy_of_the_default_market(shop):
    assert await policy(shop, country="ZZ") == await policy(shop, country="FR")


async def test_the_refund_policy_is_made_from_the_rules(shop):
    assert await refund(shop) == {
        "id": "gid://shopify/ShopPolicy/refund-policy",
        "handle": "refund-policy",
        "title": "Returns and refunds",
        "body": f"<p>{BUILT_IN.format(days=14)}</p>",
        "url": "https://shop.example/policies/refund-policy",
    }
    assert (await refund(shop, country="US"))["body"] == f"<p>{BUILT_IN.format(days=30)}</p>"
    assert (await refund(shop, language="FR"))["title"] == "Retours et remboursements"


async def test_the_refund_policy_lists_what_has_rules_of_its_own(shop):
    await shop.db.write(save_product, draft=HAT)
    terms = final_sale(Exemption.MADE_TO_ORDER)
    await publish(shop, "made", scope=PolicyScope.PRODUCT, scope_key="hat", terms=terms)
    await publish(
        shop, "sale", scope=PolicyScope.COLLECTION, scope_key="sale", terms=PolicyTerms(window_days=15)
    )
    await publish(shop, "type", scope=PolicyScope.TYPE, scope_key="Shirts", terms=PolicyTerms(window_days=16))
    await publish(shop, "gone", scope=PolicyScope.PRODUCT, scope_key="nothing", terms=terms)

    body = (await refund(shop))["body"]
    assert body.split("<h2>")[1:] == [
        f"All products, unless listed below</h2><p>{BUILT_IN.format(days=14)}</p>",
        f"Products of the type Shirts</h2><p>{BUILT_IN.format(days=16)}</p>",
        f"Sale</h2><p>{BUILT_IN.format(days=15)}</p>",
        "Hat</h2><p>Final sale: it cannot be returned, because it is made to your order." + FAULTS + "</p>",
    ]
    headings = [
        part.split("</h2>")[0] for part in (await refund(shop, language="FR"))["body"].split("<h2>")[1:]
    ]
    assert headings == [
        "Tous les articles, sauf ceux ci-dessous", "Articles du type Chemises", "Soldes", "Hat",
    ]  # fmt: skip


async def test_what_the_merchant_wrote_stands_below_the_rules(shop):
    page = PageDraft(
        handle="refund-policy", title="How to return", body="<p>Keep the box.</p>", legal=True,
        translations={"fr": {"title": "Retourner", "body": "<p>Gardez la boîte.</p>"}},
    )  # fmt: skip
    await shop.db.write(save_page, draft=page)

    english = await refund(shop)
    assert english["title"] == "How to return"
    assert english["body"] == (
        f"<p>{BUILT_IN.format(days=14)}</p><p><strong>Should anything written below differ from these rules, "
        "these rules hold.</strong></p><p>Keep the box.</p>"
    )
    assert (await refund(shop, language="FR"))["body"].endswith("</strong></p><p>Gardez la boîte.</p>")

    node = "query ($id: ID!) { node(id: $id) { id ... on ShopPolicy { body } } }"
    assert (await ask(shop, node, id=english["id"]))["node"] == {"id": english["id"], "body": english["body"]}


async def test_texts_that_nobody_wrote_are_null(shop):
    query = """{ shop { privacyPolicy { body } shippingPolicy { body } termsOfService { body }
      termsOfSale { body } subscriptionPolicy { body } } }"""
    assert set((await ask(shop, query))["shop"].values()) == {None}
    await shop.db.write(
        save_page, draft=PageDraft(handle="privacy-policy", title="Privacy", body="<p>Yours.</p>", legal=True)
    )
    assert (await ask(shop, query))["shop"]["privacyPolicy"] == {"body": "<p>Yours.</p>"}
