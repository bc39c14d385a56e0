"""Reads a channel's sources for what a channel may not do: reach past the public door, or compute amounts.

What counts as an amount: `x["amount"]`, `x.get("amount")`, `x.amount`, and a name that was given one in the same
function. Computing is arithmetic on it, or turning it into a number other than to compare two of them (a sale is
marked where one amount is above another). The rules read Python and Jinja templates; what slips past them shows in
the prices on the pages, which other tests compare.
"""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jinja2
from jinja2 import nodes

_DOORS = ("comptoir.api", "comptoir.testing")
_DATABASES = {
    "sqlite3", "sqlalchemy", "sqlmodel", "alembic", "psycopg", "psycopg2", "asyncpg", "aiosqlite", "peewee", "apsw",
    "duckdb",
}  # fmt: skip
_NUMBERS = {"Decimal", "Fraction", "float", "int", "round", "sum", "parse_money"}
_NUMBER_FILTERS = {"float", "int", "round", "sum"}
_TEMPLATES = {".html", ".xml", ".txt", ".j2", ".jinja", ".svg"}
_ARITHMETIC = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow)
_TEMPLATE_ARITHMETIC = (
    nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Pow, nodes.Neg,
)  # fmt: skip
_AMOUNT = "amount"


def _files(path: Path, suffixes: set[str]) -> list[Path]:
    found = [path] if path.is_file() else sorted(path.rglob("*"))
    return [each for each in found if each.suffix in suffixes and "vendor" not in each.parts]


def _sources(path: Path) -> Iterator[tuple[str, ast.Module]]:
    root = path.parent
    for each in _files(path, {".py"}):
        yield each.relative_to(root).as_posix(), ast.parse(each.read_text(encoding="utf-8"))


def trespasses(path: Path) -> list[str]:
    """Return the imports that a plugin may not have, each with its place."""
    return [
        f"{name}:{line} imports {module}"
        for name, tree in _sources(path)
        for line, module in _imports(tree)
        if not _is_allowed(module)
    ]


def _imports(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, each.name) for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            if node.module == "comptoir":
                yield from ((node.lineno, f"comptoir.{each.name}") for each in node.names)
            else:
                yield node.lineno, node.module
        elif isinstance(node, ast.Call) and _called(node) in {"import_module", "__import__"}:
            named = [each.value for each in node.args[:1] if isinstance(each, ast.Constant)]
            yield from ((node.lineno, name) for name in named if isinstance(name, str))


def _is_allowed(module: str) -> bool:
    top = module.partition(".")[0]
    if top == "comptoir":
        return module == "comptoir" or any(module == door or module.startswith(f"{door}.") for door in _DOORS)
    return top not in _DATABASES


def computations(path: Path) -> list[str]:
    """Return where sources compute with amounts."""
    found = [
        f"{name}:{line} {what}" for name, tree in _sources(path) for line, what in _python_computations(tree)
    ]
    for each in _files(path, _TEMPLATES):
        found += [
            f"{each.relative_to(path.parent).as_posix()}:{line} {what}"
            for line, what in _template_computations(each.read_text(encoding="utf-8"))
        ]
    return found


def _called(node: ast.Call) -> str:
    return str(getattr(node.func, "attr", None) or getattr(node.func, "id", ""))


def _python_computations(tree: ast.Module) -> Iterator[tuple[int, str]]:
    functions = [each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)]
    seen: set[tuple[int, int]] = set()
    for scope in (*functions, tree):
        names = set(_names_of_amounts(scope))
        compared = {id(side) for each in ast.walk(scope) if isinstance(each, ast.Compare)
                    for side in (each.left, *each.comparators)}  # fmt: skip
        for node in ast.walk(scope):
            what = None if id(node) in compared else _computes(node, names)
            place = (getattr(node, "lineno", 0), getattr(node, "col_offset", 0))
            if what and place not in seen:
                seen.add(place)
                yield place[0], what


def _names_of_amounts(scope: ast.AST) -> Iterator[str]:
    for node in ast.walk(scope):
        if isinstance(node, ast.Assign) and _is_amount(node.value, set()):
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))


def _is_amount(node: ast.AST, names: set[str]) -> bool:
    if isinstance(node, ast.Subscript):
        return isinstance(node.slice, ast.Constant) and node.slice.value == _AMOUNT
    if isinstance(node, ast.Attribute):
        return node.attr == _AMOUNT
    if isinstance(node, ast.Name):
        return node.id in names
    return (
        isinstance(node, ast.Call)
        and _called(node) == "get"
        and bool(node.args)
        and isinstance(node.args[0], ast.Constant)
        and node.args[0].value == _AMOUNT
    )


def _computes(node: ast.AST, names: set[str]) -> str | None:
    if isinstance(node, ast.Call) and _called(node) in _NUMBERS:
        given = [*node.args, *(each.value for each in node.keywords)]
        found = any(_is_amount(inner, names) for each in given for inner in ast.walk(each))
        return f"makes a number of an amount with {_called(node)}()" if found else None
    return "computes with an amount" if any(_is_amount(each, names) for each in _operands(node)) else None


def _operands(node: ast.AST) -> tuple[ast.AST, ...]:
    """Return what a node does arithmetic on; nothing for one that joins or fills texts."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, _ARITHMETIC) and not _is_text(node):
        return (node.left, node.right)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return (node.operand,)
    if isinstance(node, ast.AugAssign) and not _is_text(node.value):
        return (node.target, node.value)
    return ()


def _is_text(node: ast.AST) -> bool:
    """Tell whether an operation joins or fills texts: amounts are texts, and may be shown."""
    if isinstance(node, ast.JoinedStr):
        return True
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return _is_text(node.left) or _is_text(node.right)
    return isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod) and _is_text(node.left)


def _template_computations(text: str) -> Iterator[tuple[int, str]]:
    environment = jinja2.Environment(
        autoescape=True, extensions=["jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols"]
    )
    try:
        tree = environment.parse(text)
    except jinja2.TemplateSyntaxError as error:
        yield error.lineno, f"is no template that can be read ({error.message})"
        return
    compared: set[int] = set()
    for comparison in tree.find_all(nodes.Compare):
        compared |= {id(comparison.expr), *(id(each.expr) for each in comparison.ops)}
    for each in tree.find_all(_TEMPLATE_ARITHMETIC):
        if any(_is_template_amount(side) for side in each.iter_child_nodes()):
            yield each.lineno, "computes with an amount"
    for each in tree.find_all(nodes.Filter):
        if each.name in _NUMBER_FILTERS and id(each) not in compared and _is_template_amount(each.node):
            yield each.lineno, f"makes a number of an amount with |{each.name}"


def _is_template_amount(node: Any) -> bool:
    if isinstance(node, nodes.Filter):
        return _is_template_amount(node.node)
    if isinstance(node, nodes.Getattr):
        return bool(node.attr == _AMOUNT)
    return isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const) and node.arg.value == _AMOUNT
