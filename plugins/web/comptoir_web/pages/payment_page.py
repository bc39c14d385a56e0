"""What a page that takes a payment needs besides its own: providers, their scripts, and the policy these ask for."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from comptoir.api import Visit, content_security_policy, keep_secret
from starlette.responses import JSONResponse, Response

_LONGEST_TOKEN = 300


def payable(providers: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the providers that a page can pay through."""
    return [one for one in providers if one["tokens"] or adapter_of(one) or not one["readers"]]


def adapter_of(provider: Mapping[str, Any]) -> str | None:
    """Return the address of the script that mounts a provider's form, if it has one."""
    script = provider["script"]
    return script["adapter"] if script else None


def with_policy(response: Response, providers: Sequence[Mapping[str, Any]]) -> Response:
    """Return a page under a policy that is widened by what the providers' scripts name, and nothing else."""
    scripts = [one["script"] for one in providers if adapter_of(one)]
    if scripts:
        wider = {
            "script-src": _sources(scripts, "scriptSources"),
            "connect-src": _sources(scripts, "connectSources"),
            "frame-src": _sources(scripts, "frameSources"),
        }
        response.headers["content-security-policy"] = content_security_policy(wider)
        # The provider's frames may ask for a wallet of the browser's.
        response.headers["permissions-policy"] = "camera=(), geolocation=(), microphone=()"
    return keep_secret(response)


def _sources(scripts: Sequence[Mapping[str, Any]], name: str) -> str:
    named = [source for script in scripts for source in script[name]]
    return " ".join(dict.fromkeys(["'self'", *named]))


def read_payment(
    form: Mapping[str, str], providers: Sequence[Mapping[str, Any]]
) -> tuple[Mapping[str, Any] | None, str]:
    """Return the provider that a form names, or the only one there is, and the token for it."""
    known = {one["name"]: one for one in providers}
    only = providers[0] if len(providers) == 1 else None
    provider = known.get(form.get("provider", ""), only)
    if provider is None:
        return None, ""
    given = form.get("token", "") if adapter_of(provider) else form.get(f"token:{provider['name']}", "")
    return provider, given[:_LONGEST_TOKEN]


def lead_on(visit: Visit, address: str) -> Response:
    """Send the browser on: by a redirect, or by a word to the script that asked."""
    if visit.wants_fragment:
        return keep_secret(visit.finish(JSONResponse({"location": address})))
    return keep_secret(visit.redirect(address))


async def ask_payer(
    visit: Visit, action: Mapping[str, Any], *, provider: str, return_url: str, back: str
) -> Response:
    """Answer with what the payer has to do: a page of the bank's, or a confirmation in the provider's script."""
    if action["kind"] == "CLIENT_SECRET" and visit.wants_fragment:
        confirm = {"provider": provider, "clientSecret": action["clientSecret"], "returnUrl": return_url}
        return keep_secret(visit.finish(JSONResponse({"confirm": confirm})))
    address = action["url"] or ""
    own = {"", urlsplit(visit.site.base_url(visit.request)).netloc}
    if address and (visit.wants_fragment or urlsplit(address).netloc in own):
        return lead_on(visit, address)
    # The page's policy lets a form lead to no other site; a link may.
    return keep_secret(
        await visit.page("pay_action.html", action=action, back=back, again=return_url, facts=[])
    )
