"""Owns the snapshot: builds it, brings it up to date from the change log, swaps it whole."""

import asyncio
import gc
import itertools
import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from weakref import WeakKeyDictionary

import structlog

from comptoir.clock import Clock
from comptoir.db.database import Database
from comptoir.db.effects import Committed
from comptoir.db.revisions import changes_since, read_revisions
from comptoir.db.tx import Change, ReadTx
from comptoir.errors import ConfigurationError
from comptoir.readmodel.snapshot import Parts, Snapshot, SnapshotPart

log = structlog.get_logger(__name__)

_MOST_STALE = 2_000
_PAUSE_SECONDS = 5.0
_THAW_EVERY = 16
_starts = itertools.count()


class ReadModel:
    """Keeps one worker's snapshot. Every method runs on the event loop; SQL runs where the database puts it."""

    def __init__(
        self, database: Database, parts: Sequence[SnapshotPart[Any]], *, clock: Clock, check_seconds: float
    ) -> None:
        self._database = database
        self._parts = in_order(parts)
        self._clock = clock
        self._check_seconds = check_seconds
        self._checked = 0.0
        self._signal: int | None = None
        self._locks: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Lock] = WeakKeyDictionary()
        self._boundary: datetime | None = None
        self.snapshot = Snapshot({}, {})
        self._stale = 0
        """How many things changed since memory was settled; each may have left old records behind."""
        self.failing = False
        """Whether the last attempt to bring the snapshot up to date failed: it then shows what was before."""
        self._retry_at = 0.0
        self.building: SnapshotPart[Any] | None = None
        """The part that is being built, or was when a build failed."""

    def start(self) -> None:
        """Build the snapshot; called once, before requests are served."""
        # Nothing old of this shop is frozen yet. A process that starts shop after shop thaws only now and then.
        self._swap(self._database.read_now(self._build), thaw=next(_starts) % _THAW_EVERY == 0)
        self._database.listeners.append(self._after_commit)

    async def current(self) -> Snapshot:
        """Return a snapshot that is no older than the last commit of any process on this machine (SQLite), or
        than the check interval (PostgreSQL).
        """
        signal = self._database.change_signal()
        now = time.monotonic()
        due = self._boundary is not None and self._clock.now() >= self._boundary
        if not due and signal == self._signal and now - self._checked < self._check_seconds:
            return self.snapshot
        if due or await self._database.read(read_revisions) != self.snapshot.revisions:
            await self.refresh(due=due)
        # Noted last: a request that comes while the snapshot is refreshed looks, too, and waits for it.
        self._checked = now
        self._signal = signal
        return self.snapshot

    async def refresh(self, *, due: bool = False) -> None:
        """Bring the snapshot up to date with the database.

        Where a part cannot follow its changes, all is built anew; where that fails, too, the snapshot stays as it
        is and is tried again in a while: a shop that shows what was true a moment ago beats one that is closed.
        """
        async with self._lock():
            if self.failing and time.monotonic() < self._retry_at:
                return
            try:
                fresh = await self._renewed(due=due)
            except Exception:
                log.exception("snapshot.refresh_failed", part=self.building.name if self.building else "")
                self.failing, self._retry_at = True, time.monotonic() + _PAUSE_SECONDS
                return
            self.failing = False
            if fresh is not self.snapshot:
                self._swap(fresh)

    def _lock(self) -> asyncio.Lock:
        """Return the lock of the loop that runs: a server has one for life, synchronous tests one after the other."""
        return self._locks.setdefault(asyncio.get_running_loop(), asyncio.Lock())

    async def _renewed(self, *, due: bool) -> Snapshot:
        if due and self._boundary is not None and self._clock.now() >= self._boundary:
            return await self._database.read_in_thread(self._build)
        try:
            return await self._database.read_in_thread(self._catch_up, self.snapshot)
        except Exception:
            log.exception("snapshot.catch_up_failed")
            return await self._database.read_in_thread(self._build)

    async def _after_commit(self, committed: Committed) -> None:
        if committed.changes:
            await self.refresh()

    def _swap(self, snapshot: Snapshot, *, thaw: bool = True) -> None:
        self.snapshot = snapshot
        boundaries = [
            moment
            for part in self._parts
            if isinstance(moment := getattr(snapshot[part], "next_boundary", None), datetime)
        ]
        self._boundary = min(boundaries, default=None)
        if self._stale >= _MOST_STALE:
            self._stale = 0
            settle_memory(thaw=thaw)

    def _build(self, tx: ReadTx) -> Snapshot:
        self._stale = _MOST_STALE
        revisions = read_revisions(tx)
        values: dict[str, Any] = {}
        started = time.perf_counter()
        was_enabled = gc.isenabled()
        gc.disable()
        try:
            for part in self._parts:
                self.building = part
                values[part.name] = part.build(tx, Parts(values))
            self.building = None
        finally:
            if was_enabled:
                gc.enable()
        log.debug("snapshot.built", milliseconds=round((time.perf_counter() - started) * 1000))
        return Snapshot(values, revisions)

    def _catch_up(self, tx: ReadTx, known: Snapshot) -> Snapshot:
        revisions = read_revisions(tx)
        if revisions == known.revisions:
            return known
        changes = changes_since(tx, known.revisions)
        if changes is None:
            return self._build(tx)
        self._stale += len(changes)
        values: dict[str, Any] = {}
        for part in self._parts:
            values[part.name] = self._refreshed(tx, part, known=known, values=values, changes=changes)
        return Snapshot(values, revisions)

    def _refreshed(
        self,
        tx: ReadTx,
        part: SnapshotPart[Any],
        *,
        known: Snapshot,
        values: Mapping[str, Any],
        changes: Sequence[Change],
    ) -> Any:
        before = known[part]
        mine = [change for change in changes if change.stream in part.streams]
        moved = any(values[required.name] is not known[required] for required in part.requires)
        if not mine and not moved:
            return before
        return part.refresh(tx, before, mine, Parts(values))


def settle_memory(*, thaw: bool) -> None:
    """Let go of old snapshots, then keep the collector from walking every record of the present one again.

    Records refer to each other, so old ones go only by a collection, and frozen ones not even so: thaw, collect,
    freeze. That holds the process for about 170 ms with 50,000 products, hence not at every change. Without `thaw`
    what was frozen before stays, and only what came since is walked.
    """
    if thaw:
        gc.unfreeze()
    gc.collect()
    gc.freeze()


def in_order(parts: Sequence[SnapshotPart[Any]]) -> list[SnapshotPart[Any]]:
    """Return parts so that each comes after those it requires; raises `ConfigurationError` for a gap or cycle."""
    waiting = {part.name: part for part in parts}
    if len(waiting) != len(parts):
        raise ConfigurationError("two snapshot parts have the same name")
    ordered: list[SnapshotPart[Any]] = []
    placed: set[str] = set()
    while waiting:
        ready = [part for part in waiting.values() if all(need.name in placed for need in part.requires)]
        if not ready:
            raise ConfigurationError(f"snapshot parts wait for each other: {', '.join(sorted(waiting))}")
        for part in ready:
            ordered.append(waiting.pop(part.name))
            placed.add(part.name)
    return ordered
