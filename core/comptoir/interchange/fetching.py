"""Downloading pictures that a file names, without becoming a door into the network that the shop stands in.

Whoever writes the file chooses the addresses, so each is resolved here and refused unless every address of its host
is public; the connection then goes to the very address that was checked, and a redirect is checked like a first
request. (CWE-918; OWASP: server-side request forgery.)
"""

import ipaddress
import socket
import time
from collections.abc import Collection
from urllib.parse import urljoin

import httpx2

from comptoir.catalog.media.picture import MAX_BYTES
from comptoir.errors import ComptoirError

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
IPNetwork = ipaddress.IPv4Network | ipaddress.IPv6Network

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MAX_REDIRECTS = 5
_PORTS = {"http": 80, "https": 443}
_TRANSLATED = (
    ipaddress.ip_network("64:ff9b::/96"),
    ipaddress.ip_network("64:ff9b:1::/48"),
)
"""IPv6 addresses that a gateway turns into IPv4 ones (RFC 6052, RFC 8215)."""


class FetchError(ComptoirError):
    """A picture cannot be downloaded."""


def is_public(address: IPAddress) -> bool:
    """Say whether an address is one of the public internet, whatever it is wrapped in."""
    if isinstance(address, ipaddress.IPv6Address):
        if any(address in network for network in _TRANSLATED):
            return False
        teredo = address.teredo
        inner = [address.ipv4_mapped, address.sixtofour, *(teredo or ())]
        if any(each is not None and not is_public(each) for each in inner):
            return False
        if address.ipv4_mapped is not None:
            return True
    return address.is_global and not address.is_multicast


class GuardedFetcher:
    """Downloads pictures: at most 20 MB and half a minute each, and a bounded sum.

    `allowed` names networks that count as public besides those that are: for tests, which serve on the loopback.
    """

    def __init__(
        self,
        *,
        allowed: Collection[IPNetwork] = (),
        max_bytes: int = MAX_BYTES,
        seconds: float = 30.0,
        max_total: int = 4 * 2**30,
    ) -> None:
        self._allowed = tuple(allowed)
        self._max_bytes = max_bytes
        self._seconds = seconds
        self._left = max_total
        # Proxies of the environment would connect where nothing was checked.
        self._client = httpx2.Client(trust_env=False, follow_redirects=False)

    def __call__(self, url: str) -> bytes:
        """Return what is at an address; raises `FetchError`."""
        deadline = time.monotonic() + self._seconds
        try:
            for _ in range(_MAX_REDIRECTS + 1):
                found = self._get(url, deadline)
                if isinstance(found, bytes):
                    return found
                url = urljoin(url, found)
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError, ValueError) as error:
            raise FetchError(f"it cannot be downloaded: {error or type(error).__name__}") from error
        raise FetchError(f"it redirects more than {_MAX_REDIRECTS} times")

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _get(self, url: str, deadline: float) -> bytes | str:
        """Return the content, or where it redirects to."""
        target = httpx2.URL(url)
        host = target.raw_host.decode("ascii")
        if target.scheme not in _PORTS or not host:
            raise FetchError(f"'{url[:120]}' is not an http or https address")
        if target.userinfo:
            raise FetchError("an address with a user name is not followed")
        port = target.port or _PORTS[target.scheme]
        address = self._checked(host, port)
        headers = {
            "Host": target.netloc.decode("ascii"),
            "Accept": "image/*",
            "Accept-Encoding": "identity",
            "User-Agent": "Comptoir",
        }
        request = self._client.build_request(
            "GET",
            target.copy_with(host=str(address), port=port),
            headers=headers,
            timeout=_left(deadline),
            extensions={"sni_hostname": host},
        )
        response = self._client.send(request, stream=True)
        try:
            if response.status_code in _REDIRECTS:
                return str(response.headers.get("location", ""))
            if response.status_code != httpx2.codes.OK:
                raise FetchError(f"its server answers {response.status_code}")
            return self._content(response, deadline)
        finally:
            response.close()

    def _checked(self, host: str, port: int) -> IPAddress:
        """Resolve a host, once; raises `FetchError` unless all its addresses are public."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise FetchError(f"the host '{host[:80]}' is not known") from error
        addresses = [ipaddress.ip_address(str(info[4][0])) for info in found]
        if not addresses or not all(map(self._may_reach, addresses)):
            raise FetchError(f"the host '{host[:80]}' is not on the public internet")
        return addresses[0]

    def _may_reach(self, address: IPAddress) -> bool:
        return is_public(address) or any(
            address in network for network in self._allowed if network.version == address.version
        )

    def _content(self, response: httpx2.Response, deadline: float) -> bytes:
        content = bytearray()
        for part in response.iter_raw(65_536):
            content += part
            self._left -= len(part)
            if len(content) > self._max_bytes:
                raise FetchError(f"it is larger than {self._max_bytes // 2**20} MB")
            if self._left < 0:
                raise FetchError("the pictures of this import are too many bytes together")
            _left(deadline)
        return bytes(content)


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise FetchError("it takes too long")
    return left
