"""A channel's documents: a folder of operations, with the fragments that they share in a folder below it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from graphql import (
    DefinitionNode,
    DocumentNode,
    ExecutableDefinitionNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    Source,
    validate,
)

from comptoir.errors import ConfigurationError
from comptoir.graphql.fragments import (
    DocumentFault,
    Fragment,
    needed,
    parse_source,
    place_of,
    read_fragments,
    refuse_second,
    spreads_of,
)

SHARED = "fragments"
"""The folder, below the documents, of the fragments that every one of them may spread."""


@dataclass(frozen=True, slots=True)
class ChannelDocument:
    """What is sent to the shop: one operation, the fragments that it spreads, and the variables it declares."""

    name: str
    text: str
    variables: frozenset[str]


class DocumentFolder(Mapping[str, ChannelDocument]):
    """The documents of a folder, each by the name of its file.

    A document is parsed when it is first asked for: a start that knows all of them to fit needs their texts alone.
    """

    def __init__(self, operations: Mapping[str, str], fragments: Mapping[str, str] | None = None) -> None:
        """Take the texts of operations and of shared fragments, by the names of their files without the ending."""
        self._operations = {name: Source(text, f"{name}.graphql") for name, text in operations.items()}
        self._fragments = [
            Source(text, f"{SHARED}/{name}.graphql") for name, text in (fragments or {}).items()
        ]
        self._composed: dict[str, ChannelDocument] = {}

    @property
    def texts(self) -> list[tuple[str, str]]:
        """The name and content of every file, in order of name."""
        return sorted((source.name, source.body) for source in (*self._operations.values(), *self._fragments))

    def __iter__(self) -> Iterator[str]:
        return iter(self._operations)

    def __len__(self) -> int:
        return len(self._operations)

    def __getitem__(self, name: str) -> ChannelDocument:
        """Return a document; raises `ConfigurationError` where it cannot be put together."""
        if name not in self._composed:
            source = self._operations[name]
            try:
                self._compose(name, _own(source))
            except DocumentFault as fault:
                raise ConfigurationError(str(fault)) from fault
        return self._composed[name]

    def check(self, schema: GraphQLSchema | None = None) -> None:
        """Put every document together and hold it against a schema, where one is given.

        Raises `ConfigurationError` that names each fault with its file, line and column.
        """
        try:
            left = dict(self._shared)
        except DocumentFault as fault:
            raise ConfigurationError(str(fault)) from fault
        # A fault in a shared fragment is found with each document that spreads it, and told once.
        faults: dict[str, None] = {}
        for name, source in self._operations.items():
            try:
                own = _own(source)
                spread = self._compose(name, own)
            except DocumentFault as fault:
                faults[str(fault)] = None
                continue
            for each in spread:
                left.pop(each, None)
            if schema is not None:
                whole = DocumentNode(definitions=(*own, *(self._shared[each].node for each in spread)))
                faults |= {_told(error): None for error in validate(schema, whole)}
        if not faults:
            faults = {f"{part.place}: no document spreads this fragment": None for part in left.values()}
        if faults:
            raise ConfigurationError("documents do not fit the schema: " + "; ".join(faults))

    @cached_property
    def _shared(self) -> Mapping[str, Fragment]:
        return read_fragments(self._fragments)

    def _compose(self, name: str, own: Sequence[ExecutableDefinitionNode]) -> list[str]:
        """Keep the whole of a document; return the names of the shared fragments that belong to it."""
        fragments = [node for node in own if isinstance(node, FragmentDefinitionNode)]
        for node in fragments:
            refuse_second(node.name.value, place_of(node), self._shared)
        mine = {node.name.value for node in fragments}
        spreads = [spread for node in own for spread in spreads_of(node) if spread.name not in mine]
        names = needed(spreads, self._shared)
        text = "\n\n".join(
            [self._operations[name].body.rstrip(), *(self._shared[each].text for each in names)]
        )
        self._composed[name] = ChannelDocument(name, text + "\n", declared(own))
        return names


def load_documents(folder: Path) -> DocumentFolder:
    """Read a folder of `.graphql` files, and that of their fragments.

    Raises `ConfigurationError` for one that does not exist and for a file that is no text.
    """
    if not folder.is_dir():
        raise ConfigurationError(f"the folder of documents {folder} does not exist")
    return DocumentFolder(_texts(folder), _texts(folder / SHARED))


def _texts(folder: Path) -> dict[str, str]:
    found = {}
    for path in sorted(folder.glob("*.graphql")):
        try:
            found[path.stem] = path.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            raise ConfigurationError(f"{path.name} is not in UTF-8: {error}") from error
    return found


def declared(definitions: Iterable[DefinitionNode]) -> frozenset[str]:
    """Return the names of the variables that operations declare."""
    return frozenset(
        node.variable.name.value
        for definition in definitions
        if isinstance(definition, OperationDefinitionNode)
        for node in definition.variable_definitions or ()
    )


def _own(source: Source) -> list[ExecutableDefinitionNode]:
    """Return a file's operation and its own fragments; raises `DocumentFault` for anything else."""
    own = []
    for node in parse_source(source).definitions:
        if not isinstance(node, ExecutableDefinitionNode):
            raise DocumentFault(f"{place_of(node)}: only an operation and fragments may stand here")
        own.append(node)
    operations = [node for node in own if isinstance(node, OperationDefinitionNode)]
    if len(operations) != 1:
        place = place_of(operations[1] if operations else own[0])
        raise DocumentFault(
            f"{place}: the file has {len(operations)} operations; one is expected, and fragments that documents "
            f"share are in the folder '{SHARED}'"
        )
    return own


def _told(error: GraphQLError) -> str:
    place = place_of(error.nodes[0]) if error.nodes else "0:0"
    return f"{place}: {error.message}"
