"""The yardstick: a bare ASGI application that answers the same 10 KB to everything."""

BODY = b"x" * 10_240
HEADERS = [(b"content-type", b"application/octet-stream"), (b"content-length", b"10240")]


async def app(scope, receive, send):
    """Answer an HTTP request."""
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        await send({"type": "http.response.body", "body": BODY})
