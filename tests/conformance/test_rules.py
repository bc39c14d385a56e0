"""What the kit reads out of sources and pages: what it finds, and what it leaves alone."""

import sqlite3

import pytest
from comptoir.testing.conformance.markup import (
    inline_code,
    loose_directives,
    outside_addresses,
    parse_kindly,
    shows_amount,
    visible_text,
)
from comptoir.testing.conformance.sources import computations, trespasses
from comptoir.testing.conformance.watching import watching

PAGE = "https://shop.example/mobile/"


@pytest.mark.parametrize(
    "line",
    [
        "Decimal(price['amount']) * 2",
        "float(price.get('amount'))",
        "int(line.cost.amount.replace('.', ''))",
        "sum(Decimal(line['amount']) for line in lines)",
        "price['amount'] * 2",
        "-price['amount']",
        "round(float(price['amount']), 2)",
        "parse_money(price['amount'], 'EUR')",
    ],
)
def test_computing_with_an_amount_is_found(tmp_path, line):
    path = tmp_path / "views.py"
    path.write_text(f"def show(price, lines, line):\n    return {line}\n")
    assert [found.partition(" ")[0] for found in computations(path)][:1] == ["views.py:2"]


def test_an_amount_is_followed_through_a_name(tmp_path):
    path = tmp_path / "views.py"
    path.write_text("def show(price):\n    was = price['amount']\n    return Decimal(was) / 2\n")
    assert computations(path) == ["views.py:3 makes a number of an amount with Decimal()"]


@pytest.mark.parametrize(
    "line",
    [
        "price['amount'] + ' ' + price['currencyCode']",
        "f\"{price['amount']} {price['currencyCode']}\"",
        "'%s' % price['amount']",
        "float(was['amount']) > float(price['amount'])",
        "price['amount'] != was['amount']",
        "int(price['quantity']) * 2",
        "format_money(price)",
    ],
)
def test_showing_and_comparing_amounts_is_no_computing(tmp_path, line):
    path = tmp_path / "views.py"
    path.write_text(f"def show(price, was):\n    return {line}\n")
    assert computations(path) == []


@pytest.mark.parametrize(
    ("template", "faults"),
    [
        ("{{ price.amount|float * 2 }}", 2),
        ("{{ price['amount']|int }}", 1),
        ("{% set low = 0 - price.amount %}", 1),
        ("{% if was.amount|float > price.amount|float %}Reduced{% endif %}", 0),
        ('<p class="amount-2">{{ price.amount }} - {{ money(price) }}</p>', 0),
        ("{% trans %}Sale{% endtrans %}{{ lines|length + 1 }}", 0),
        ("{% if %}", 1),
    ],
)
def test_templates_are_read_by_the_same_rules(tmp_path, template, faults):
    (tmp_path / "page.html").write_text(template)
    assert len(computations(tmp_path)) == faults


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("from comptoir.db.tx import Tx", ["comptoir.db.tx"]),
        ("from comptoir import shop", ["comptoir.shop"]),
        ("import comptoir.cart.queries", ["comptoir.cart.queries"]),
        ("importlib.import_module('comptoir.db')", ["comptoir.db"]),
        ("import sqlite3, json", ["sqlite3"]),
        ("from sqlalchemy.orm import Session", ["sqlalchemy.orm"]),
        ("from comptoir.api import Channel\nfrom comptoir.testing import open_shop", []),
        ("from . import pages\nfrom .pages import cart", []),
        ("import starlette.routing", []),
    ],
)
def test_imports_past_the_public_door_are_found(tmp_path, line, found):
    path = tmp_path / "channel.py"
    path.write_text(line)
    assert [each.rpartition(" ")[2] for each in trespasses(path)] == found


@pytest.mark.parametrize(
    ("amount", "text", "shown"),
    [
        ("1290.00", "1 290 €", True),
        ("1290.00", "1\u202f290,00\xa0€", True),
        ("1290.50", "€1,290.50", True),
        ("1290.50", "€1,290", False),
        ("120.00", "£120", True),
        ("120.00", "£120.50", False),
        ("120.00", "£1,120", False),
        ("20.00", "£120", False),
        ("500", "JP¥500", True),
        ("500", "JP¥5000", False),
        ("0.10", "$0.10", True),
        ("59.00", "from €59.", True),
    ],
)
def test_amounts_are_found_however_they_are_written(amount, text, shown):
    assert shows_amount(text, {"amount": amount}) is shown


def test_people_do_not_read_scripts():
    page = '<title>No</title><body><p>A<script type="application/ld+json">{"price": "1"}</script> B</p>'
    assert visible_text(parse_kindly(page)) == "A B"


@pytest.mark.parametrize(
    ("markup", "faults"),
    [
        ("<script>1</script>", 1),
        ("<style>p{}</style>", 1),
        ('<p style="color:red" onclick="x()">', 2),
        ('<a href="javascript:x()">', 1),
        ('<script src="/a.js"></script><script type="application/ld+json">{}</script>', 0),
    ],
)
def test_code_in_a_page_is_found(markup, faults):
    assert len(inline_code(parse_kindly(markup))) == faults


@pytest.mark.parametrize(
    ("markup", "faults"),
    [
        ('<img src="https://elsewhere.example/a.jpg">', 1),
        ('<img srcset="/a.jpg 1x, //cdn.example/b.jpg 2x">', 1),
        ('<link rel="stylesheet" href="https://fonts.example/a.css">', 1),
        ('<form action="https://elsewhere.example/">', 1),
        ('<link rel="canonical" href="https://elsewhere.example/">', 0),
        ('<a href="https://elsewhere.example/">', 0),
        ('<img src="/a.jpg"><img src="https://shop.example/b.jpg"><img src="data:image/png;base64,AA==">', 0),
    ],
)
def test_other_hosts_are_found(markup, faults):
    assert len(outside_addresses(parse_kindly(markup), page=PAGE)) == faults


STRICT = "default-src 'none'; script-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"


@pytest.mark.parametrize(
    ("policy", "faults"),
    [
        (STRICT, 0),
        (f"{STRICT}; img-src 'self' data:; media-src 'self' blob:", 0),
        (f"{STRICT}; style-src 'unsafe-inline'", 1),
        (f"{STRICT}; img-src *", 1),
        (f"{STRICT}; connect-src https:", 1),
        (f"{STRICT}; font-src fonts.example.com", 1),
        (STRICT.replace("script-src 'self'", "script-src 'self' data:"), 1),
        ("", 4),
    ],
)
def test_loose_policies_are_found(policy, faults):
    assert len(loose_directives(policy)) == faults


def test_a_plugin_that_opens_a_database_is_seen_and_others_are_not(tmp_path):
    plugin, other = tmp_path / "plugin", tmp_path / "other"
    with watching({str(plugin)}, set()) as watch:
        for folder in (plugin, other):
            folder.mkdir()
            code = compile(
                "import sqlite3\nsqlite3.connect(':memory:').close()", str(folder / "a.py"), "exec"
            )
            exec(code, {})
    sqlite3.connect(":memory:").close()
    assert watch.touches == [(str(plugin), f"{plugin / 'a.py'}:2 called sqlite3.connect")]
