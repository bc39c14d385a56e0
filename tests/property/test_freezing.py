"""Whatever a quote says, an order can be made of it: amounts are taken over whole, add up, and are kept exactly."""

from comptoir.money import total
from comptoir.orders.codec import pack_amounts, pack_quote, unpack_amounts, unpack_quote
from comptoir.orders.commands.place import check_draft
from comptoir.orders.delivery import DeliveryMethod
from comptoir.orders.drafts import ChargeDraft, GroupDraft, LineDraft, OrderDraft, Sourcing
from comptoir.orders.freezing import freeze_amounts, freeze_quote, unit_before_discounts
from comptoir.pricing.quote import quote
from hypothesis import given

from tests.orders.drafts import policy
from tests.property.promotion_cases import promoted


def order_of(made):
    """Return the draft of an order that agrees to a quote."""
    return OrderDraft(
        origin="checkout/1",
        market="eu",
        country="FR",
        language="en",
        currency=made.currency,
        groups=(GroupDraft(key="home", method=DeliveryMethod.SHIPPING, title="Standard"),),
        lines=tuple(
            LineDraft(
                key=key,
                variant_id=1,
                product_id=1,
                title="A thing",
                quantity=line.quantity,
                unit=unit_before_discounts(line),
                amounts=freeze_amounts(line, quote=made, key=key),
                policy=policy(),
                group="home",
                sources=(Sourcing(location_id=1, quantity=line.quantity),),
            )
            for key, line in made.lines.items()
        ),
        charges=tuple(
            ChargeDraft(
                key=each.key, title=each.label, amounts=freeze_amounts(each, quote=made, key=each.key)
            )
            for each in made.charges
        ),
        quote=freeze_quote(made),
        total=made.total,
    )


@given(promoted())
def test_every_quote_of_something_can_become_an_order(case):
    made = quote(*case[0], **case[1])
    draft = order_of(made)
    if draft.lines:
        check_draft(draft)
    parts = [*(line.amounts for line in draft.lines), *(charge.amounts for charge in draft.charges)]
    assert total((each.total for each in parts), currency=made.currency) == made.total
    if made.total_tax is not None:
        assert total((each.tax for each in parts), currency=made.currency) == made.total_tax
        assert all(
            each.tax == total((tax.amount for tax in each.taxes), currency=made.currency) for each in parts
        )
    for promotion in made.applied_promotions:
        shares = [share for each in parts for share in each.discounts]
        ours = [share.amount for share in shares if share.promotion == str(promotion.promotion.number)]
        assert total(ours, currency=made.currency) == promotion.amount


@given(promoted())
def test_what_was_agreed_to_is_kept_as_it_was(case):
    made = quote(*case[0], **case[1])
    draft = order_of(made)
    for line in draft.lines:
        assert unpack_amounts(pack_amounts(line.amounts), currency=made.currency) == line.amounts
    assert unpack_quote(pack_quote(draft.quote), currency=made.currency) == draft.quote
    assert draft.quote.digest == made.digest
