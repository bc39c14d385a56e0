"""Addresses of pictures, as the file writes them: elsewhere, in this shop, or beside the file."""

import re
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from comptoir.catalog.drafts import MediaDraft
from comptoir.catalog.validation.media import safe_filename
from comptoir.catalog.validation.texts import ADDRESS

_REMOTE = re.compile(r"https?://[^\s/?#<>\"]+[^\s<>\"]*", re.IGNORECASE)
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_SERVED = re.compile(r"/media/([0-9a-f]{40})/([^/?#]+)")


def address_of(medium: MediaDraft) -> str:
    """Return how an export writes a medium's place: its address elsewhere, or its path in this shop."""
    if medium.stored:
        return f"/media/{medium.stored.token}/{quote(medium.filename)}"
    return medium.url or ""


def is_remote(address: str) -> bool:
    """Say whether a picture is on the web."""
    return bool(_REMOTE.fullmatch(address))


def served_picture(address: str) -> tuple[str, str] | None:
    """Return the token and file name of a picture that a shop serves, if the address is of that form."""
    found = _SERVED.fullmatch(address)
    return (found[1], unquote(found[2])) if found else None


def filename_of(address: str) -> str:
    """Return a file name for a picture, from the last part of its address."""
    try:
        return safe_filename(unquote(urlsplit(address).path))
    except ValueError:
        return "picture"


def fault_of(address: str) -> str | None:
    """Say what is wrong with the address of a picture, if anything is; files are looked at separately."""
    if len(address) > ADDRESS:
        return f"the address is longer than {ADDRESS} characters"
    if is_remote(address) or (address.startswith("/") and not address.startswith("//")):
        return None
    if _SCHEME.match(address) or address.startswith("//"):
        return f"'{address[:80]}' is not an http or https address, nor a file beside the CSV"
    if ".." in Path(address).parts or "\\" in address:
        return f"'{address[:80]}' leads out of the folder of the CSV"
    return None


def is_local(address: str) -> bool:
    """Say whether a picture is a file beside the CSV."""
    return bool(address) and fault_of(address) is None and not is_remote(address) and address[0] != "/"


def local_path(folder: Path, address: str) -> Path | None:
    """Return the file of a picture beside the CSV; none where it is outside of the folder or not there."""
    root = folder.resolve()
    try:
        path = (root / address).resolve()
        return path if path.is_relative_to(root) and path.is_file() else None
    except (OSError, ValueError, RuntimeError):
        # A name that no file can have, or links that go round in a circle.
        return None
