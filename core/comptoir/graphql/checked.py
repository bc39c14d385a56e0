"""Remembers which channel documents were found to fit which schema, so that a start need not look at them again.

Parsing and validating a hundred documents takes as long as everything else at start-up; they and the schema seldom
change.
"""

import hashlib
import json
from functools import lru_cache
from pathlib import Path

from graphql import GraphQLSchema, print_schema

from comptoir.graphql.channel_documents import DocumentFolder

_KEPT = 64
_fitting: set[str] = set()
"""Digests that this process found to fit, for whichever shop."""


class CheckedDocuments:
    """What was found to fit, kept in a file by digest of schema and documents."""

    def __init__(self, path: Path, schema: GraphQLSchema) -> None:
        self._path = path
        self._schema = schema

    def check(self, documents: DocumentFolder) -> None:
        """Validate documents unless they are known to fit; raises `ConfigurationError` as they do."""
        if not documents.texts:
            return
        digest = self._digest(documents)
        known = self._known()
        if digest in known:
            return
        if digest not in _fitting:
            documents.check(self._schema)
            _fitting.add(digest)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._path.with_suffix(f".{digest[:8]}")
        fresh.write_text(json.dumps([*known, digest][-_KEPT:]))
        fresh.replace(self._path)

    def _digest(self, documents: DocumentFolder) -> str:
        return hashlib.sha256(json.dumps([_text_of(self._schema), documents.texts]).encode()).hexdigest()

    def _known(self) -> list[str]:
        try:
            found = json.loads(self._path.read_text())
        except (OSError, ValueError):
            return []
        return [each for each in found if isinstance(each, str)] if isinstance(found, list) else []


@lru_cache(maxsize=4)
def _text_of(schema: GraphQLSchema) -> str:
    return print_schema(schema)
