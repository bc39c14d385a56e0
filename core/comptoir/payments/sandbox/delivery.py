"""Messages of the sandbox to the shop, signed and taken in as any provider's."""

from comptoir.payments.sandbox import books
from comptoir.payments.sandbox.books import SandboxPayment
from comptoir.payments.sandbox.provider import SandboxProvider
from comptoir.payments.webhooks import receive_webhook
from comptoir.shop import Shop


async def deliver(shop: Shop, payment: SandboxPayment) -> None:
    """Send the message that a payment's state makes."""
    headers, body = SandboxProvider(shop).webhook_of(payment)
    await receive_webhook(shop, SandboxProvider.name, headers=headers, body=body)


async def deliver_due(shop: Shop) -> None:
    """Decide the payments that took their time, and tell of them."""
    for payment in await shop.db.read(books.find_due):
        decided = await shop.db.write(
            books.decide,
            ident=payment.ident,
            approve=payment.card.course == "LATER",
            code=payment.card.code or "DECLINED",
        )
        if decided is not None:
            await deliver(shop, decided)
