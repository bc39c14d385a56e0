"""Response headers that keep a page to itself: no outside hosts, no inline code, no frames."""

from collections.abc import Mapping

_STRICT: Mapping[str, str] = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "media-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "object-src": "'none'",
}


def content_security_policy(overrides: Mapping[str, str] | None = None) -> str:
    """Return a Content-Security-Policy that allows the own origin alone.

    `overrides` replaces directives by name, such as `{"media-src": "'self' blob:"}`.
    """
    directives = {**_STRICT, **(overrides or {})}
    return "; ".join(f"{name} {value}" for name, value in directives.items())


def security_headers(policy: str | None = None, *, https: bool = False) -> dict[str, str]:
    """Return the headers for every page; with `https`, browsers are told to stay with it for a year."""
    headers = {
        "content-security-policy": policy or content_security_policy(),
        "cross-origin-opener-policy": "same-origin",
        "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=()",
        "referrer-policy": "strict-origin-when-cross-origin",
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
    }
    if https:
        headers["strict-transport-security"] = "max-age=31536000"
    return headers
