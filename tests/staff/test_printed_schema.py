"""`core/staff.graphql` is the staff schema of the core, with what each field asks for."""

from pathlib import Path

from comptoir.hooks.registry import PluginRegistry
from comptoir.settings import PluginSettings
from comptoir.startup import assemble_schema

PRINTED = Path(__file__).parents[2] / "core" / "staff.graphql"


def test_the_printed_schema_is_the_one_that_is_served():
    registry = PluginRegistry(PluginSettings())
    registry.take_core()
    told = "it changed: print it again with `comptoir schema --staff`, outside plugins disabled"
    assert assemble_schema(registry, "staff").printed() == PRINTED.read_text("utf-8"), told
