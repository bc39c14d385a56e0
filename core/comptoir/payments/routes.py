"""The routes of payments: where providers send their messages."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from comptoir.payments.adapters import adapter_route
from comptoir.payments.sandbox.pages import sandbox_routes
from comptoir.payments.webhooks import receive_webhook
from comptoir.shop import Shop


def payment_routes(shop: Shop) -> list[BaseRoute]:
    """Return the routes of webhooks and, where the sandbox is on, of its pages."""

    async def webhook(request: Request) -> Response:
        headers = {name.lower(): value for name, value in request.headers.items()}
        status = await receive_webhook(
            shop, request.path_params["provider"], headers=headers, body=await request.body()
        )
        return Response(status_code=status)

    adapters = adapter_route(shop.payment_providers)
    pages = sandbox_routes(shop) if shop.settings.sandbox_payments else []
    return [Route("/webhooks/payments/{provider}", webhook, methods=["POST"]), adapters, *pages]
