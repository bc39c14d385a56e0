"""A bag that walks between screens: its codes as people type them, and taking over the bag behind one.

The channel brings the documents `handoff_claim`, whose field is named `change`, and `channels`. Where its
`handoff_claim` asks for `buyerIdentity { countryCode }`, the visitor follows the bag to its market: pages then show the
prices that the bag has. A channel whose market is that of the place where it stands does not ask.
"""

import re

from comptoir.frontkit.site.visit import Visit

# Crockford's base32 has no I, L, O and U; whoever types one of the first three means 1, 1 or 0.
_CODE = re.compile(r"([0-9A-TV-Z]{5})[\s\-\u00a0\u2010-\u2014]*([0-9A-TV-Z]{5})", re.IGNORECASE | re.ASCII)
_MEANT = str.maketrans("ILO", "110")
_LONGEST = 40
_UNPROCESSABLE = 422
_TOO_MANY = 429


def read_handoff_code(typed: str) -> str | None:
    """Return a code as screens show it, `7KQ2M-9XWRT`, or none for a text that cannot be one."""
    found = _CODE.fullmatch(typed.strip()) if len(typed) <= _LONGEST else None
    return "-".join(found.groups()).upper().translate(_MEANT) if found else None


async def claim_handoff(visit: Visit, code: str) -> int | None:
    """Make the cart behind a code the visitor's; return the status that says why not, where it was refused.

    That is 429 after too many attempts, and 422 for a code that is not good, any more or at all.
    """
    change = (await visit.ask("handoff_claim", code=code))["change"]
    if change["cart"] is None:
        hurried = any(error["code"] == "RATE_LIMITED" for error in change["userErrors"])
        return _TOO_MANY if hurried else _UNPROCESSABLE
    visit.keep_cart(change["cart"]["id"])
    buyer = change["cart"].get("buyerIdentity") or {}
    if country := visit.places.country(buyer.get("countryCode")):
        visit.cookies["country"] = country
    return None


async def phone_address(visit: Visit, code: str) -> str | None:
    """Return the code's page of the channel made for phones; none where the shop has no such channel."""
    channels = (await visit.ask("channels"))["channels"]
    mobile = next((channel for channel in channels if channel["name"] == "mobile"), None)
    return f"{mobile['url'].rstrip('/')}/handoff/{code}" if mobile else None
