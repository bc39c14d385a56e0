"""`ShopClient`: how a channel reads and writes, in this process or over HTTP, with the same documents."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Protocol

from graphql import GraphQLError, parse

from comptoir.errors import ComptoirError, Refusal
from comptoir.graphql.channel_documents import ChannelDocument, declared
from comptoir.graphql.execute import GraphQLRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Whom a client speaks for."""

    channel: str
    country: str | None = None
    language: str | None = None
    base_url: str = ""
    address: str = ""
    """IP address of the visitor, for bounds on attempts."""
    preview: str | None = field(default=None, repr=False)
    """A preview that their request carries (`comptoir.customer_facts`), unread: the shop reads it."""


class ShopClientError(ComptoirError):
    """The shop answered with errors, or could not be reached (`reachable` is false)."""

    def __init__(
        self, message: str, *, errors: Sequence[Mapping[str, Any]] = (), reachable: bool = True
    ) -> None:
        super().__init__(message)
        self.errors = errors
        self.reachable = reachable

    @property
    def code(self) -> str:
        """`extensions.code` of the first error, or an empty text."""
        return str(self.errors[0].get("extensions", {}).get("code", "")) if self.errors else ""


class Transport(Protocol):
    """Carries a request to the shop and its answer back."""

    async def send(self, request: GraphQLRequest, visitor: Visitor) -> Mapping[str, Any]:
        """Return the body of the answer: `data` and `errors`."""
        ...

    def follow(self, request: GraphQLRequest, visitor: Visitor) -> AsyncGenerator[Mapping[str, Any], None]:
        """Yield the bodies of a subscription's answers until it is complete."""
        ...


@lru_cache(maxsize=256)
def _given(text: str) -> ChannelDocument:
    """Return a document that was given as text; the shop says what is wrong with one that is not GraphQL."""
    try:
        definitions = parse(text).definitions
    except GraphQLError:
        return ChannelDocument("", text, frozenset())
    return ChannelDocument("", text, declared(definitions))


def _refused(errors: Any) -> ShopClientError:
    # Proxies in front of a shop at another address answer with a text.
    found = [each for each in errors if isinstance(each, Mapping)] if isinstance(errors, list) else []
    message = found[0].get("message", "the shop refused") if found else errors
    return ShopClientError(str(message), errors=found)


class ShopClient:
    """A channel's door to the shop, bound to one visitor."""

    def __init__(
        self, transport: Transport, visitor: Visitor, *, documents: Mapping[str, ChannelDocument]
    ) -> None:
        self._transport = transport
        self.visitor = visitor
        self._documents = documents

    async def execute(self, document: str, variables: Mapping[str, Any] | None = None) -> Mapping[str, Any]:
        """Run a document, by the name of its file or as text, and return its `data`.

        The visitor's `$country` and `$language` are filled in where the document declares them. Raises
        `ShopClientError` when the answer has errors.
        """
        answer = await self._transport.send(self._request(document, variables), self.visitor)
        return _data(answer)

    async def subscribe(
        self, document: str, variables: Mapping[str, Any] | None = None
    ) -> AsyncGenerator[Mapping[str, Any], None]:
        """Run a subscription and yield its `data` at each event, until it is complete or the shop shuts down.

        Close it when done, with `contextlib.aclosing`. Raises `ShopClientError` as `execute` does; one that is
        not `reachable` means that the connection broke, and that one may subscribe again.
        """
        try:
            async with aclosing(
                self._transport.follow(self._request(document, variables), self.visitor)
            ) as answers:
                async for answer in answers:
                    yield _data(answer)
        except Refusal as refusal:
            error = {"message": refusal.message, "extensions": {"code": refusal.code.value}}
            raise ShopClientError(refusal.message, errors=[error]) from refusal

    def _request(self, document: str, variables: Mapping[str, Any] | None) -> GraphQLRequest:
        known = self._documents.get(document) or _given(document)
        filled = {
            "country": self.visitor.country,
            "language": self.visitor.language,
            **(variables or {}),
        }
        sent = {
            name: value for name, value in filled.items() if name in known.variables and value is not None
        }
        sent |= {name: value for name, value in (variables or {}).items() if name in known.variables}
        return GraphQLRequest(query=known.text, variables=sent)


def _data(answer: Mapping[str, Any]) -> Mapping[str, Any]:
    if errors := answer.get("errors"):
        raise _refused(errors)
    data = answer.get("data")
    if not isinstance(data, Mapping):
        raise ShopClientError("the shop answered nothing", reachable=False)
    return data
