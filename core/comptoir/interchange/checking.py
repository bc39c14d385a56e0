"""The first pass over a file: every product is read and checked, and nothing is written."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

from comptoir.catalog.drafts import MediaDraft
from comptoir.catalog.media import inspect_picture
from comptoir.catalog.media.picture import MAX_BYTES
from comptoir.catalog.validation.problems import Problem, Problems
from comptoir.catalog.validation.products import check_product
from comptoir.errors import DomainError
from comptoir.interchange.addresses import fault_of, is_local, local_path
from comptoir.interchange.columns import OPTION_NAMES, OPTION_VALUES, Column, Header
from comptoir.interchange.entries import ProductEntry
from comptoir.interchange.faults import Fault
from comptoir.interchange.merging import PictureSources, draft_of

_PRODUCT_COLUMNS = {
    "handle": Column.HANDLE,
    "title": Column.TITLE,
    "description_html": Column.DESCRIPTION,
    "vendor": Column.VENDOR,
    "product_type": Column.TYPE,
    "category": Column.CATEGORY,
    "seo_title": Column.SEO_TITLE,
    "seo_description": Column.SEO_DESCRIPTION,
    "tags": Column.TAGS,
    "variants": Column.HANDLE,
}
_VARIANT_COLUMNS = {
    "choices": Column.OPTION1_VALUE,
    "sku": Column.SKU,
    "barcode": Column.BARCODE,
    "tax_category": Column.TAX_CODE,
    "weight_grams": Column.GRAMS,
    "media_index": Column.VARIANT_IMAGE,
}
_PLACEHOLDER = MediaDraft(url="/picture")
"""Stands for a picture beside the file until it is stored."""


@dataclass(slots=True)
class Checked:
    """What the first pass found. Kept small: numbers only for what is right, faults for what is not."""

    products: int = 0
    variants: int = 0
    rows: int = 0
    faults: list[Fault] = field(default_factory=list)
    notices: list[Fault] = field(default_factory=list)
    bad: set[int] = field(default_factory=set)
    """Products with faults, by their place in the file."""


class Checker:
    """Checks products one after the other, remembering what must not come twice."""

    def __init__(self, header: Header, folder: Path) -> None:
        self._header = header
        self._folder = folder
        self._handles: dict[bytes, tuple[int, int]] = {}
        """Line and place of each product, by a digest of its handle."""
        self._skus: dict[bytes, int] = {}
        self._pictures: dict[str, str | None] = {}
        """What is wrong with a file of a picture, by its address."""
        self.found = Checked()

    def check(self, entry: ProductEntry) -> None:
        """Note everything that is wrong with a product."""
        found = self.found
        found.products += 1
        found.variants += len(entry.variants)
        found.rows += entry.rows
        found.notices.extend(entry.notices)
        faults = [*entry.faults, *self._repeated(entry), *self._pictures_of(entry)]
        places = {(fault.line, fault.column) for fault in faults}
        lines = {fault.line for fault in faults}
        for fault, about_choices in self._catalogue(entry):
            if (fault.line, fault.column) not in places and not (about_choices and fault.line in lines):
                faults.append(fault)
        if faults:
            found.faults.extend(sorted(faults, key=lambda fault: fault.line))
            found.bad.add(entry.ordinal)

    def _fault(self, line: int, column: Column, message: str) -> Fault:
        return Fault(line, self._header.name_of(column), message)

    def _repeated(self, entry: ProductEntry) -> Iterator[Fault]:
        """Find handles and SKUs that stood in the file before."""
        if entry.handle:
            first = self._handles.setdefault(_digest(entry.handle), (entry.line, entry.ordinal))
            if first[1] != entry.ordinal:
                self.found.bad.add(first[1])
                shown = entry.handle[:64]
                yield self._fault(
                    entry.line,
                    Column.HANDLE,
                    f"'{shown}' began on line {first[0]}; the rows of a product stand together",
                )
        for variant in entry.variants:
            if sku := variant.values.get("sku"):
                line = self._skus.setdefault(_digest(sku), variant.line)
                if line != variant.line:
                    yield self._fault(variant.line, Column.SKU, f"'{sku[:64]}' is the SKU of line {line} too")

    def _pictures_of(self, entry: ProductEntry) -> Iterator[Fault]:
        for picture in entry.pictures:
            if wrong := self._wrong_with(picture.address):
                yield self._fault(picture.line, Column.IMAGE, wrong)
        for variant in entry.variants:
            if variant.image and (wrong := self._wrong_with(variant.image)):
                yield self._fault(variant.line, Column.VARIANT_IMAGE, wrong)

    def _wrong_with(self, address: str) -> str | None:
        if not is_local(address):
            return fault_of(address)
        if address not in self._pictures:
            self._pictures[address] = _wrong_with_file(self._folder, address)
        return self._pictures[address]

    def _catalogue(self, entry: ProductEntry) -> Iterator[tuple[Fault, bool]]:
        """Give what the catalogue would refuse, and whether that is about a choice of options."""
        if not entry.handle or not entry.variants:
            return
        addresses = [*(picture.address for picture in entry.pictures)]
        addresses.extend(variant.image for variant in entry.variants if variant.image)
        stand_ins = {address: _PLACEHOLDER for address in addresses if is_local(address) or fault_of(address)}
        sources = PictureSources(found=stand_ins, given=self._header.has_pictures)
        problems = Problems()
        check_product(problems, draft_of(entry, stored=None, pictures=sources))
        for problem in problems.found:
            yield place_problem(self._header, entry, problem), "choices" in problem.field


def place_problem(header: Header, entry: ProductEntry, problem: Problem) -> Fault:
    """Say where in the file a fault of a draft stands."""
    line, column = _place(header, entry, problem.field)
    return Fault(line, column, problem.message)


def _place(header: Header, entry: ProductEntry, path: Sequence[str]) -> tuple[int, str]:
    part, index = path[0] if path else "", int(path[1]) if len(path) > 1 and path[1].isdecimal() else 0
    if part == "variants" and len(path) > 1 and index < len(entry.variants):
        known = _VARIANT_COLUMNS.get(path[2] if len(path) > 2 else "")  # noqa: PLR2004 - a path's third part
        return entry.variants[index].line, header.name_of(known) if known else ""
    if part == "media" and index < len(entry.pictures):
        column = Column.IMAGE_ALT if path[-1] == "alt" else Column.IMAGE
        return entry.pictures[index].line, header.name_of(column)
    if part == "options" and index < len(OPTION_NAMES):
        columns = OPTION_VALUES if "values" in path else OPTION_NAMES
        return entry.line, header.name_of(columns[index])
    if part == "metafields" and index < len(header.metafields):
        filled = [place for name, place in header.metafields.items() if entry.metafields.get(name)]
        return entry.line, header.names[filled[index]] if index < len(filled) else ""
    found = _PRODUCT_COLUMNS.get(part)
    return entry.line, header.name_of(found) if found else ""


def _wrong_with_file(folder: Path, address: str) -> str | None:
    path = local_path(folder, address)
    if path is None:
        return f"there is no file '{address[:80]}' beside the CSV"
    if path.stat().st_size > MAX_BYTES:
        return f"the picture '{address[:80]}' is larger than {MAX_BYTES // 2**20} MB"
    try:
        inspect_picture(path.read_bytes())
    except DomainError as error:
        return f"'{address[:80]}': {error.message}"
    except OSError as error:
        return f"'{address[:80]}' cannot be read: {error.strerror}"
    return None


def _digest(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
