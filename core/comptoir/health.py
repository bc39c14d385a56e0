"""`/healthz`, `/readyz` and `/metrics`: is it alive, can it serve, what has it done."""

from prometheus_client import CollectorRegistry, Gauge, generate_latest
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from comptoir.db.revisions import read_revisions
from comptoir.shop import Shop


def health_routes(shop: Shop) -> list[BaseRoute]:
    """Return the three routes."""
    registry = CollectorRegistry()
    revision = Gauge(
        "comptoir_revision", "Revision of a stream of the snapshot.", ["stream"], registry=registry
    )
    plugins = Gauge("comptoir_plugins", "Plugins by status.", ["status"], registry=registry)
    documents = Gauge("comptoir_documents", "GraphQL documents that are kept prepared.", registry=registry)

    async def healthz(request: Request) -> Response:  # noqa: ARG001
        return PlainTextResponse("ok")

    async def readyz(request: Request) -> Response:  # noqa: ARG001
        failed = {plugin.name: plugin.fault for plugin in shop.registry.plugins if plugin.status == "failed"}
        try:
            await shop.db.read(read_revisions)
            database = "ok"
        except Exception:  # noqa: BLE001 - the answer is the report
            database = "unreachable"
        snapshot = "stale" if shop.readmodel.failing else "ok"
        ready = database == snapshot == "ok"
        body = {"ready": ready, "database": database, "snapshot": snapshot, "failed_plugins": failed}
        return JSONResponse(body, status_code=200 if ready else 503)

    async def metrics(request: Request) -> Response:  # noqa: ARG001
        for stream, number in shop.readmodel.snapshot.revisions.items():
            revision.labels(stream).set(number)
        for status in ("active", "failed", "disabled"):
            plugins.labels(status).set(sum(p.status == status for p in shop.registry.plugins))
        documents.set(len(shop.executors["storefront"].documents))
        return Response(generate_latest(registry), media_type="text/plain; version=0.0.4")

    return [Route("/healthz", healthz), Route("/readyz", readyz), Route("/metrics", metrics)]
