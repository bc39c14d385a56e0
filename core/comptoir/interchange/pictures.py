"""Pictures of a file before they are saved: read beside it, found in the shop, or downloaded."""

from collections.abc import Callable, Iterator
from pathlib import Path

from comptoir.catalog.drafts import MediaDraft
from comptoir.catalog.media import MediaStore
from comptoir.catalog.validation.media import check_medium
from comptoir.catalog.validation.problems import Problems
from comptoir.errors import ComptoirError
from comptoir.interchange.addresses import filename_of, is_local, is_remote, local_path, served_picture
from comptoir.interchange.entries import ProductEntry
from comptoir.interchange.merging import PictureSources

Fetch = Callable[[str], bytes]
"""Downloads an address; raises `ComptoirError` where that is not possible."""


class PictureShelf:
    """Brings the pictures of products into the shop's store. What fails is a warning: the link stays."""

    def __init__(self, folder: Path, *, shop: MediaStore, store: MediaStore, fetch: Fetch | None) -> None:
        self._folder = folder
        self._shop = shop
        self._store = store
        """Where new pictures go; in a dry run not the shop's."""
        self._fetch = fetch
        self.warnings: list[str] = []

    def prepare(self, entry: ProductEntry, *, given: bool) -> PictureSources:
        """Store the pictures of a product; `given` says that the file has a column of pictures."""
        found: dict[str, MediaDraft] = {}
        lines: dict[str, int] = {}
        for line, address in _addresses(entry) if given else ():
            lines.setdefault(address, line)
        for address, line in lines.items():
            if medium := self._medium(line, address):
                found[address] = check_medium(Problems(), medium)
        return PictureSources(found=found, given=given)

    def _medium(self, line: int, address: str) -> MediaDraft | None:
        if served := served_picture(address):
            stored = self._shop.lookup(served[0])
            if stored is None:
                self.warnings.append(f"line {line}: this shop does not have the picture {address[:120]}")
                return None
            return MediaDraft(stored=stored, filename=served[1])
        try:
            content = self._content(address)
            if content is None:
                return None
            return MediaDraft(stored=self._store.put(content), filename=filename_of(address))
        except ComptoirError as error:
            self.warnings.append(f"line {line}: {address[:120]}: {error.message}")
            return None

    def _content(self, address: str) -> bytes | None:
        if is_local(address):
            path = local_path(self._folder, address)
            if path is None:
                raise ComptoirError("the file is gone")
            return path.read_bytes()
        return self._fetch(address) if self._fetch and is_remote(address) else None


def _addresses(entry: ProductEntry) -> Iterator[tuple[int, str]]:
    for picture in entry.pictures:
        yield picture.line, picture.address
    for variant in entry.variants:
        if variant.image:
            yield variant.line, variant.image
