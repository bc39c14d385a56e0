"""`ShopClient`: how a channel reads and writes, in this process or over HTTP, with the same documents."""

import json
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import httpx2
from graphql import GraphQLError, GraphQLSchema, OperationDefinitionNode, parse, validate

from comptoir.customer_facts import PREVIEW_HEADER
from comptoir.errors import ComptoirError, ConfigurationError, Refusal
from comptoir.graphql.execute import GraphQLRequest
from comptoir.graphql.streaming.events import KEEP_ALIVE_SECONDS, read_events
from comptoir.storefront_tokens import BUYER_HEADER, TOKEN_HEADER

_SILENCE_SECONDS = 3 * KEEP_ALIVE_SECONDS
"""A stream that says nothing for that long, not even that it lives, is broken."""


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


class HttpTransport:
    """Speaks to a shop at another address."""

    def __init__(
        self, url: str, *, client: httpx2.AsyncClient | None = None, seconds: float = 10.0, token: str = ""
    ) -> None:
        self._url = url.rstrip("/") + "/graphql"
        self._seconds = seconds
        self._token = token
        self._client = client or httpx2.AsyncClient(timeout=seconds)

    def _headers(self, visitor: Visitor, *, accept: str) -> dict[str, str]:
        told = {"accept": accept}
        if self._token:
            told |= {TOKEN_HEADER: self._token, BUYER_HEADER: visitor.address}
        if visitor.preview is not None:
            told[PREVIEW_HEADER] = visitor.preview
        return told

    async def send(self, request: GraphQLRequest, visitor: Visitor) -> Mapping[str, Any]:
        """Post the request; raises `ShopClientError` where the shop cannot be reached or does not answer JSON."""
        body = {"query": request.query, "variables": dict(request.variables or {})}
        try:
            response = await self._client.post(
                self._url,
                json=body,
                headers=self._headers(visitor, accept="application/graphql-response+json, application/json"),
            )
            return _body(response)
        except (httpx2.HTTPError, ValueError) as error:
            raise ShopClientError(f"the shop at {self._url} did not answer", reachable=False) from error

    async def follow(
        self,
        request: GraphQLRequest,
        visitor: Visitor,
    ) -> AsyncGenerator[Mapping[str, Any], None]:
        """Yield the answers of a subscription, by server-sent events; raises `ShopClientError` as `send` does."""
        body = {"query": request.query, "variables": dict(request.variables or {})}
        try:
            async with self._client.stream(
                "POST",
                self._url,
                json=body,
                headers=self._headers(visitor, accept="text/event-stream"),
                timeout=httpx2.Timeout(self._seconds, read=_SILENCE_SECONDS),
            ) as response:
                if not response.headers.get("content-type", "").startswith("text/event-stream"):
                    await response.aread()
                    yield _body(response)
                    return
                async for name, text in read_events(response.aiter_lines()):
                    if name == "complete":
                        return
                    if name == "next":
                        yield json.loads(text)
        except (httpx2.HTTPError, ValueError) as error:
            raise ShopClientError(f"the shop at {self._url} did not answer", reachable=False) from error
        # A shop that restarts, or refuses more streams, ends them without saying that they are complete.
        raise ShopClientError(f"the stream of {self._url} broke off", reachable=False)

    async def close(self) -> None:
        """Close its connections."""
        await self._client.aclose()


def _body(response: httpx2.Response) -> Mapping[str, Any]:
    """Return the object that an answer holds; raises `ValueError` for anything else."""
    answer = response.json()
    if not isinstance(answer, dict) or not {"data", "errors"} & answer.keys():
        raise ValueError("this is no answer of GraphQL")
    return answer


@dataclass(frozen=True, slots=True)
class ChannelDocument:
    """A channel's document: one operation and the variables it declares."""

    name: str
    text: str
    variables: frozenset[str]


def load_documents(folder: Path) -> dict[str, ChannelDocument]:
    """Read a folder of `.graphql` files; raises `ConfigurationError` naming a file that is not one operation."""
    if not folder.is_dir():
        raise ConfigurationError(f"the folder of documents {folder} does not exist")
    return {path.stem: _read(path) for path in sorted(folder.glob("*.graphql"))}


def _read(path: Path) -> ChannelDocument:
    text = path.read_text(encoding="utf-8")
    try:
        operations = [node for node in parse(text).definitions if isinstance(node, OperationDefinitionNode)]
    except Exception as error:
        raise ConfigurationError(f"{path.name}: {error}") from error
    if len(operations) != 1:
        raise ConfigurationError(f"{path.name} has {len(operations)} operations; one is expected")
    return ChannelDocument(path.stem, text, _declared(operations))


def check_documents(documents: Mapping[str, ChannelDocument], schema: GraphQLSchema) -> None:
    """Validate documents; raises `ConfigurationError` that names each file, line and fault."""
    faults = [
        f"{name}.graphql:{_place(error)}: {error.message}"
        for name, document in documents.items()
        for error in validate(schema, parse(document.text))
    ]
    if faults:
        raise ConfigurationError("documents do not fit the schema: " + "; ".join(faults))


def _place(error: GraphQLError) -> str:
    return f"{error.locations[0].line}:{error.locations[0].column}" if error.locations else "0:0"


@lru_cache(maxsize=256)
def _given(text: str) -> ChannelDocument:
    """Return a document that was given as text; the shop says what is wrong with one that is not GraphQL."""
    try:
        definitions = parse(text).definitions
    except GraphQLError:
        return ChannelDocument("", text, frozenset())
    operations = [node for node in definitions if isinstance(node, OperationDefinitionNode)]
    return ChannelDocument("", text, _declared(operations))


def _declared(operations: Sequence[OperationDefinitionNode]) -> frozenset[str]:
    return frozenset(
        node.variable.name.value for operation in operations for node in operation.variable_definitions or ()
    )


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
