"""How mutations run a command: the refusals it expects become user errors."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

from comptoir.db.tx import Tx
from comptoir.errors import DomainError
from comptoir.graphql.context import Info
from comptoir.graphql.user_errors import UserErrorRecord, user_error

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """What came of a command: its result, or why it was refused."""

    value: T | None
    user_errors: list[UserErrorRecord]


async def attempt(
    info: Info, command: Callable[Concatenate[Tx, P], T], *args: P.args, **kwargs: P.kwargs
) -> Outcome[T]:
    """Run a command as the visitor, in one transaction; a `DomainError` is told, any other error is raised."""
    write: Any = info.context.shop.db.write
    return await outcome_of(write(command, *args, actor=info.context.actor, **kwargs))


async def outcome_of(work: Awaitable[T]) -> Outcome[T]:
    """Await work of one step or more; a `DomainError` is told, any other error is raised."""
    try:
        return Outcome(await work, [])
    except DomainError as error:
        return Outcome(None, [user_error(refusal) for refusal in error.refusals])
