"""Drafts of orders for tests: two shirts that travel and a mug to collect, 59.50 EUR in all."""

from dataclasses import replace

from comptoir.money import Money
from comptoir.orders import (
    Address,
    Amounts,
    ChargeDraft,
    DeliveryMethod,
    Discount,
    FrozenQuote,
    GroupDraft,
    LineDraft,
    OrderDraft,
    Sourcing,
    Step,
    TaxPart,
)
from comptoir.policies import PolicyScope, PolicyTerms, PolicyVersion

WAREHOUSE, STORE = 1, 2
TOKEN = "5" * 40


def eur(minor):
    return Money(minor, "EUR")


def policy(**terms):
    return PolicyVersion(
        number=7,
        handle="everything",
        version=3,
        scope=PolicyScope.MARKET,
        scope_key="",
        market="eu",
        terms=PolicyTerms(**terms),
        effective_from=None,
    )


def amounts(subtotal, *, discount=0, rate=20):
    """Amounts with tax within; the tax is rounded half up."""
    total = subtotal - discount
    tax = (total * rate * 2 + 100 + rate) // (2 * (100 + rate))
    shares = (
        (Discount(promotion="9", title="Spring", amount=eur(discount), code="SPRING"),) if discount else ()
    )
    return Amounts(
        subtotal=eur(subtotal),
        total=eur(total),
        tax=eur(tax),
        discounts=shares,
        taxes=(TaxPart(title="TVA", rate="0.20", amount=eur(tax)),),
    )


SHIRTS = LineDraft(
    key="gid://shopify/CartLine/1?cart=c",
    variant_id=11,
    product_id=10,
    title="Linen shirt",
    variant_title="M",
    sku="SHIRT-M",
    options=(("Size", "M"),),
    quantity=2,
    unit=eur(2000),
    amounts=amounts(4000, discount=400),
    policy=policy(),
    group="home",
    sources=(Sourcing(location_id=WAREHOUSE, quantity=2),),
)
MUG = LineDraft(
    key="gid://shopify/CartLine/2?cart=c",
    variant_id=21,
    product_id=20,
    title="Mug",
    sku="MUG",
    quantity=1,
    unit=eur(1850),
    amounts=amounts(1850),
    policy=policy(),
    group="store",
    sources=(Sourcing(location_id=STORE, quantity=1),),
)
ADDRESS = Address(
    first_name="Ada",
    last_name="Dupont",
    address1="1 rue des Lilas",
    city="Lyon",
    zip="69003",
    country_code="FR",
)
HOME = GroupDraft(key="home", method=DeliveryMethod.SHIPPING, title="Standard", address=ADDRESS)
COLLECTED = GroupDraft(key="store", method=DeliveryMethod.PICK_UP, title="Lyon", location_id=STORE)
QUOTE = FrozenQuote(
    digest="d" * 64,
    revision="r1",
    includes_tax=True,
    steps=(
        Step(kind="price", line_key=SHIRTS.key, label="Base", before=None, after=eur(2000), source="base"),
        Step(kind="line", line_key=SHIRTS.key, label="x 2", before=eur(2000), after=eur(4000), source=""),
    ),
)
DRAFT = OrderDraft(
    origin="checkout/1",
    market="eu",
    country="FR",
    language="fr",
    currency="EUR",
    lines=(SHIRTS, MUG),
    groups=(HOME, COLLECTED),
    charges=(ChargeDraft(key="delivery", title="Standard", amounts=amounts(500), group="home"),),
    quote=QUOTE,
    total=eur(5950),
    email="ada@example.com",
    shipping_address=ADDRESS,
    channel="web",
    token=TOKEN,
)


def draft(**changes):
    """Return the draft with changes."""
    return replace(DRAFT, **changes)
