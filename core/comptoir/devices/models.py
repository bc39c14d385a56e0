"""The table of devices."""

from datetime import datetime
from typing import Any, ClassVar, cast

from sqlalchemy import BigInteger, Column, ForeignKey
from sqlmodel import Field, SQLModel

from comptoir.db.columns import BigId, UtcDateTime, table


class DeviceRow(SQLModel, table=True):
    """A screen of the shop's own that stands at a location, such as a kiosk; only its token's digest is kept."""

    __tablename__: ClassVar[Any] = "devices_device"

    id: int | None = Field(default=None, primary_key=True, sa_type=cast("Any", BigId))
    name: str = Field(max_length=80)
    channel: str = Field(max_length=64)
    location_id: int = Field(
        sa_column=Column(
            BigInteger, ForeignKey("inventory_location.id", ondelete="CASCADE"), nullable=False, index=True
        )
    )
    token_digest: str = Field(unique=True, max_length=64)
    session_digest: str | None = Field(default=None, max_length=64)
    """Of the one screen that is signed in with the token; a row has room for one, so that two never are."""
    session_at: datetime | None = Field(default=None, sa_type=cast("Any", UtcDateTime))
    enrolled_at: datetime = Field(sa_type=cast("Any", UtcDateTime), nullable=False)
    reader_provider: str | None = Field(default=None, max_length=64)
    """Who drives the card reader beside it; the reader's name there is `reader_token`."""
    reader_token: str | None = Field(default=None, max_length=200)
    revoked_at: datetime | None = Field(default=None, sa_type=cast("Any", UtcDateTime))


DEVICES = table(DeviceRow)
