"""Scalars of the dialect. Values travel as text, save UnsignedInt64's and JSON's own forms."""

import re
from datetime import UTC, datetime
from typing import Any, NewType

import orjson
import strawberry
from graphql import GraphQLError
from strawberry.schema.config import StrawberryConfig

Decimal = NewType("Decimal", str)
DateTime = NewType("DateTime", str)
URL = NewType("URL", str)
HTML = NewType("HTML", str)
JSON = NewType("JSON", str)
Color = NewType("Color", str)
UnsignedInt64 = NewType("UnsignedInt64", str)

_DECIMAL = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,9})?")
_UNSIGNED = re.compile(r"[0-9]{1,20}")


def iso(moment: datetime) -> str:
    """Return an instant as ISO 8601 in UTC with seconds, such as `2026-03-01T09:30:00Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _serialize_datetime(value: Any) -> str:
    return iso(value) if isinstance(value, datetime) else str(value)


def _parse_datetime(value: Any) -> datetime:
    try:
        moment = datetime.fromisoformat(value)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (TypeError, ValueError, OverflowError) as error:
        raise GraphQLError("DateTime takes an ISO 8601 text such as 2026-03-01T09:30:00Z") from error


def _parse_decimal(value: Any) -> str:
    # A JSON number is taken for clients that send one, through its shortest text, never through arithmetic.
    text = str(value)
    if isinstance(value, bool) or not _DECIMAL.fullmatch(text):
        raise GraphQLError("Decimal takes a text such as 19.99")
    return text


def _parse_unsigned(value: Any) -> str:
    text = str(value)
    if isinstance(value, bool) or not _UNSIGNED.fullmatch(text):
        raise GraphQLError("UnsignedInt64 takes digits")
    return text


def _serialize_json(value: Any) -> str:
    return value if isinstance(value, str) else orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()


SCALARS: dict[object, Any] = {
    Decimal: strawberry.scalar(
        name="Decimal",
        description="A decimal number as text, such as 19.99.",
        serialize=str,
        parse_value=_parse_decimal,
    ),
    DateTime: strawberry.scalar(
        name="DateTime",
        description="An instant in UTC as ISO 8601 text.",
        serialize=_serialize_datetime,
        parse_value=_parse_datetime,
    ),
    URL: strawberry.scalar(name="URL", description="An address.", serialize=str, parse_value=str),
    HTML: strawberry.scalar(name="HTML", description="Sanitised HTML.", serialize=str, parse_value=str),
    JSON: strawberry.scalar(
        name="JSON",
        description="A value as JSON text.",
        serialize=_serialize_json,
        parse_value=_serialize_json,
    ),
    Color: strawberry.scalar(
        name="Color", description="A colour as #rrggbb.", serialize=str, parse_value=str
    ),
    UnsignedInt64: strawberry.scalar(
        name="UnsignedInt64",
        description="A whole number up to 2^64 - 1 as text.",
        serialize=str,
        parse_value=_parse_unsigned,
    ),
}


def schema_config() -> StrawberryConfig:
    """Return strawberry's configuration with our scalars."""
    return StrawberryConfig(scalar_map=SCALARS)
