"""Addresses that people can open, and phones can and cannot."""

import ipaddress
import socket
from urllib.parse import urlsplit

_ANY = frozenset({"0.0.0.0", "::", ""})  # noqa: S104 - addresses to recognise, not to listen on


def is_loopback(base: str) -> bool:
    """Tell whether an address means the machine that asks, and so another one on a phone."""
    host = urlsplit(base).hostname or ""
    if host == "localhost" or host.endswith(".localhost") or host in _ANY:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def lan_address() -> str | None:
    """Return the address of this machine in its own network; none where it has no network.

    Asks the routing table alone: a UDP socket that is connected sends nothing. The address is one for
    documentation (RFC 5737).
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return None
        found = str(probe.getsockname()[0])
    return None if ipaddress.ip_address(found).is_loopback or found in _ANY else found


def served_at(host: str, port: int) -> str:
    """Return the address under which people reach what listens on a host and port.

    Listening on every address (`0.0.0.0`, `::`) is no address to open: then it is this machine's in its own
    network, which phones can open, too, or the loopback address where it has no network.
    """
    name = (lan_address() or "127.0.0.1") if host in _ANY else host
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"


def with_host(base: str, host: str) -> str:
    """Return an address with another host, its scheme and port kept."""
    parts = urlsplit(base)
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{host}{port}"
