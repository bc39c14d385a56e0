"""Bounds on signing in: how often it may fail for one caller and for one account, and how many may run at once."""

import ipaddress
from collections import Counter

from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

PER_CALLER = RateLimitItemPerMinute(10)
PER_ACCOUNT = RateLimitItemPerHour(100)
"""Wide, so that strangers cannot easily lock a member of staff out; a guesser needs millions."""
AT_ONCE = 16
_IPV6_PREFIX = 64


class SignInAttempts:
    """Counts attempts that failed in this process, and those that still run.

    Accounts that do not exist are counted like those that do, so that a refusal tells nothing.
    """

    def __init__(self) -> None:
        self._window = MovingWindowRateLimiter(MemoryStorage())
        self._running: Counter[tuple[str, str]] = Counter()

    def admit(self, *, address: str, email: str) -> bool:
        """Tell whether an attempt may be made; one that may has to be released."""
        if self._running.total() >= 2 * AT_ONCE:
            return False
        for limit, key in _kept(address, email):
            if self._window.get_window_stats(limit, *key).remaining <= self._running[key]:
                return False
        self._running.update(key for _, key in _kept(address, email))
        return True

    def release(self, *, address: str, email: str, failed: bool) -> None:
        """Take note of how an attempt ended."""
        for limit, key in _kept(address, email):
            self._running[key] -= 1
            if not self._running[key]:
                del self._running[key]
            if failed:
                self._window.hit(limit, *key)


def _kept(address: str, email: str) -> tuple[tuple[RateLimitItem, tuple[str, str]], ...]:
    account = email.strip().casefold()[:254]
    return (PER_CALLER, ("caller", _caller(address))), (PER_ACCOUNT, ("account", account))


def _caller(address: str) -> str:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address[:64]
    if isinstance(parsed, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((parsed, _IPV6_PREFIX), strict=False).network_address)
    return str(parsed)
