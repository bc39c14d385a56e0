"""Following a cart: those who do are told of every edit, whichever process makes it, within a second.

Edits of this process wake followers at once. Edits of others are found by one query every quarter of a second
over all carts that are followed; while nobody follows any, nothing is asked.
"""

import asyncio
from collections.abc import AsyncGenerator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

import structlog
from sqlalchemy import bindparam, select

from comptoir.cart.contents import CartKey, StoredCart
from comptoir.cart.models import CARTS
from comptoir.cart.queries import lookup_cart
from comptoir.db.database import Database
from comptoir.db.tx import ReadTx
from comptoir.errors import Refusal, RefusalCode

if TYPE_CHECKING:
    from comptoir.shop import Shop

POLL_SECONDS = 0.25

_log = structlog.get_logger(__name__)
_VERSIONS = select(CARTS.c.id, CARTS.c.version).where(
    CARTS.c.id.in_(bindparam("ids", expanding=True)), CARTS.c.expires_at > bindparam("now")
)


def read_versions(tx: ReadTx, *, ids: Sequence[int]) -> Mapping[int, int]:
    """Return how often each of the carts was edited; carts that are gone or have expired are left out."""
    return {row.id: row.version for row in tx.all(_VERSIONS, {"ids": ids, "now": tx.clock.now()})}


class CartWatch:
    """Who follows which carts in this process."""

    def __init__(self, database: Database, *, seconds: float = POLL_SECONDS) -> None:
        self._database = database
        self._seconds = seconds
        self._followers: dict[int, set[asyncio.Event]] = {}
        self._versions: dict[int, int | None] = {}
        self._poll: asyncio.Task[None] | None = None

    @contextmanager
    def following(self, cart_id: int) -> Iterator[asyncio.Event]:
        """Give an event that is set after each edit of a cart; several edits may set it once."""
        edited = asyncio.Event()
        self._followers.setdefault(cart_id, set()).add(edited)
        if self._poll is None or self._poll.done():
            self._poll = asyncio.create_task(self._look(), name="comptoir-carts")
        try:
            yield edited
        finally:
            self._leave(cart_id, edited)

    def _leave(self, cart_id: int, edited: asyncio.Event) -> None:
        self._followers[cart_id].discard(edited)
        if not self._followers[cart_id]:
            del self._followers[cart_id]
            self._versions.pop(cart_id, None)
        if not self._followers and self._poll is not None:
            self._poll.cancel()
            self._poll = None

    def wake(self, cart_id: int) -> None:
        """Tell the followers of a cart that it was edited."""
        for edited in self._followers.get(cart_id, ()):
            edited.set()

    async def _look(self) -> None:
        while True:
            await asyncio.sleep(self._seconds)
            try:
                found = await self._database.read(read_versions, ids=sorted(self._followers))
            except Exception:  # noqa: BLE001 - a database that is away for a moment ends no stream
                _log.warning("cart.poll_failed", exc_info=True)
                continue
            for cart_id in list(self._followers):
                if self._versions.get(cart_id, 0) != found.get(cart_id):
                    self._versions[cart_id] = found.get(cart_id)
                    self.wake(cart_id)


def watch_of(shop: "Shop") -> CartWatch:
    """Return the watch of a shop."""
    return shop.once(CartWatch, partial(CartWatch, shop.db))


async def follow_cart(shop: "Shop", *, right: CartKey | None) -> AsyncGenerator[StoredCart, None]:
    """Yield a cart as it is, then as it is after each edit, until it is gone.

    A reader that is slower than the edits gets the latest state and misses those between. Raises `Refusal`
    where there is no such cart at the beginning.
    """
    stored = await shop.db.read(lookup_cart, right=right) if right is not None else None
    if stored is None or right is None:
        raise Refusal(RefusalCode.NOT_FOUND, "The specified cart does not exist.")
    shown = None
    with watch_of(shop).following(stored.id) as edited:
        while stored is not None:
            if stored.version != shown:
                shown = stored.version
                yield stored
            await edited.wait()
            edited.clear()
            stored = await shop.db.read(lookup_cart, right=right)
