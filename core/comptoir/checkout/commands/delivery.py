"""Commands that say how the lines of a cart reach the buyer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, bindparam, update

from comptoir.cart import errors
from comptoir.cart.commands.edit import Edited, begin_edit, finish_edit
from comptoir.cart.contents import CartKey, StoredLine
from comptoir.cart.delivery import ChosenOption, StoredDelivery, Way, pack_delivery, unpack_delivery
from comptoir.cart.models import CARTS
from comptoir.cart.queries import find_lines
from comptoir.db.tx import Tx

_SAVE = (
    update(CARTS)
    .where(CARTS.c.id == bindparam("of_cart"))
    .values(delivery=bindparam("to_delivery"))
    .returning(CARTS)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LineWay:
    """How a line shall reach the buyer; `line_id` is none where the id names no line."""

    line_id: int | None
    given_id: str
    way: Way


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """An option for the lines of a group: they go this way, for what it costs."""

    lines: tuple[int, ...]
    way: Way
    option: ChosenOption


def set_line_ways(tx: Tx, *, right: CartKey | None, lines: Sequence[LineWay], lifetime: timedelta) -> Edited:
    """Say how each of these lines reaches the buyer; raises `DomainError` for one that the cart does not have."""
    row = begin_edit(tx, right=right, lifetime=lifetime)
    stored = find_lines(tx, cart_id=row.id)
    known = {line.id for line in stored}
    for index, line in enumerate(lines):
        if line.line_id not in known:
            raise errors.unknown_line(line.given_id, field=("lines", str(index), "line_id"))
    ways = {line.line_id: line.way for line in lines if line.line_id is not None}
    return finish_edit(tx, _save(tx, row, stored, ways=ways, choices={}), right=right, lines=stored)


def select_options(
    tx: Tx, *, right: CartKey | None, selections: Sequence[Selection], lifetime: timedelta
) -> Edited:
    """Choose delivery options. Each counts as long as lines and destination are those that its price was asked for."""
    row = begin_edit(tx, right=right, lifetime=lifetime)
    stored = find_lines(tx, cart_id=row.id)
    ways = {line: selection.way for selection in selections for line in selection.lines}
    choices = {selection.way.key: selection.option for selection in selections}
    return finish_edit(tx, _save(tx, row, stored, ways=ways, choices=choices), right=right, lines=stored)


def _save(
    tx: Tx,
    row: Row[Any],
    lines: Sequence[StoredLine],
    *,
    ways: Mapping[int, Way],
    choices: Mapping[str, ChosenOption],
) -> Row[Any]:
    here = [line.id for line in lines]
    delivery: StoredDelivery = unpack_delivery(row.delivery).with_ways(ways).only(here)
    for group, option in choices.items():
        delivery = delivery.with_choice(group, option)
    saved: Row[Any] = tx.execute(_SAVE, {"of_cart": row.id, "to_delivery": pack_delivery(delivery)}).one()
    return saved
