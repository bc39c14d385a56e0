"""Bounds on what a GraphQL document may ask, checked on its syntax before and after validation.

Fragments are followed, so that a limit cannot be dodged by spreading them; each fragment's measure is taken
once, which keeps the check linear in the document's size.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
)

from comptoir.errors import Refusal, RefusalCode
from comptoir.settings import GraphQLLimits

_COUNTS = frozenset({"first", "last", "limit"})
_SATURATED = 10**9
_LISTS_WITHOUT_COUNT = 10
_LONGEST_COUNT = 11


@dataclass(frozen=True, slots=True)
class Measure:
    """How large a selection is: levels, aliases, directives."""

    depth: int = 0
    aliases: int = 0
    directives: int = 0

    def beside(self, other: "Measure") -> "Measure":
        """Return the measure of two selections side by side."""
        return Measure(
            max(self.depth, other.depth),
            min(self.aliases + other.aliases, _SATURATED),
            min(self.directives + other.directives, _SATURATED),
        )


class _Ruler:
    """Measures selections, following fragments; a cycle counts as nothing (validation refuses it)."""

    def __init__(self, fragments: Mapping[str, FragmentDefinitionNode]) -> None:
        self._fragments = fragments
        self._known: dict[str, Measure] = {}

    def selection(self, node: SelectionSetNode | None) -> Measure:
        result = Measure()
        names: set[str] = set()
        for child in node.selections if node else ():
            result = result.beside(self._child(child))
            if isinstance(child, FieldNode):
                # Validation compares fields of one name with each other, so repeats count as aliases do.
                name = (child.alias or child.name).value
                result = result.beside(Measure(aliases=int(name in names)))
                names.add(name)
        return result

    def _child(self, child: Any) -> Measure:
        directives = len(child.directives or ())
        if isinstance(child, FieldNode):
            inner = self.selection(child.selection_set)
            own = Measure(inner.depth + 1, inner.aliases + (child.alias is not None), inner.directives)
        elif isinstance(child, InlineFragmentNode):
            own = self.selection(child.selection_set)
        else:
            own = self._fragment(child)
        return Measure(own.depth, own.aliases, own.directives + directives)

    def _fragment(self, spread: FragmentSpreadNode) -> Measure:
        name = spread.name.value
        if name not in self._known:
            self._known[name] = Measure()
            fragment = self._fragments.get(name)
            self._known[name] = self.selection(fragment.selection_set) if fragment else Measure()
        return self._known[name]


def check_size(document: DocumentNode, limits: GraphQLLimits) -> None:
    """Check depth, aliases and directives of every operation; raises `Refusal` that names the limit."""
    ruler = _Ruler(_fragments(document))
    for node in document.definitions:
        if not isinstance(node, OperationDefinitionNode | FragmentDefinitionNode):
            continue
        found = ruler.selection(node.selection_set)
        directives = found.directives + len(node.directives or ())
        for name, value, most in (
            ("deep", found.depth, limits.depth),
            ("aliases and repeated fields", found.aliases, limits.aliases),
            ("directives", directives, limits.directives),
        ):
            if value > most:
                raise _refusal(name, most)


def _refusal(name: str, most: int) -> Refusal:
    text = f"is more than {most} levels deep" if name == "deep" else f"has more than {most} {name}"
    return Refusal(RefusalCode.LIMIT_EXCEEDED, f"The query {text}; ask for less at once")


def _fragments(document: DocumentNode) -> dict[str, FragmentDefinitionNode]:
    return {
        node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)
    }


class CostRule:
    """The number of fields an operation can return at most, lists counted by `first`, `last` or `limit`."""

    def __init__(self, document: DocumentNode, operation: OperationDefinitionNode) -> None:
        self._fragments = _fragments(document)
        self._operation = operation
        self._defaults = _counts_by_default(operation)
        self._fixed = self._of(operation.selection_set, {}, {}) if not _counts_vary(document) else None

    def cost(self, variables: Mapping[str, Any]) -> int:
        """Return the cost for the given variables; saturates at a thousand million."""
        if self._fixed is not None:
            return self._fixed
        return self._of(self._operation.selection_set, {**self._defaults, **variables}, {})

    def _of(self, node: SelectionSetNode | None, variables: Mapping[str, Any], known: dict[str, int]) -> int:
        cost = 0
        for child in node.selections if node else ():
            if isinstance(child, FieldNode):
                inner = self._of(child.selection_set, variables, known) if child.selection_set else 0
                cost += 1 + _count(child, variables) * inner
            elif isinstance(child, FragmentSpreadNode):
                cost += self._spread(child.name.value, variables, known)
            elif isinstance(child, InlineFragmentNode):
                cost += self._of(child.selection_set, variables, known)
            if cost > _SATURATED:
                return _SATURATED
        return cost

    def _spread(self, name: str, variables: Mapping[str, Any], known: dict[str, int]) -> int:
        if name not in known:
            known[name] = 0
            fragment = self._fragments.get(name)
            known[name] = self._of(fragment.selection_set, variables, known) if fragment else 0
        return known[name]


def _counts_by_default(operation: OperationDefinitionNode) -> dict[str, int]:
    return {
        node.variable.name.value: _number(node.default_value)
        for node in operation.variable_definitions or ()
        if isinstance(node.default_value, IntValueNode)
    }


def _counts_vary(document: DocumentNode) -> bool:
    """Whether the length of some list in a document is a variable."""
    waiting: list[Any] = [getattr(node, "selection_set", None) for node in document.definitions]
    while waiting:
        selections = waiting.pop()
        for child in selections.selections if selections else ():
            if any(
                argument.name.value in _COUNTS and isinstance(argument.value, VariableNode)
                for argument in getattr(child, "arguments", None) or ()
            ):
                return True
            waiting.append(getattr(child, "selection_set", None))
    return False


def _count(field: FieldNode, variables: Mapping[str, Any]) -> int:
    for argument in field.arguments or ():
        if argument.name.value not in _COUNTS:
            continue
        value = argument.value
        if isinstance(value, IntValueNode):
            return _number(value)
        if isinstance(value, VariableNode):
            given = variables.get(value.name.value)
            return max(0, min(given, _SATURATED)) if isinstance(given, int) else _LISTS_WITHOUT_COUNT
    return 1


def _number(literal: IntValueNode) -> int:
    """Return a count as written; below zero is nothing, and what no 32-bit number can be is saturated."""
    text = literal.value
    return _SATURATED if len(text) > _LONGEST_COUNT else max(0, min(int(text), _SATURATED))


def check_cost(rule: CostRule, variables: Mapping[str, Any], limits: GraphQLLimits) -> None:
    """Refuse an operation that could return more fields than allowed."""
    cost = rule.cost(variables)
    if cost > limits.cost:
        raise Refusal(
            RefusalCode.LIMIT_EXCEEDED,
            f"The query can return {cost} fields; {limits.cost} is the most. Ask for shorter lists",
        )


def check_variables(value: Any, limits: GraphQLLimits) -> None:
    """Refuse variables that are nested too deep; iterative, so that depth cannot exhaust the stack."""
    level = [value]
    for _ in range(limits.variables_depth):
        level = [
            child
            for parent in level
            for child in (
                parent.values() if isinstance(parent, dict) else parent if isinstance(parent, list) else ()
            )
            if isinstance(child, dict | list)
        ]
        if not level:
            return
    raise Refusal(
        RefusalCode.LIMIT_EXCEEDED, f"The variables are nested more than {limits.variables_depth} levels deep"
    )
