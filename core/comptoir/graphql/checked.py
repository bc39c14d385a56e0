"""Remembers which channel documents were found to fit which schema, so that a start need not validate them again.

Validating a hundred documents takes as long as everything else at start-up; they and the schema seldom change.
"""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from graphql import GraphQLSchema, print_schema

from comptoir.graphql.client import ChannelDocument, check_documents

_KEPT = 64


class CheckedDocuments:
    """What was found to fit, kept in a file by digest of schema and documents."""

    def __init__(self, path: Path, schema: GraphQLSchema) -> None:
        self._path = path
        self._schema = schema
        self._schema_text = ""

    def check(self, documents: Mapping[str, ChannelDocument]) -> None:
        """Validate documents unless they are known to fit; raises `ConfigurationError` as `check_documents` does."""
        if not documents:
            return
        digest = self._digest(documents)
        known = self._known()
        if digest in known:
            return
        check_documents(documents, self._schema)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._path.with_suffix(f".{digest[:8]}")
        fresh.write_text(json.dumps([*known, digest][-_KEPT:]))
        fresh.replace(self._path)

    def _digest(self, documents: Mapping[str, ChannelDocument]) -> str:
        self._schema_text = self._schema_text or print_schema(self._schema)
        texts = [[name, documents[name].text] for name in sorted(documents)]
        return hashlib.sha256(json.dumps([self._schema_text, texts]).encode()).hexdigest()

    def _known(self) -> list[str]:
        try:
            found = json.loads(self._path.read_text())
        except (OSError, ValueError):
            return []
        return [each for each in found if isinstance(each, str)] if isinstance(found, list) else []
