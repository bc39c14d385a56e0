"""Importing a product CSV: read and check all of it first, then save it a batch at a time."""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from comptoir.catalog.media import MediaStore
from comptoir.catalog.validation.problems import Problem
from comptoir.db.database import Database
from comptoir.errors import DomainError
from comptoir.interchange.checking import Checked, Checker, place_problem
from comptoir.interchange.columns import Column, Header
from comptoir.interchange.entries import ProductEntry, ShopFacts, read_entries
from comptoir.interchange.facts import find_facts
from comptoir.interchange.faults import BadFileError, Fault
from comptoir.interchange.pictures import Fetch, PictureShelf
from comptoir.interchange.pricing import PriceTargets
from comptoir.interchange.progress import Progress, silent
from comptoir.interchange.reading import ProductFile, Row
from comptoir.interchange.report import Report
from comptoir.interchange.saving import DryRunDone, Outcome, Plan, Prepared, save_batch, try_batch

BATCH = 100
"""Products in one transaction: short enough that no checkout waits noticeably."""
_BATCH_VARIANTS = 2_000
"""A batch is closed earlier when its products have that many variants."""
_TELL_EVERY = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions:
    """How to import."""

    dry_run: bool = False
    skip_bad_rows: bool = False
    fetch_images: bool = False


def import_file(
    database: Database,
    path: Path,
    *,
    data_dir: Path,
    options: ImportOptions,
    base_url: str = "",
    progress: Progress = silent,
    fetch: Fetch | None = None,
) -> Report:
    """Import a file and say what became of it; with bad rows nothing is changed, unless they are skipped.

    Memory stays small whatever the size of the file: it is read twice, a product at a time. `fetch` downloads
    pictures when the options ask for it; those under `base_url` are the shop's own. Raises `BadFileError` for a
    file that cannot be read at all.
    """
    started = time.monotonic()
    report = Report(file=str(path), dry_run=options.dry_run)
    source = _Source(path, base_url)
    targets, facts, checked = _check(database, source, report, progress)
    report.rows, report.variants, report.errors = checked.rows, checked.variants, checked.faults
    report.warnings.extend(map(str, checked.notices))
    if checked.faults and not options.skip_bad_rows:
        report.refused = report.failed = True
    else:
        report.skipped = len(checked.bad)
        with ExitStack() as stack:
            saving = _Saving(database, source, report, options, progress)
            saving.run(stack, targets, facts, MediaStore(data_dir), checked, fetch)
    report.seconds = time.monotonic() - started
    return report


def _open(path: Path) -> ProductFile:
    try:
        return ProductFile(path)
    except OSError as error:
        raise BadFileError(f"{path} cannot be read: {error.strerror or error}") from error


def _check(
    database: Database, source: "_Source", report: Report, progress: Progress
) -> tuple[PriceTargets, ShopFacts, Checked]:
    with _open(source.path) as file:
        header = file.header
        targets, facts = database.read_now(find_facts, header=header)
        checker = Checker(header, source.path.parent)
        seen = _Seen(header)
        for entry in source.entries(header, seen.watch(file.rows()), facts):
            checker.check(entry)
            if entry.ordinal % _TELL_EVERY == 0:
                progress("Checking", file.position, file.size)
        progress("Checking", file.size, file.size)
    _warn(report, header, targets, seen)
    return targets, facts, checker.found


@dataclass(frozen=True, slots=True)
class _Source:
    """A file, and the public address of the shop, which its own pictures may stand under."""

    path: Path
    base_url: str

    def entries(self, header: Header, rows: Iterator[Row], facts: ShopFacts) -> Iterator[ProductEntry]:
        return read_entries(header, rows, facts, base_url=self.base_url.rstrip("/"))


class _Seen:
    """Which columns without a place in the shop have a value anywhere."""

    def __init__(self, header: Header) -> None:
        self._waiting = dict(header.without_place)
        self.filled: list[str] = []

    def watch(self, rows: Iterator[Row]) -> Iterator[Row]:
        for row in rows:
            if self._waiting and row.cells:
                for place in [place for place in self._waiting if row.cells[place].strip()]:
                    self.filled.append(self._waiting.pop(place))
            yield row


def _warn(report: Report, header: Header, targets: PriceTargets, seen: _Seen) -> None:
    if header.unknown:
        report.warnings.append(f"columns that are not known, not imported: {', '.join(header.unknown)}")
    if seen.filled:
        report.warnings.append(
            f"columns without a place in this shop, not imported: {', '.join(seen.filled)}"
        )
    report.warnings.extend(
        f"column Price / {name}: this shop has no market of that name; not imported"
        for name in targets.unknown
    )


class _Saving:
    """The second pass over a file that was checked."""

    def __init__(
        self,
        database: Database,
        source: _Source,
        report: Report,
        options: ImportOptions,
        progress: Progress,
    ) -> None:
        self._database = database
        self._source = source
        self._report = report
        self._options = options
        self._progress = progress

    def run(
        self,
        stack: ExitStack,
        targets: PriceTargets,
        facts: ShopFacts,
        shop: MediaStore,
        checked: Checked,
        fetch: Fetch | None,
    ) -> None:
        trial = self._options.dry_run
        store = MediaStore(Path(stack.enter_context(TemporaryDirectory()))) if trial else shop
        fetch = fetch if self._options.fetch_images else None
        shelf = PictureShelf(self._source.path.parent, shop=shop, store=store, fetch=fetch)
        file = stack.enter_context(_open(self._source.path))
        plan = Plan(targets=targets, has_compare_at=Column.COMPARE_AT in file.header.places)
        entries = self._source.entries(file.header, file.rows(), facts)
        good = (entry for entry in entries if not self._left_out(entry, checked))
        given = file.header.has_pictures
        prepared = (Prepared(entry=entry, pictures=shelf.prepare(entry, given=given)) for entry in good)
        done = 0
        for batch in batches(prepared):
            self._save(batch, plan, file.header)
            done += len(batch)
            self._progress("Trying" if trial else "Saving", done, checked.products - len(checked.bad))
        self._report.warnings.extend(shelf.warnings)

    def _save(self, batch: list[Prepared], plan: Plan, header: Header) -> None:
        try:
            self._count(self._write(batch, plan))
        except DomainError as error:
            if len(batch) > 1:
                # One of them is refused: each alone, the others are saved.
                for each in batch:
                    self._save([each], plan, header)
                return
            fault = _refused(header, batch[0].entry, error)
            self._report.errors.append(fault)
            self._report.failed = not self._options.skip_bad_rows
            self._report.skipped += 1
            self._report.variants -= len(batch[0].entry.variants)

    def _left_out(self, entry: ProductEntry, checked: Checked) -> bool:
        if entry.ordinal not in checked.bad:
            return False
        self._report.variants -= len(entry.variants)
        return True

    def _write(self, batch: list[Prepared], plan: Plan) -> list[Outcome]:
        if not self._options.dry_run:
            return self._database.write_now(save_batch, batch=batch, plan=plan)
        try:
            self._database.write_now(try_batch, batch=batch, plan=plan)
        except DryRunDone as tried:
            return tried.outcomes
        raise AssertionError("a dry run was not undone")

    def _count(self, outcomes: list[Outcome]) -> None:
        self._report.created += outcomes.count("created")
        self._report.changed += outcomes.count("changed")
        self._report.unchanged += outcomes.count("unchanged")


def _refused(header: Header, entry: ProductEntry, error: DomainError) -> Fault:
    return place_problem(header, entry, Problem(error.code, error.message, error.field))


def batches(prepared: Iterator[Prepared]) -> Iterator[list[Prepared]]:
    """Give products in batches that are saved in short transactions."""
    while batch := list(islice(prepared, 1)):
        variants = len(batch[0].entry.variants)
        while len(batch) < BATCH and variants < _BATCH_VARIANTS and (more := list(islice(prepared, 1))):
            batch.extend(more)
            variants += len(more[0].entry.variants)
        yield batch
