"""What channels let people do: the names that are known, and the rule that a gap names its fallback."""

from collections.abc import Sequence
from dataclasses import replace

from comptoir.errors import ConfigurationError
from comptoir.hooks.contributions import Capability, Channel

CAPABILITIES = (
    "browse",
    "search",
    "cart",
    "returns-policy",
    "store-availability",
    "handoff-give",
    "handoff-take",
    "scan",
    "live-cart",
    "checkout",
    "deposit",
    "reservation",
    "service-request",
    "printing",
)
"""Names of what a channel may let people do, in the order in which they are shown."""


def check_capabilities(channel: Channel) -> None:
    """Raise `ConfigurationError` where a channel's capabilities are unknown, named twice, or a silent gap."""
    names = [capability.name for capability in channel.capabilities]
    if unknown := sorted(set(names) - set(CAPABILITIES)):
        raise ConfigurationError(
            f"the channel '{channel.name}' declares capabilities that are not known: {', '.join(unknown)}; "
            f"known are: {', '.join(CAPABILITIES)}"
        )
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise ConfigurationError(
            f"the channel '{channel.name}' declares capabilities twice: {', '.join(twice)}"
        )
    silent = [
        capability.name
        for capability in channel.capabilities
        if not (capability.supported and capability.through is None)
        and not (capability.fallback or "").strip()
    ]
    if silent:
        raise ConfigurationError(
            f"the channel '{channel.name}' does not support {', '.join(silent)} and names no fallback: "
            "say what people can do instead with Capability(name=…, supported=False, fallback='…')"
        )


def capabilities_among(channel: Channel, channels: Sequence[Channel]) -> tuple[Capability, ...]:
    """Return what a channel lets people do in a shop of these channels: what it leads to elsewhere must be there."""
    able = {
        (other.name, each.name)
        for other in channels
        for each in other.capabilities
        if each.supported and each.through is None
    }
    return tuple(_resolved(each, able) for each in channel.capabilities)


def _resolved(capability: Capability, able: set[tuple[str, str]]) -> Capability:
    if capability.through is None:
        return capability
    if (capability.through, capability.name) in able:
        return replace(capability, supported=True, fallback=None)
    return replace(capability, supported=False)
