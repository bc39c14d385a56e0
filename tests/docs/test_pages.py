"""The pages keep up with the code: hooks, settings, error codes, links."""

import re
import tomllib

import pytest
from comptoir.errors import RefusalCode
from comptoir.hooks import specs
from comptoir.hooks.registry import CORE_CONTEXTS
from comptoir.settings import GraphQLLimits, PluginSettings, Settings, TaxSettings

from tests.docs.pages import DOCS, ROOT, fits, pages, samples

LINK = re.compile(r"\]\((?!https?:)([^)#\s]+)(?:#[^)]*)?\)")


def hooks():
    return {name for name in dir(specs) if hasattr(getattr(specs, name), "comptoir_spec")}


def test_every_hook_has_a_heading_and_every_heading_is_a_hook():
    headings = re.findall(r"^## ([a-z_]+)$", (DOCS / "plugins.md").read_text("utf-8"), re.MULTILINE)
    assert len(headings) == len(set(headings))
    assert set(headings) == hooks()
    assert len(hooks()) >= 10


def sections():
    """Return the text under each hook's heading."""
    text = (DOCS / "plugins.md").read_text("utf-8")
    return dict(re.findall(r"^## ([a-z_]+)$\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL))


def test_each_hook_names_the_contexts_that_use_it(shop):
    for hook, text in sections().items():
        users = {
            plugin.name for plugin in shop.registry.active if plugin.origin == "core" and hook in plugin.hooks
        }
        if "every context of the core" in text:
            assert users == set(CORE_CONTEXTS), hook
            continue
        words = set(re.findall(r"[a-z]+", text))
        assert users <= words, f"{hook}: {sorted(users - words)} are not named"


def test_the_contexts_of_the_core_are_listed_in_their_order():
    text = " ".join((DOCS / "plugins.md").read_text("utf-8").split())
    assert ", ".join(f"`{name}`" for name in CORE_CONTEXTS) in text


def test_the_layers_are_those_that_imports_are_held_to():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    layers = next(contract["layers"] for contract in contracts if contract["id"] == "layers")
    expected = [set(re.findall(r"[a-z]+", layer)) for layer in layers]
    block = next(sample for sample in samples(DOCS / "architecture.md") if sample.language == "text")
    lines = [line.split("  ")[0] for line in block.text.splitlines()][1:]
    assert [set(re.findall(r"[a-z]+", line)) for line in lines] == expected


def rows(page):
    """Return the first cell of each table row that is a name in backquotes."""
    return re.findall(r"^\| `([A-Za-z_.]+)` \|", page.read_text("utf-8"), re.MULTILINE)


def test_the_table_of_settings_has_every_setting():
    nested = {"plugins": PluginSettings, "limits": GraphQLLimits, "tax": TaxSettings}
    expected = {name for name in Settings.model_fields if name not in nested}
    expected |= {f"{outer}.{name}" for outer, model in nested.items() for name in model.model_fields}
    found = rows(DOCS / "operations.md")
    assert len(found) == len(set(found))
    assert set(found) == expected


def test_the_table_of_settings_has_their_defaults():
    shown = dict(
        re.findall(
            r"^\| `([a-z_.]+)` \| (?:`([^`]*)`)?", (DOCS / "operations.md").read_text("utf-8"), re.MULTILINE
        )
    )
    for name, model in (("", Settings), ("limits.", GraphQLLimits)):
        for field, described in model.model_fields.items():
            if isinstance(described.default, int | float) and not isinstance(described.default, bool):
                assert shown[name + field] == str(described.default), name + field


def test_every_refusal_has_its_code_in_the_page_on_graphql():
    assert set(rows(DOCS / "graphql.md")) == {code.value for code in RefusalCode}


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page):
    targets = LINK.findall(page.read_text("utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_the_map_names_every_page():
    text = (DOCS / "index.md").read_text("utf-8")
    missing = [path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md") if path.name != "index.md"]
    assert [name for name in missing if f"({name})" not in text] == []


def test_shown_answers_are_compared_strictly_but_for_the_ellipsis():
    assert fits({"a": "x-17-y"}, {"a": "x-…-y"})
    assert fits(["a", "b", "c"], ["a", "…"])
    assert not fits(["a"], ["a", "…"])
    assert not fits({"a": "x"}, {"a": "y…"})
    assert not fits({"a": 1, "b": 2}, {"a": 1})
    assert not fits(1, True)
    assert not fits([1, 2], [1])
