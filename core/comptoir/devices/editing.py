"""What staff do to devices: the commands, told to the audit log."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from comptoir.db.tx import ReadTx, Tx
from comptoir.devices.commands import enrol_device, revoke_device, set_reader
from comptoir.devices.queries import find_devices
from comptoir.devices.records import DeviceRecord, ReaderRecord
from comptoir.errors import DomainError
from comptoir.hooks.payments import PaymentProvider
from comptoir.staff.audit import record


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolledDevice:
    """A device that was enrolled; `token` is told this once and kept nowhere."""

    device: DeviceRecord
    token: str


def enrol(tx: Tx, *, name: str, channel: str, location: str, channels: frozenset[str]) -> EnrolledDevice:
    """Enrol a device at a location (by handle) for one of the channels that are installed.

    Raises `DomainError` as `enrol_device` does.
    """
    if channel not in channels:
        installed = ", ".join(sorted(channels)) or "none"
        message = f"no channel '{channel[:64]}' is installed; installed are: {installed}"
        raise DomainError("INVALID", message, field=("channel",))
    enrolled = enrol_device(tx, name=name, channel=channel, location=location)
    device = _get(tx, enrolled.number)
    record(tx, action="device.enrolled", subject=device.id, after=_told(device))
    return EnrolledDevice(device=device, token=enrolled.token)


def revoke(tx: Tx, *, number: int, reason: str | None = None) -> DeviceRecord:
    """Make a device's token worthless; raises `DomainError` with `NOT_FOUND`."""
    revoke_device(tx, number=number)
    device = _get(tx, number)
    record(tx, action="device.revoked", subject=device.id, before=_told(device), reason=reason)
    return device


def drivers_of(providers: Iterable[PaymentProvider]) -> frozenset[str]:
    """Return the names of the providers that drive card readers."""
    return frozenset(provider.name for provider in providers if provider.capabilities.readers)


def place_reader(
    tx: Tx, *, number: int, reader: ReaderRecord | None, drivers: frozenset[str], reason: str | None = None
) -> DeviceRecord:
    """Say which card reader stands beside a device; `drivers` are the providers that drive readers.

    Raises `DomainError` as `set_reader` does, and for a provider that drives none.
    """
    if reader is not None and reader.provider not in drivers:
        known = ", ".join(sorted(drivers)) or "none"
        message = f"'{reader.provider[:64]}' drives no readers in this shop; these do: {known}"
        raise DomainError("INVALID", message, field=("provider",))
    before = next((device for device in find_devices(tx) if device.number == number), None)
    set_reader(tx, number=number, reader=reader)
    device = _get(tx, number)
    record(
        tx,
        action="device.reader_placed",
        subject=device.id,
        before=_told(before) if before is not None else None,
        after=_told(device),
        reason=reason,
    )
    return device


def _get(tx: ReadTx, number: int) -> DeviceRecord:
    return next(device for device in find_devices(tx) if device.number == number)


def _told(device: DeviceRecord) -> Mapping[str, Any]:
    told = {"name": device.name, "channel": device.channel, "location": device.location_id}
    reader = device.reader
    return told if reader is None else {**told, "reader": f"{reader.provider}: {reader.token}"}
