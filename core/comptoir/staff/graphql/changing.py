"""How staff mutations run a command and answer."""

from collections.abc import Awaitable, Callable
from typing import Concatenate, ParamSpec, TypeVar

import strawberry

from comptoir.db.tx import Tx
from comptoir.errors import DomainError
from comptoir.graphql.context import Info
from comptoir.graphql.mutation import Outcome, outcome_of
from comptoir.graphql.user_errors import user_error
from comptoir.staff.guard import requires
from comptoir.staff.once import claim_key
from comptoir.staff.permissions import ANYONE

P = ParamSpec("P")
T = TypeVar("T")
V = TypeVar("V")


@requires(ANYONE)
@strawberry.type(description="Why a change was refused.")
class StaffUserError:
    """Why a change was refused."""

    code: str = strawberry.field(description="A word that programs can tell refusals apart by.")
    field: list[str] | None = strawberry.field(description="The path of the input at fault.")
    message: str


@requires(ANYONE)
@strawberry.type(description="What came of a change.")
class StaffPayload:
    """What came of a change; each payload adds a field for the thing, which is null where it was refused."""

    user_errors: list[StaffUserError]


async def change(
    info: Info, command: Callable[Concatenate[Tx, P], T], *args: P.args, **kwargs: P.kwargs
) -> Outcome[T]:
    """Run a command as the signed-in member of staff, in one transaction; a `DomainError` becomes user errors.

    A command that tells the audit log nothing is undone, and the error is ours.
    """
    return await _run(info, _audited(lambda tx: command(tx, *args, **kwargs), command))


async def change_once(
    info: Info, key: str | None, command: Callable[Concatenate[Tx, P], T], *args: P.args, **kwargs: P.kwargs
) -> Outcome[T]:
    """Do as `change`, but refuse with `REPEATED` what was done under the same key before; none is no key."""

    def claimed(tx: Tx) -> T:
        if key is not None:
            claim_key(tx, key=key)
        return command(tx, *args, **kwargs)

    return await _run(info, _audited(claimed, command))


async def _run(info: Info, command: Callable[[Tx], T]) -> Outcome[T]:
    # What staff send may be large, such as a product of two thousand variants.
    return await outcome_of(info.context.shop.db.write_in_thread(command, actor=info.context.actor))


def _audited(run: Callable[[Tx], T], command: Callable[..., T]) -> Callable[[Tx], T]:
    def audited(tx: Tx) -> T:
        told = tx.effects.audited
        result = run(tx)
        if tx.effects.audited == told:
            raise RuntimeError(f"{command.__qualname__} left no row in the audit log")
        return result

    return audited


async def prepared(read: Callable[[], V], run: Callable[[V], Awaitable[Outcome[T]]]) -> Outcome[T]:
    """Read an input, then run what takes its values; a `DomainError` of the reading becomes user errors."""
    try:
        values = read()
    except DomainError as error:
        return Outcome(None, [user_error(error)])
    return await run(values)
