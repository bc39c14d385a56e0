"""What stands around every page of the kiosk: where the screen stands, and that no page stays behind."""

import re
from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Any

from comptoir.api import ChannelHost, Site, Visit
from starlette.responses import Response

from comptoir_kiosk.settings import load_settings
from comptoir_kiosk.views.keyboards import keyboard
from comptoir_kiosk.views.links import collection_path, product_path, reserve_path
from comptoir_kiosk.views.place import Place, read_place

IDLE_SECONDS = 60
"""A screen that nobody touches for that long asks whether somebody is there."""
GRACE_SECONDS = 20
"""How long it then waits: WCAG 2.2, success criterion 2.2.1, asks for twenty seconds to answer in."""
_TOKEN = re.compile(r"[\w\-.~]{1,200}", re.ASCII)
_NUMBER = re.compile(r"[0-9]{1,18}", re.ASCII)
_OF_A_VISITOR = ("visitor", "cart", "language", "country", "paying", "taken", "lent")
_LOCATION = "gid://shopify/Location/"


class KioskSite(Site):
    """The kiosk channel of one shop."""

    def __init__(self, host: ChannelHost, *, channel: str, path: str, folder: Path) -> None:
        """Cookies are its own: a screen in a store and a browser on the same host never share a visitor."""
        super().__init__(host, channel=channel, path=path, folder=folder, own_cookies=True)
        self.settings = load_settings()

    async def frame(self, visit: Visit) -> Mapping[str, Any]:
        """Return the values of the frame: the shop's name, where the screen stands, how much is in the bag."""
        place, data = await _look_round(visit)
        cart = data.get("cart")
        return {
            "shop": data["shop"],
            "place": place,
            "cart_quantity": cart["totalQuantity"] if cart else 0,
            "has_cart": cart is not None,
            "mark": _mark(visit),
            "idle_seconds": IDLE_SECONDS,
            "grace_seconds": GRACE_SECONDS,
            "tab": "",
            "back": None,
            "facts": [],
            "keys": keyboard(visit.texts.language),
            "product_path": product_path,
            "collection_path": collection_path,
            "reserve_path": reserve_path,
        }

    async def not_found(self, visit: Visit) -> Response:
        """Return the page for an address that nothing answers to."""
        return leave_nothing(await visit.page("missing.html", status=404))


def leave_nothing(response: Response) -> Response:
    """Forbid browsers to keep an answer: going back shows nothing of who stood here before."""
    response.headers["cache-control"] = "no-store"
    return response


def forget_visitor(visit: Visit) -> None:
    """Forget who stands here, their bag and their language; the device stays enrolled."""
    visit.cart_id = None
    visit.cookies.update(dict.fromkeys(_OF_A_VISITOR))


def _mark(visit: Visit) -> str:
    """Return a text that differs between visits, and tells nothing of the visitor."""
    return blake2b(visit.token.encode(), key=b"kiosk.visit", digest_size=8).hexdigest()


def kept_session(visit: Visit) -> str | None:
    """Return the session that this browser got when the screen signed in."""
    session = visit.request.cookies.get("kiosk_session", "")
    return session if _TOKEN.fullmatch(session) else None


async def find_place(visit: Visit) -> Place:
    """Return where the screen stands."""
    place, _data = await _look_round(visit)
    return place


async def _look_round(visit: Visit) -> tuple[Place, Mapping[str, Any]]:
    """Ask, once a request, for the shop's name, the device or the locations, and the bag."""
    state = visit.request.state
    known: tuple[Place, Mapping[str, Any], str | None] | None = getattr(state, "kiosk_place", None)
    if known is None or known[2] != visit.cart_id:
        cookies = visit.request.cookies
        token = cookies.get("kiosk_device", "")
        data = await visit.ask(
            "frame",
            session=kept_session(visit),
            token=token if _TOKEN.fullmatch(token) else "-",
            hasToken=bool(token),
            cartId=visit.cart_id or "",
            hasCart=visit.cart_id is not None,
        )
        number = cookies.get("kiosk_place", "")
        chosen = _LOCATION + number if _NUMBER.fullmatch(number) else None
        known = (read_place(data, chosen=chosen, has_token=bool(token)), data, visit.cart_id)
        state.kiosk_place = known
    return known[0], known[1]
