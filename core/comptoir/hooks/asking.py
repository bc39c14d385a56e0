"""Asking providers what others offer or know: never longer than a shopper waits, and not the same again and again."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Generic, TypeVar

import structlog

T = TypeVar("T")

PATIENCE = 3.0
"""Seconds that a provider may take."""
FAILURE_KEPT = timedelta(seconds=15)
"""How long a provider that failed is not asked the same again, so that not every page waits for it."""
_MOST_KEPT = 2048

_log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Answers(Generic[T]):
    """What providers of one kind answered, by provider and digest of the request, for as long as that holds."""

    kind: str
    failed: T
    """What stands for the answer of a provider that failed."""
    _kept: dict[tuple[str, str], tuple[datetime, T]] = field(default_factory=dict)

    async def ask(
        self,
        ask: Callable[[], Awaitable[T]],
        *,
        provider: str,
        digest: str,
        keep_seconds: int,
        now: datetime,
    ) -> T:
        """Return what a provider answers, or what it answered the same before; `failed` where it does not."""
        key = provider, digest
        until, known = self._kept.get(key, (now, self.failed))
        if until > now:
            return known
        try:
            async with asyncio.timeout(PATIENCE):
                answer = await ask()
        except Exception as error:  # noqa: BLE001 - another's fault is no error for the shopper
            _log.warning(f"{self.kind}.unanswered", provider=provider, error=repr(error)[:200])
            self._keep(key, self.failed, until=now + FAILURE_KEPT)
            return self.failed
        if keep_seconds > 0:
            self._keep(key, answer, until=now + timedelta(seconds=keep_seconds))
        return answer

    def _keep(self, key: tuple[str, str], answer: T, *, until: datetime) -> None:
        """Keep an answer; the oldest gives way."""
        self._kept.pop(key, None)
        while len(self._kept) >= _MOST_KEPT:
            del self._kept[next(iter(self._kept))]
        self._kept[key] = until, answer
