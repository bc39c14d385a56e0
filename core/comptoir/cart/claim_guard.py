"""Bounds on wrong hand-off codes: fifty random bits are plenty only while nobody may try millions of them."""

import ipaddress
from collections import Counter

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

PER_CALLER = RateLimitItemPerMinute(30)
IN_ALL = RateLimitItemPerMinute(1_200)
"""In one process: at that rate, finding one of ten thousand codes among 2^50 takes more than a century."""
_ALL = ("claims",)
_IPV6_PREFIX = 64


class ClaimGuard:
    """Counts the claims that failed within a minute, by caller and in all.

    Claims that still run count too, so that a thousand at once are not all let in by an empty count.
    """

    def __init__(self) -> None:
        self._window = MovingWindowRateLimiter(MemoryStorage())
        self._running: Counter[tuple[str, ...]] = Counter()

    def admit(self, caller: str) -> bool:
        """Tell whether a caller may try; one that may has to be released."""
        kept = ((PER_CALLER, ("caller", caller)), (IN_ALL, _ALL))
        for limit, key in kept:
            if self._window.get_window_stats(limit, *key).remaining <= self._running[key]:
                return False
        self._running.update(key for _, key in kept)
        return True

    def release(self, caller: str, *, failed: bool) -> None:
        """Take note of how a claim ended."""
        for limit, key in ((PER_CALLER, ("caller", caller)), (IN_ALL, _ALL)):
            self._running[key] -= 1
            if not self._running[key]:
                del self._running[key]
            if failed:
                self._window.hit(limit, *key)


def caller_of(address: str, channel: str | None) -> str:
    """Return who is counted as one caller: an address within a channel; of IPv6, the network of a household."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return f"{channel or ''} {address[:64]}"
    if isinstance(parsed, ipaddress.IPv6Address):
        parsed = ipaddress.ip_network((parsed, _IPV6_PREFIX), strict=False).network_address
    return f"{channel or ''} {parsed}"
