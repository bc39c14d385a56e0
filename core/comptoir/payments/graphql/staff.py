"""Payments in the staff schema: seen, captured, cancelled, refunded; gift cards, store credit and terms."""

from dataclasses import dataclass
from typing import Any

import strawberry

from comptoir.graphql.context import Info
from comptoir.graphql.money import MoneyInput, money_v2
from comptoir.graphql.mutation import Outcome
from comptoir.graphql.scalars import DateTime
from comptoir.graphql.user_errors import UserErrorRecord
from comptoir.ids import numeric_id
from comptoir.money import Money, parse_money
from comptoir.payments import desk
from comptoir.payments.gift_cards import GiftCardRecord, IssuedGiftCard
from comptoir.payments.graphql.staff_types import (
    GiftCardConnection,
    GiftCardPayload,
    PaymentPayload,
    PaymentTermsPayload,
    ShipsAfter,
    StaffPayment,
    StaffPaymentConnection,
    StaffPaymentTerms,
    StoreCreditPayload,
)
from comptoir.payments.publishing import TermsDraft, find_terms
from comptoir.payments.queries import get_payment, lookup_payment
from comptoir.payments.records import OperationRecord, PaymentRecord, PaymentStatus
from comptoir.payments.taking import send_operation
from comptoir.payments.terms import PaymentTerms
from comptoir.principal import Owner
from comptoir.staff.graphql import Permission, change, change_once, number_page, number_window, requires

_READ = Permission.PAYMENTS_READ
_WRITE = Permission.PAYMENTS_WRITE


@dataclass(frozen=True, slots=True)
class PaymentChange:
    """What came of an operation."""

    payment: PaymentRecord | None
    operation: OperationRecord | None
    user_errors: list[UserErrorRecord]


@dataclass(frozen=True, slots=True)
class GiftCardChange:
    """What came of a change to a gift card."""

    gift_card: GiftCardRecord | None
    code: str | None
    user_errors: list[UserErrorRecord]


@dataclass(frozen=True, slots=True)
class Numbered:
    """A payment with the number that pages are cut by."""

    number: int
    payment: PaymentRecord


@strawberry.input(description="Terms to publish; a handle that was published before gets its next version.")
class PaymentTermsInput:
    """Terms to publish."""

    handle: str
    market: str | None = strawberry.field(default=None, description="A market's handle; none for all.")
    basis_points: int | None = strawberry.field(
        default=None, description="The deposit's share: 5000 is half."
    )
    fixed: MoneyInput | None = strawberry.field(default=None, description="The deposit as an amount instead.")
    least: MoneyInput | None = None
    ships_after: ShipsAfter = ShipsAfter.BALANCE
    balance_days: int | None = None
    effective_from: DateTime | None = strawberry.field(default=None, description="Now, if none is given.")
    withdrawn: bool = strawberry.field(default=False, description="These terms hold no longer.")

    def draft(self) -> TermsDraft:
        """Return it as a draft."""
        terms = PaymentTerms(
            handle=self.handle,
            basis_points=self.basis_points,
            fixed=_money(self.fixed) if self.fixed else None,
            least=_money(self.least) if self.least else None,
            ships_after=self.ships_after.value,
            balance_days=self.balance_days,
        )
        return TermsDraft(
            terms=terms,
            market=self.market,
            effective_from=self.effective_from,  # type: ignore[arg-type]
            withdrawn=self.withdrawn,
        )


def _money(given: MoneyInput) -> Money:
    return parse_money(given.amount, given.currency_code.value)


async def _sent(info: Info, outcome: Outcome[OperationRecord]) -> PaymentChange:
    """Send what was begun; what gets no answer now is sent again by the recovery of payments."""
    if outcome.value is None:
        return PaymentChange(None, None, outcome.user_errors)
    shop = info.context.shop
    operation = await send_operation(shop, outcome.value)
    payment = await shop.db.read(get_payment, operation.payment_id)
    return PaymentChange(payment, operation, [])


@requires(_READ)
@strawberry.type
class PaymentStaffQueries:
    """Reading payments."""

    @strawberry.field(graphql_type=StaffPaymentConnection, description="Payments, newest first.")
    async def payments(
        self, info: Info, first: int = 50, after: str | None = None, status: PaymentStatus | None = None
    ) -> Any:
        """Return a page of payments."""
        window = number_window(first=first, after=after)
        found = await info.context.shop.db.read(desk.find_recent_payments, status=status, **window)
        page = number_page([Numbered(each.id, each) for each in found], first=first, after=after)
        return StaffPaymentConnection(
            nodes=[each.payment for each in page.nodes],
            page_info=page.page_info,  # type: ignore[arg-type]
        )

    @strawberry.field(graphql_type=StaffPayment | None, description="A payment.")
    async def payment(self, info: Info, id: strawberry.ID) -> Any:
        """Return a payment."""
        return await info.context.shop.db.read(lookup_payment, payment_id=numeric_id(id, "Payment"))

    @strawberry.field(graphql_type=GiftCardConnection, description="Gift cards, newest first.")
    async def gift_cards(
        self, info: Info, first: int = 50, after: str | None = None, last_characters: str | None = None
    ) -> Any:
        """Return a page of gift cards."""
        window = number_window(first=first, after=after)
        found = await info.context.shop.db.read(
            desk.find_gift_cards, last_characters=last_characters, **window
        )
        return number_page(found, first=first, after=after)

    @strawberry.field(graphql_type=list[StaffPaymentTerms], description="All versions of payment terms.")
    async def payment_terms(self, info: Info) -> Any:
        """Return the terms."""
        return await info.context.shop.db.read(find_terms)


@requires(_WRITE)
@strawberry.type
class PaymentStaffMutations:
    """Changing payments."""

    @strawberry.mutation(
        graphql_type=PaymentPayload,
        description="Take what is reserved; of an amount that is named the rest is released.",
    )
    async def payment_capture(
        self,
        info: Info,
        id: strawberry.ID,
        idempotency_key: str,
        amount: MoneyInput | None = None,
        reason: str | None = None,
    ) -> Any:
        """Capture."""
        outcome = await change(
            info,
            desk.capture,
            payment_id=numeric_id(id, "Payment"),
            amount=_money(amount) if amount else None,
            idempotency_key=idempotency_key,
            reason=reason,
        )
        return await _sent(info, outcome)

    @strawberry.mutation(
        graphql_type=PaymentPayload, description="Give a payment up, of which nothing was taken."
    )
    async def payment_cancel(
        self, info: Info, id: strawberry.ID, idempotency_key: str, reason: str | None = None
    ) -> Any:
        """Cancel."""
        number = numeric_id(id, "Payment")
        outcome = await change(
            info, desk.cancel, payment_id=number, idempotency_key=idempotency_key, reason=reason
        )
        return await _sent(info, outcome)

    @strawberry.mutation(
        graphql_type=PaymentPayload,
        description="Give an amount back. What is due shrinks by it, so that nobody is asked to pay it again; with "
        "`stillDue` it stays due, because it is to be paid in another way.",
    )
    async def payment_refund(
        self,
        info: Info,
        id: strawberry.ID,
        amount: MoneyInput,
        idempotency_key: str,
        still_due: bool = False,
        reason: str | None = None,
    ) -> Any:
        """Refund."""
        outcome = await change(
            info,
            desk.refund,
            payment_id=numeric_id(id, "Payment"),
            amount=_money(amount),
            idempotency_key=idempotency_key,
            still_due=still_due,
            reason=reason,
        )
        return await _sent(info, outcome)

    @strawberry.mutation(graphql_type=GiftCardPayload, description="Issue a gift card.")
    async def gift_card_issue(
        self,
        info: Info,
        value: MoneyInput,
        expires_at: DateTime | None = None,
        note: str = "",
        reason: str | None = None,
        idempotency_key: str | None = None,
    ) -> Any:
        """Issue a gift card."""
        outcome: Outcome[IssuedGiftCard] = await change_once(
            info,
            idempotency_key,
            desk.issue,
            value=_money(value),
            expires_at=expires_at,  # type: ignore[arg-type]
            note=note,
            reason=reason,
        )
        issued = outcome.value
        return GiftCardChange(
            issued.card if issued else None, issued.code if issued else None, outcome.user_errors
        )

    @strawberry.mutation(graphql_type=GiftCardPayload, description="Withdraw a gift card.")
    async def gift_card_disable(self, info: Info, id: strawberry.ID, reason: str | None = None) -> Any:
        """Withdraw a gift card."""
        outcome = await change(info, desk.disable, number=numeric_id(id, "GiftCard"), reason=reason)
        return GiftCardChange(outcome.value, None, outcome.user_errors)

    @strawberry.mutation(
        graphql_type=GiftCardPayload,
        description="Add to a gift card, or take from it with an amount below zero.",
    )
    async def gift_card_correct(
        self,
        info: Info,
        id: strawberry.ID,
        by: MoneyInput,
        reason: str | None = None,
        idempotency_key: str | None = None,
    ) -> Any:
        """Correct a gift card."""
        number = numeric_id(id, "GiftCard")
        outcome = await change_once(
            info, idempotency_key, desk.correct, number=number, by=_money(by), reason=reason
        )
        return GiftCardChange(outcome.value, None, outcome.user_errors)

    @strawberry.mutation(
        graphql_type=StoreCreditPayload,
        description="Give a customer store credit, or take it back with an amount below zero.",
    )
    async def store_credit_grant(
        self,
        info: Info,
        customer_id: strawberry.ID,
        amount: MoneyInput,
        reason: str | None = None,
        idempotency_key: str | None = None,
    ) -> Any:
        """Grant store credit."""
        holder = Owner(kind="customer", ident=str(numeric_id(customer_id, "Customer")))
        outcome = await change_once(
            info, idempotency_key, desk.grant, holder=holder, amount=_money(amount), reason=reason
        )
        balance = money_v2(outcome.value) if outcome.value is not None else None
        return StoreCreditPayload(balance=balance, user_errors=outcome.user_errors)  # type: ignore[arg-type]

    @strawberry.mutation(
        graphql_type=PaymentTermsPayload,
        description="Publish a version of payment terms; orders keep those they were placed under.",
    )
    async def payment_terms_publish(
        self, info: Info, input: PaymentTermsInput, reason: str | None = None
    ) -> Any:
        """Publish payment terms."""
        outcome = await change(info, desk.publish, draft=input.draft(), reason=reason)
        return PaymentTermsPayload(terms=outcome.value, user_errors=outcome.user_errors)  # type: ignore[arg-type]
