"""A bag that was taken over from a phone, bought here with an address or a contact that is typed here.

What its owner stored stays the owner's: this screen neither sees nor changes it. So the pieces go into a bag of this
screen's own, for this purchase alone; once that is an order, they leave the phone's bag.
"""

from collections.abc import Mapping
from typing import Any

from comptoir.api import BadUserInputError, Visit, change_cart, create_cart

from comptoir_kiosk.kiosk_site import find_place
from comptoir_kiosk.pages.checkout.bag import Bag, find_bag
from comptoir_kiosk.views.buying import lines_of, method_of

_SECONDS = 4 * 3600


def note_taken(visit: Visit) -> None:
    """Remember that the visitor's bag is somebody else's, who shared it by a code."""
    visit.cookies["taken"] = visit.site.signer.dumps({"taken": visit.cart_id})


def is_taken(visit: Visit) -> bool:
    """Tell whether the visitor's bag was taken over."""
    return visit.cart_id is not None and _read(visit, "taken").get("taken") == visit.cart_id


async def own_bag(visit: Visit, cart: Bag) -> Bag | None:
    """Return a bag that may be given an address: the visitor's, or one of this screen's own with the same pieces.

    None where the pieces could not be put into one.
    """
    if not is_taken(visit):
        return cart
    lines = cart["lines"]["nodes"]
    wanted = [
        {
            "merchandiseId": line["merchandise"]["id"],
            "quantity": line["quantity"],
            "attributes": line["attributes"],
        }
        for line in lines
    ]
    made = await create_cart(
        visit,
        wanted,
        buyerIdentity={"countryCode": cart["buyerIdentity"]["countryCode"]},
        discountCodes=[given["code"] for given in cart["discountCodes"]],
    )
    own = await find_bag(visit) if made.cart is not None else None
    if own is None:
        return None
    await _carry_the_same(visit, cart, own)
    lent = {"own": own["id"], "cart": cart["id"], "lines": [line["id"] for line in lines]}
    visit.cookies.update(taken=None, lent=visit.site.signer.dumps(lent))
    return own


async def empty_lender(visit: Visit, bought: str) -> None:
    """Take what was bought out of the phone's bag, where that is where it came from."""
    lent = _read(visit, "lent")
    if lent.get("own") == bought:
        await change_cart(visit, "cart_lines_remove", cartId=lent["cart"], lineIds=lent["lines"])
        visit.cookies["lent"] = None


async def _carry_the_same(visit: Visit, cart: Bag, own: Bag) -> None:
    """Let what is taken along of one bag be taken along of the other."""
    here = (await find_place(visit)).location_id
    carried = {
        _piece(line)
        for group in cart["deliveryGroups"]["nodes"]
        if method_of(group) == "RETAIL"
        for line in lines_of(cart, group)
    }
    ways = [
        {"lineId": line["id"], "method": "RETAIL", "locationId": here}
        for line in own["lines"]["nodes"]
        if _piece(line) in carried
    ]
    if ways:
        await change_cart(visit, "cart_ways", cartId=own["id"], lines=ways)


def _piece(line: Mapping[str, Any]) -> tuple[str, str]:
    pairs = sorted((pair["key"], pair["value"] or "") for pair in line["attributes"])
    return line["merchandise"]["id"], repr(pairs)


def _read(visit: Visit, name: str) -> Mapping[str, Any]:
    text = visit.request.cookies.get(f"{visit.site.cookie_prefix}{name}", "")
    if not text:
        return {}
    try:
        found = visit.site.signer.loads(text, max_age=_SECONDS)
    except BadUserInputError:
        return {}
    return found if isinstance(found, dict) else {}
