"""`comptoir device`: screens of the shop's own, such as kiosks, and the locations where they stand."""

import typer

from comptoir.cli.opening import open_shop

app = typer.Typer(no_args_is_help=True)


@app.command("enrol")
def enrol(
    name: str = typer.Argument(help="What people call the device, such as 'Kiosk by the door'."),
    channel: str = typer.Option("kiosk", "--channel", help="The channel that it shows."),
    location: str = typer.Option(..., "--location", help="Handle of the location where it stands."),
) -> None:
    """Enrol a device and print its token, which is shown this once."""
    from comptoir.devices.commands import enrol_device
    from comptoir.errors import ConfigurationError

    shop = open_shop()
    try:
        known = sorted(found.name for found in shop.channels)
        if channel not in known:
            raise ConfigurationError(
                f"no channel '{channel}' is installed; installed are: {', '.join(known) or 'none'}"
            )
        enrolled = shop.db.write_now(enrol_device, name=name, channel=channel, location=location)
    finally:
        shop.db.close_now()
    typer.echo(f"Device {enrolled.number} is enrolled. Its token, which is not shown again:")
    typer.echo(enrolled.token)


@app.command("list")
def list_devices() -> None:
    """List the devices that were enrolled."""
    from rich.console import Console
    from rich.table import Table

    from comptoir.devices.queries import find_devices

    shop = open_shop()
    try:
        found = shop.db.read_now(find_devices)
    finally:
        shop.db.close_now()
    if not found:
        typer.echo("no devices are enrolled")
        return
    table = Table(box=None, pad_edge=False)
    for heading in (
        "Device",
        "Name",
        "Channel",
        "Location",
        "Reader",
        "Enrolled (UTC)",
        "Signed in (UTC)",
        "State",
    ):
        table.add_column(heading, overflow="fold")
    for device in found:
        state = "in use" if device.revoked_at is None else f"revoked {device.revoked_at:%Y-%m-%d %H:%M}"
        enrolled = f"{device.enrolled_at:%Y-%m-%d %H:%M}"
        since = f"{device.session_at:%Y-%m-%d %H:%M}" if device.session_at else "never"
        reader = f"{device.reader.provider}: {device.reader.token}" if device.reader else ""
        place = (device.name, device.channel, device.location_name, reader)
        table.add_row(str(device.number), *place, enrolled, since, state)
    Console(highlight=False, markup=False).print(table)


@app.command("reader")
def place_reader(
    device: int = typer.Argument(help="Number of the device, as `comptoir device list` shows it."),
    token: str = typer.Argument(
        "", help="What the provider calls the reader: tmr_…; left out, there is none."
    ),
    provider: str = typer.Option("stripe", "--provider", help="The payment provider that drives it."),
) -> None:
    """Say which card reader stands beside a device."""
    from comptoir.devices.commands import set_reader
    from comptoir.devices.editing import drivers_of
    from comptoir.devices.records import ReaderRecord
    from comptoir.errors import ConfigurationError

    shop = open_shop()
    try:
        drivers = drivers_of(shop.payment_providers.values())
        if token and provider not in drivers:
            known = ", ".join(sorted(drivers)) or "none"
            raise ConfigurationError(f"'{provider}' drives no readers in this shop; these do: {known}")
        reader = ReaderRecord(provider=provider, token=token) if token else None
        shop.db.write_now(set_reader, number=device, reader=reader)
    finally:
        shop.db.close_now()
    typer.echo(f"Device {device} has the reader {token}." if token else f"Device {device} has no reader.")


@app.command("revoke")
def revoke(
    device: int = typer.Argument(help="Number of the device, as `comptoir device list` shows it."),
) -> None:
    """Make a device's token worthless, for one that was lost or moved."""
    from comptoir.devices.commands import revoke_device

    shop = open_shop()
    try:
        shop.db.write_now(revoke_device, number=device)
    finally:
        shop.db.close_now()
    typer.echo(f"Device {device} is revoked.")
