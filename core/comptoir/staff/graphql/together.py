"""Reading what hangs on many things at once: the fields of one operation ask together, in one statement."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from strawberry.dataloader import DataLoader

from comptoir.db.tx import ReadTx
from comptoir.graphql.context import Info

T = TypeVar("T")


async def read_together(
    info: Info, query: Callable[[ReadTx, Sequence[int]], Sequence[T]], *, key: int, of: Callable[[T], int]
) -> list[T]:
    """Return what a query gives for one key; `of` tells which key a result belongs to.

    `query` gets the keys of all fields that wait at the same time, and runs off the event loop. Nothing is kept:
    a later mutation of the same operation changes what is read after it.
    """
    context = info.context

    async def load(keys: list[int]) -> list[list[T]]:
        found: dict[int, list[T]] = {each: [] for each in keys}
        for result in await context.shop.db.read_in_thread(query, sorted(found)):
            found[of(result)].append(result)
        return [found[each] for each in keys]

    loader: DataLoader[int, Any] = context.once(
        ("staff.together", query), lambda: DataLoader(load_fn=load, cache=False)
    )
    results: list[T] = await loader.load(key)
    return results
