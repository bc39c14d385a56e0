"""Channels say what they let people do; one that leaves a gap without a way round it is not taken in."""

import pytest
from comptoir.api import Capability
from comptoir.channels.capabilities import CAPABILITIES
from comptoir.cli.main import app
from comptoir.errors import ConfigurationError
from typer.testing import CliRunner

from tests.channels.conftest import ROOT, STALL, channel_plugin

CHANNELS = "{ channels { name title summary path url capabilities { name supported fallback } } }"


def test_channels_tell_what_they_can_do(open_with):
    assert open_with(STALL, ROOT).data(CHANNELS) == {
        "channels": [
            {
                "name": "stall",
                "title": "Market stall",
                "summary": "A table under the trees.",
                "path": "/stall",
                "url": "https://shop.example/stall",
                "capabilities": [
                    {"name": "browse", "supported": True, "fallback": None},
                    {
                        "name": "checkout",
                        "supported": False,
                        "fallback": "Pay the person <behind> the table.",
                    },
                ],
            },
            {
                "name": "root",
                "title": "Root",
                "summary": "The front.",
                "path": "/",
                "url": "https://shop.example/",
                "capabilities": [],
            },
        ]
    }


def test_a_shop_without_channels_has_none(open_with):
    assert open_with().data(CHANNELS) == {"channels": []}


def test_summaries_are_told_in_the_language_asked_for(open_with):
    query = "query @inContext(language: FR) { channels { summary } }"
    assert open_with(STALL, ROOT).data(query) == {
        "channels": [{"summary": "Une table sous les arbres."}, {"summary": "The front."}]
    }


@pytest.mark.parametrize(
    ("capabilities", "fault"),
    [
        (
            (Capability(name="scan", supported=False),),
            (
                "the channel 'bad' does not support scan and names no fallback: say what people can do instead "
                "with Capability(name=…, supported=False, fallback='…')"
            ),
        ),
        (
            (
                Capability(name="scan", supported=False, fallback=" "),
                Capability(name="printing", supported=False, fallback=""),
            ),
            (
                "the channel 'bad' does not support scan, printing and names no fallback: say what people can do "
                "instead with Capability(name=…, supported=False, fallback='…')"
            ),
        ),
        (
            (Capability(name="teleport"), Capability(name="browse")),
            "the channel 'bad' declares capabilities that are not known: teleport; known are: "
            + ", ".join(CAPABILITIES),
        ),
        (
            (Capability(name="browse"), Capability(name="browse")),
            "the channel 'bad' declares capabilities twice: browse",
        ),
    ],
)
def test_a_channel_with_a_silent_gap_is_left_out_and_the_rest_is_served(open_with, capabilities, fault):
    bad = channel_plugin("bad", capabilities=capabilities)
    opened = open_with(STALL, bad, strict=False)
    assert [channel.name for channel in opened.shop.channels] == ["stall"]
    failed = [plugin for plugin in opened.shop.registry.plugins if plugin.status == "failed"]
    assert [(plugin.name, plugin.error) for plugin in failed] == [("bad", f"ConfigurationError: {fault}")]


def test_strict_settings_stop_at_a_silent_gap(open_with):
    bad = channel_plugin("bad", capabilities=(Capability(name="scan", supported=False),))
    with pytest.raises(ConfigurationError, match="the channel 'bad' does not support scan"):
        open_with(bad)


def test_the_check_of_plugins_names_a_silent_gap(monkeypatch):
    from comptoir.hooks.registry import PluginRegistry

    bad = channel_plugin("bad", capabilities=(Capability(name="scan", supported=False),))
    take = PluginRegistry.take_installed

    def take_installed(self):
        take(self)
        self.take_given([bad])

    monkeypatch.setattr(PluginRegistry, "take_installed", take_installed)
    result = CliRunner().invoke(app, ["plugins", "check"])
    assert result.exit_code == 1
    assert "bad: ConfigurationError: the channel 'bad' does not support scan" in result.output


@pytest.mark.parametrize(
    ("others", "supported", "fallback"),
    [
        ([], False, "Pay at the table."),
        ([ROOT], False, "Pay at the table."),
        ([STALL], False, "Pay at the table."),
        ([channel_plugin("root", path="", capabilities=(Capability(name="checkout"),))], True, None),
    ],
)
def test_what_another_channel_does_is_supported_where_that_one_supports_it(
    open_with, others, supported, fallback
):
    leading = Capability(name="checkout", through="root", fallback="Pay at the table.")
    channels = open_with(channel_plugin("leads", capabilities=(leading,)), *others).data(CHANNELS)["channels"]
    assert next(each for each in channels if each["name"] == "leads")["capabilities"] == [
        {"name": "checkout", "supported": supported, "fallback": fallback}
    ]


def test_two_channels_that_lead_to_each_other_support_nothing(open_with):
    one, other = (
        channel_plugin(
            name, capabilities=(Capability(name="checkout", through=to, fallback="Ask the staff."),)
        )
        for name, to in (("here", "there"), ("there", "here"))
    )
    channels = open_with(one, other).data(CHANNELS)["channels"]
    assert [each["capabilities"][0]["supported"] for each in channels] == [False, False]


def test_a_way_through_another_channel_names_a_fallback(open_with):
    silent = channel_plugin("bad", capabilities=(Capability(name="checkout", through="root"),))
    with pytest.raises(ConfigurationError, match="the channel 'bad' does not support checkout"):
        open_with(silent, ROOT)
