"""Commands on devices: enrol one, sign a screen in with its token, revoke one."""

import re
from dataclasses import dataclass

from sqlalchemy import Boolean, bindparam, insert, or_, select, update

from comptoir.db.tx import Tx
from comptoir.devices.models import DEVICES
from comptoir.devices.queries import lookup_device
from comptoir.devices.records import DeviceRecord, ReaderRecord, token_digest
from comptoir.errors import DomainError
from comptoir.ids import gid, new_token
from comptoir.inventory.models import LOCATION

_TOKEN_BITS = 160
_LONGEST_NAME = 80
_LONGEST_TOKEN = 200
_READER = re.compile(r"[!-~]{1,200}")
_CHANNEL = re.compile(r"[a-z][a-z0-9_-]{0,63}")

_LOCATION = select(LOCATION.c.id).where(LOCATION.c.handle == bindparam("handle"), LOCATION.c.active)
_HANDLES = select(LOCATION.c.handle).where(LOCATION.c.active).order_by(LOCATION.c.position, LOCATION.c.id)
_ENROL = insert(DEVICES).returning(DEVICES.c.id)
_SIGN_IN = (
    update(DEVICES)
    .where(
        DEVICES.c.token_digest == bindparam("of_token"),
        DEVICES.c.revoked_at.is_(None),
        or_(
            DEVICES.c.session_digest.is_(None),
            DEVICES.c.session_digest == bindparam("of_session"),
            bindparam("take_over", type_=Boolean()),
        ),
    )
    .values(session_digest=bindparam("fresh"), session_at=bindparam("now"))
)
_REVOKE = (
    update(DEVICES)
    .where(DEVICES.c.id == bindparam("of_device"), DEVICES.c.revoked_at.is_(None))
    .values(revoked_at=bindparam("now"))
)


_SET_READER = (
    update(DEVICES)
    .where(DEVICES.c.id == bindparam("of_device"), DEVICES.c.revoked_at.is_(None))
    .values(reader_provider=bindparam("provider"), reader_token=bindparam("token"))
)


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A device that was enrolled. Its token is told this once and kept nowhere."""

    id: str
    number: int
    token: str


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A screen that signed in. Its session is told this once and kept nowhere."""

    session: str
    device: DeviceRecord


def enrol_device(tx: Tx, *, name: str, channel: str, location: str) -> Enrolled:
    """Give a device that stands at a location (by handle) a token of its own for one channel.

    Raises `DomainError` for an empty or overlong name, a channel that cannot be one, or an unknown location.
    """
    name = " ".join(name.split())
    if not name or len(name) > _LONGEST_NAME or not name.isprintable():
        raise DomainError(
            "INVALID", f"a device has a name of 1 to {_LONGEST_NAME} characters", field=("name",)
        )
    if not _CHANNEL.fullmatch(channel):
        raise DomainError("INVALID", f"'{channel[:64]}' is not the name of a channel", field=("channel",))
    location_id = tx.scalar(_LOCATION, {"handle": location})
    if location_id is None:
        known = ", ".join(row.handle for row in tx.all(_HANDLES)) or "none"
        raise DomainError(
            "NOT_FOUND", f"there is no location '{location[:80]}'; there are: {known}", field=("location",)
        )
    token = new_token(_TOKEN_BITS)
    row = {
        "name": name,
        "channel": channel,
        "location_id": location_id,
        "token_digest": token_digest(token),
        "enrolled_at": tx.clock.now(),
    }
    number = int(tx.execute(_ENROL, row).scalar_one())
    return Enrolled(gid("Device", number), number, token)


def sign_in_device(tx: Tx, *, token: str, session: str | None = None, take_over: bool = False) -> SignedIn:
    """Give a screen the one session of the device that has a token; the session before it ends.

    One conditional update decides, so that of two screens that sign in at once one is refused. Raises
    `DomainError` for a token that is unknown or was revoked, and, unless the screen takes over, for a device
    whose session another screen has (than that of `session`).
    """
    fresh = new_token(_TOKEN_BITS)
    given = {
        "of_token": token_digest(token[:_LONGEST_TOKEN]),
        "of_session": token_digest((session or "")[:_LONGEST_TOKEN]),
        "take_over": take_over,
        "fresh": token_digest(fresh),
        "now": tx.clock.now(),
    }
    signed_in = tx.execute(_SIGN_IN, given).rowcount
    device = lookup_device(tx, token=token, session=fresh)
    if device is None:
        raise DomainError("NOT_FOUND", "the shop knows no device with this token", field=("token",))
    if not signed_in:
        raise DomainError("IN_USE", "another screen is signed in with this token", field=("token",))
    return SignedIn(fresh, device)


def revoke_device(tx: Tx, *, number: int) -> None:
    """Make a device's token worthless; raises `DomainError` where there is no such device or it was revoked."""
    if not tx.execute(_REVOKE, {"of_device": number, "now": tx.clock.now()}).rowcount:
        raise DomainError("NOT_FOUND", f"there is no device {number} that is in use", field=("id",))


def set_reader(tx: Tx, *, number: int, reader: ReaderRecord | None) -> None:
    """Say which card reader stands beside a device, or that none does.

    Raises `DomainError` where there is no such device or it was revoked, and for a token that cannot be one.
    """
    if reader is not None and not _READER.fullmatch(reader.token):
        raise DomainError(
            "INVALID", "a reader's token has 1 to 200 characters and no spaces", field=("reader",)
        )
    chosen = {
        "provider": reader.provider if reader is not None else None,
        "token": reader.token if reader is not None else None,
    }
    if not tx.execute(_SET_READER, {"of_device": number, **chosen}).rowcount:
        raise DomainError("NOT_FOUND", f"there is no device {number} that is in use", field=("id",))
