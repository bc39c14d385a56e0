"""The channel starts, and says what it is."""

from collections.abc import Callable
from typing import Any

import httpx2
from graphql import build_client_schema, get_introspection_query

from comptoir.channels.capabilities import CAPABILITIES, check_capabilities
from comptoir.graphql.channel_documents import load_documents
from comptoir.testing.conformance.subject import Subject


def test_its_plugin_is_active_and_gives_the_channel(channel_name: str, stage: Any) -> None:
    """A plugin that fails is left out; its reason is told here."""
    failed = [
        f"{plugin.name}: {plugin.error}"
        for plugin in stage.shop.registry.plugins
        if plugin.status == "failed"
    ]
    assert stage.plugin(channel_name) is not None, (
        f"no active plugin gives the channel '{channel_name}'; there are "
        f"{[channel.name for channel in stage.shop.channels]}; failed plugins: {failed}"
    )


def test_its_front_page_is_served_at_its_path(pages: dict[str, httpx2.Response]) -> None:
    """A visitor who comes to the channel's path gets a page."""
    front = pages["front"]
    assert front.status_code == httpx2.codes.OK, f"{front.url} answers {front.status_code}"
    assert front.headers["content-type"].startswith("text/html"), f"{front.url} is no page of HTML"


def test_its_documents_are_files_that_fit_the_schema(subject: Subject) -> None:
    """Documents are `.graphql` files, so that a change of the schema is seen before a visitor sees it."""
    folder = subject.channel.documents
    assert folder is not None, "the channel names no folder of documents (`Channel.documents`)"
    documents = load_documents(folder)
    assert documents, f"{folder} has no .graphql file"
    documents.check(build_client_schema(subject.ask(get_introspection_query())))


def test_it_says_of_every_capability_whether_it_has_it(subject: Subject) -> None:
    """Nothing is left open, and each gap names its fallback."""
    check_capabilities(subject.channel)
    declared = {capability.name for capability in subject.channel.capabilities}
    missing = [name for name in CAPABILITIES if name not in declared]
    assert missing == [], f"the channel does not say whether it supports {', '.join(missing)}"


def test_it_has_a_summary_in_english(subject: Subject) -> None:
    """People who choose between channels read a sentence about each."""
    assert subject.channel.summary.get("en", "").strip(), "the channel has no English `summary`"


def test_it_declares_its_product_views(subject: Subject) -> None:
    """What is not declared cannot be compared with the core."""
    channel = subject.channel
    assert channel.product_views, "the channel declares no product view (`Channel.product_views`)"
    for view in channel.product_views:
        assert view.path.startswith(f"{channel.path}/"), f"{view.path} is not below {channel.path}/"
        wanted = ["{handle}", "{country}"] if view.reads == "jsonld" else ["{country}"]
        missing = [name for name in wanted if name not in view.path]
        assert missing == [], f"the view '{view.name}' has no {', '.join(missing)} in its path {view.path}"


def test_its_cart_is_the_cores_cart(subject: Subject, not_applicable: Callable[[str], None]) -> None:
    """A channel with a cart fills it with the mutations of the dialect, and keeps none of its own."""
    if not subject.capability("cart")[0]:
        not_applicable("cart")
        return
    folder = subject.channel.documents
    texts = [document.text for document in load_documents(folder).values()] if folder else []
    for field in ("cartCreate", "cartLinesAdd"):
        assert any(field in text for text in texts), f"no document of the channel asks for {field}"
