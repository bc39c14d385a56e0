"""Fragments that a channel's documents share: what each spreads, and which of them a document needs."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from graphql import (
    DocumentNode,
    ExecutableDefinitionNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLSyntaxError,
    Node,
    SelectionSetNode,
    Source,
    get_location,
    parse,
)


class DocumentFault(Exception):  # noqa: N818 - gathered, and told together
    """What is wrong with a channel's document, with its file, line and column."""


@dataclass(frozen=True, slots=True)
class Spread:
    """A `...Name` and the place where it is written."""

    name: str
    place: str
    """`file:line:column`."""


@dataclass(frozen=True, slots=True)
class Fragment:
    """A fragment as it is written, and what it spreads in its turn."""

    node: FragmentDefinitionNode
    place: str
    text: str
    spreads: tuple[Spread, ...]


def parse_source(source: Source) -> DocumentNode:
    """Parse a file; raises `DocumentFault` where it is not GraphQL."""
    try:
        return parse(source)
    except GraphQLSyntaxError as error:
        spot = get_location(source, next(iter(error.positions or ()), 0))
        raise DocumentFault(f"{source.name}:{spot.line}:{spot.column}: {error.message}") from error


def place_of(node: Node) -> str:
    """Return where a node was written, as `file:line:column`."""
    if node.loc is None:
        return "0:0"
    spot = get_location(node.loc.source, node.loc.start)
    return f"{node.loc.source.name}:{spot.line}:{spot.column}"


def spreads_of(definition: ExecutableDefinitionNode) -> tuple[Spread, ...]:
    """Return what a definition spreads, each name once and where it stands first."""
    found: dict[str, Spread] = {}
    for node in _spread_nodes(definition.selection_set):
        if node.name.value not in found:
            found[node.name.value] = Spread(node.name.value, place_of(node))
    return tuple(found.values())


def _spread_nodes(selections: SelectionSetNode) -> Iterator[FragmentSpreadNode]:
    for selection in selections.selections:
        if isinstance(selection, FragmentSpreadNode):
            yield selection
        elif inner := getattr(selection, "selection_set", None):
            yield from _spread_nodes(inner)


def read_fragments(sources: Iterable[Source]) -> dict[str, Fragment]:
    """Return the shared fragments by name.

    Raises `DocumentFault` for a file that holds anything else, a name given twice, a spread of a fragment that is
    not shared, and fragments that spread each other in a circle.
    """
    found: dict[str, Fragment] = {}
    for source in sources:
        for fragment in _fragments(source):
            name = fragment.node.name.value
            refuse_second(name, fragment.place, found)
            found[name] = fragment
    needed([Spread(name, fragment.place) for name, fragment in found.items()], found)
    return found


def refuse_second(name: str, place: str, shared: Mapping[str, Fragment]) -> None:
    """Raise `DocumentFault` where a fragment's name is that of a shared one."""
    if name in shared:
        raise DocumentFault(f"{place}: there is another fragment '{name}', at {shared[name].place}")


def _fragments(source: Source) -> Iterator[Fragment]:
    for node in parse_source(source).definitions:
        if not isinstance(node, FragmentDefinitionNode) or node.loc is None:
            raise DocumentFault(f"{place_of(node)}: only fragments may stand in this folder")
        text = source.body[node.loc.start : node.loc.end]
        yield Fragment(node, place_of(node), text, spreads_of(node))


def needed(spreads: Iterable[Spread], shared: Mapping[str, Fragment]) -> list[str]:
    """Return the names of the shared fragments that are spread and of those that they spread, each once.

    Raises `DocumentFault` for an unknown one and for a circle.
    """
    done: dict[str, None] = {}

    def walk(spreads: Iterable[Spread], path: tuple[str, ...]) -> None:
        for spread in spreads:
            if spread.name in path:
                circle = " → ".join([*path[path.index(spread.name) :], spread.name])
                raise DocumentFault(f"{spread.place}: fragments spread each other in a circle: {circle}")
            if spread.name in done:
                continue
            if spread.name not in shared:
                raise DocumentFault(f"{spread.place}: there is no fragment '{spread.name}'")
            walk(shared[spread.name].spreads, (*path, spread.name))
            done[spread.name] = None

    walk(spreads, ())
    return list(done)
