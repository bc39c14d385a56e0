"""The page on staff tells the truth: its samples are run, its settings and limits are those of the code."""

import json
import re

import pytest
from comptoir.staff.attempts import PER_ACCOUNT, PER_CALLER
from comptoir.staff.passwords import LONGEST, SHORTEST
from comptoir.staff.permissions import Role
from graphql import parse

from tests.docs.pages import DOCS, fits, pretty, samples, with_ids

PAGE = DOCS / "staff.md"
TEXT = PAGE.read_text("utf-8")


def test_every_sample_answers_what_the_page_shows(small_office):
    shown = samples(PAGE)
    product = small_office.ask('{ product(handle: "shirt") { variants { id } } }')["product"]
    ran = 0
    for index, sample in enumerate(shown):
        if sample.language != "graphql":
            continue
        query = sample.text.replace("gid://shopify/ProductVariant/1", product["variants"][0]["id"])
        body = small_office.body(with_ids(query, {}), role=None if "staffSignIn" in query else "owner")
        assert "errors" not in body, f"{sample.place}: {body}"
        for payload in body["data"].values():
            assert payload.get("userErrors", []) == [], sample.place
        if index + 1 < len(shown) and shown[index + 1].language == "json":
            assert fits(body, json.loads(shown[index + 1].text)), f"{sample.place}: {pretty(body)}"
        ran += 1
    assert ran == 4


def test_the_python_runs():
    for sample in samples(PAGE):
        if sample.language == "python":
            exec(compile(sample.text, sample.place, "exec"), {"__name__": __name__})


def test_the_roles_and_limits_are_those_of_the_code():
    rows = re.findall(r"^\| (\w+) \|", TEXT, re.MULTILINE)
    assert [row for row in rows if row in {role.value for role in Role}] == [role.value for role in Role]
    assert f"{SHORTEST} to {LONGEST} characters" in TEXT
    assert (PER_CALLER.amount, PER_ACCOUNT.amount) == (10, 100)
    assert "ten failures a minute from one address, or a hundred an hour for one account" in " ".join(
        TEXT.split()
    )


def test_the_fields_that_the_page_names_are_there(small_office):
    schema = small_office.shop.executors["staff"].schema.core
    roots = {*schema.type_map["Query"].fields, *schema.type_map["Mutation"].fields}
    table = "".join(line for line in TEXT.splitlines() if line.startswith("| "))
    named = set(re.findall(r"`([a-z]\w+)`", table))
    assert named <= roots
    prefixes = set(re.findall(r"`([a-z]\w+)…`", table))
    assert [prefix for prefix in prefixes if not any(root.startswith(prefix) for root in roots)] == []


@pytest.mark.parametrize("query", ["{ me { permissions } }"])
def test_what_the_text_names_is_valid(small_office, query):
    parse(query)
    assert "catalog.write" in small_office.ask(query)["me"]["permissions"]
