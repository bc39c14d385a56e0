"""Reads of devices."""

import hmac
from typing import Any

from sqlalchemy import Row, bindparam, select

from comptoir.db.tx import ReadTx
from comptoir.devices.models import DEVICES
from comptoir.devices.records import DeviceRecord, ReaderRecord, token_digest
from comptoir.inventory.models import LOCATION

_LONGEST_TOKEN = 200
_ALL = (
    select(DEVICES, LOCATION.c.name.label("location_name"))
    .join(LOCATION, LOCATION.c.id == DEVICES.c.location_id)
    .order_by(DEVICES.c.id)
)
_BY_TOKEN = _ALL.where(DEVICES.c.token_digest == bindparam("digest"), DEVICES.c.revoked_at.is_(None))


def lookup_device(tx: ReadTx, *, token: str, session: str | None = None) -> DeviceRecord | None:
    """Return the device that has a token, as the screen with a session sees it.

    None for a token that is unknown or was revoked.
    """
    if not token or len(token) > _LONGEST_TOKEN:
        return None
    row = tx.first(_BY_TOKEN, {"digest": token_digest(token)})
    return device_record(row, session=session) if row is not None else None


def find_devices(tx: ReadTx) -> list[DeviceRecord]:
    """Return all devices, revoked ones too, in the order in which they were enrolled."""
    return [device_record(row) for row in tx.all(_ALL)]


def device_record(row: Row[Any], *, session: str | None = None) -> DeviceRecord:
    """Return a device's row, joined with its location's name, as a value."""
    digest = token_digest(session[:_LONGEST_TOKEN]) if session else ""
    return DeviceRecord(
        number=row.id,
        name=row.name,
        channel=row.channel,
        location_number=row.location_id,
        location_name=row.location_name,
        enrolled_at=row.enrolled_at,
        revoked_at=row.revoked_at,
        session_at=row.session_at,
        reader=ReaderRecord(provider=row.reader_provider, token=row.reader_token)
        if row.reader_token
        else None,
        signed_in_elsewhere=row.session_digest is not None
        and not hmac.compare_digest(row.session_digest, digest),
    )
