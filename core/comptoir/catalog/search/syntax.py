"""The query language of lists: words, "phrases", `field:value`, AND, OR, NOT, `-`, `*` and parentheses.

Shoppers type anything, so nothing is an error: what does not parse is taken as words.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

MAX_QUERY = 1_000
"""Characters of a query that are read."""
MAX_TERMS = 48
"""Terms of a query that are read."""
_MAX_DEPTH = 12

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<paren>[()])
      | (?P<minus>-(?=[^\s()]))
      | (?P<field>[A-Za-z_][A-Za-z_.]*):(?P<op>[<>]=?|=|)(?:"(?P<quoted>[^"]*)"?|(?P<value>[^\s()]+))
      | "(?P<phrase>[^"]*)"?
      | (?P<word>[^\s()"]+)
    )""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Word:
    """What was typed without a field, up to the next space; `prefix` when longer words fit, too."""

    text: str
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that must follow one another."""

    text: str


@dataclass(frozen=True, slots=True)
class Field:
    """A condition on a field; `op` is one of `= > >= < <=`, `prefix` when the value ended in `*`."""

    name: str
    op: str
    value: str
    prefix: bool = False

    def as_words(self) -> "Node":
        """Return the same text as words, for a value that the field cannot have."""
        return And((Word(self.name), Phrase(self.value)))


@dataclass(frozen=True, slots=True)
class Not:
    """What must not fit."""

    node: "Node"


@dataclass(frozen=True, slots=True)
class And:
    """All must fit; with none, everything does."""

    nodes: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """One must fit."""

    nodes: tuple["Node", ...]


Node = Word | Phrase | Field | Not | And | Or
_Token = str | Word | Phrase | Field
_OPEN = "("
_OPERATORS = {"AND", "OR", "NOT", "(", ")", "-"}


def _tokens(text: str, fields: Collection[str], *, prefix_last: bool) -> list[_Token]:
    tokens: list[_Token] = []
    for match in _TOKEN.finditer(text[:MAX_QUERY]):
        if len(tokens) >= MAX_TERMS * 2:
            break
        tokens.append(_token(match, fields))
    if prefix_last and tokens and not text[:MAX_QUERY][-1:].isspace():
        last = tokens[-1]
        if isinstance(last, Word):
            tokens[-1] = Word(last.text, prefix=True)
    return tokens


def _token(match: re.Match[str], fields: Collection[str]) -> _Token:
    word = match["word"] or ""
    if match["field"]:
        return _field(match, fields)
    if match["phrase"] is not None:
        return Phrase(match["phrase"])
    if match["paren"] or match["minus"] or word in _OPERATORS:
        return match[0].strip()
    return Word(word.rstrip("*"), prefix=word.endswith("*"))


def _field(match: re.Match[str], fields: Collection[str]) -> _Token:
    quoted, value = match["quoted"], match["value"]
    name = match["field"].lower()
    if name not in fields:
        return Word(match[0].strip())
    if quoted is not None:
        return Field(name, match["op"] or "=", quoted)
    prefix = len(value) > 1 and value.endswith("*")
    return Field(name, match["op"] or "=", value.rstrip("*") if prefix else value, prefix)


class _Reader:
    """Reads tokens by recursive descent; whatever is left over is skipped."""

    def __init__(self, tokens: list[_Token]) -> None:
        self.tokens = tokens
        self.place = 0
        self.terms = 0

    def peek(self) -> _Token | None:
        return self.tokens[self.place] if self.place < len(self.tokens) else None

    def either(self, depth: int) -> Node:
        nodes = [self.every(depth)]
        while self.peek() == "OR":
            self.place += 1
            nodes.append(self.every(depth))
        kept = tuple(node for node in nodes if node != And(()))
        return kept[0] if len(kept) == 1 else Or(kept) if kept else And(())

    def every(self, depth: int) -> Node:
        nodes: list[Node] = []
        ends = {None, "OR", ")"} if depth else {None, "OR"}
        while (token := self.peek()) not in ends:
            self.place += 1
            if token is None or token in {"AND", ")"}:
                continue
            node = self.one(token, depth)
            if node is not None:
                nodes.append(node)
        return nodes[0] if len(nodes) == 1 else And(tuple(nodes))

    def one(self, token: _Token, depth: int) -> Node | None:
        if not isinstance(token, str):
            self.terms += 1
            return token if self.terms <= MAX_TERMS else None
        if token == _OPEN:
            if depth >= _MAX_DEPTH:
                return None
            inner = self.either(depth + 1)
            if self.peek() == ")":
                self.place += 1
            return inner if inner != And(()) else None
        following = self.peek()
        if following is None or following in {"AND", "OR", ")"}:
            return None
        self.place += 1
        negated = self.one(following, depth + 1) if depth < _MAX_DEPTH else None
        return None if negated is None else Not(negated)


def parse(text: str, *, fields: Collection[str], prefix_last: bool = True) -> Node:
    """Read a query; never raises. `fields` are the known field names, in lower case.

    With `prefix_last` the last word also stands for longer words, as someone still typing means it.
    """
    reader = _Reader(_tokens(text, fields, prefix_last=prefix_last))
    return reader.either(0)
