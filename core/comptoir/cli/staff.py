"""`comptoir staff`: who works here, for the first owner and for whoever was locked out."""

from datetime import timedelta
from typing import TYPE_CHECKING

import typer

from comptoir.cli.opening import open_shop
from comptoir.staff.permissions import Role

if TYPE_CHECKING:
    from comptoir.shop import Shop
    from comptoir.staff.accounts import AccountRecord

app = typer.Typer(no_args_is_help=True)

_ROLE = typer.Option(..., "--role", help="What they may do.")
_NEW_ROLE = typer.Argument(help="The new role.")
_EMAIL = typer.Argument(help="The e-mail address of the account.")


@app.command("add")
def add(
    email: str = typer.Argument(help="The e-mail address to sign in with."),
    name: str = typer.Option(..., "--name", help="What people are called, such as 'Ana Duarte'."),
    role: Role = _ROLE,
    without_password: bool = typer.Option(
        False, "--without-password", help="For an account that works with tokens alone."
    ),
) -> None:
    """Add a member of staff; asks for a password, which is read from standard input where that is no terminal."""
    from comptoir.staff.accounts import add_account, normal_email
    from comptoir.staff.passwords import check_password, hash_now

    digest = None
    if not without_password:
        password = _ask_password()
        check_password(password, email=normal_email(email))
        digest = hash_now(password)
    shop = open_shop()
    try:
        account = shop.db.write_now(add_account, email=email, name=name, role=role, password_digest=digest)
    finally:
        shop.db.close_now()
    typer.echo(f"{account.email} is added as {account.role}.")


@app.command("list")
def list_accounts() -> None:
    """List the members of staff."""
    from rich.console import Console
    from rich.table import Table

    from comptoir.staff.accounts import find_accounts

    shop = open_shop()
    try:
        found = shop.db.read_now(find_accounts)
    finally:
        shop.db.close_now()
    if not found:
        typer.echo("no accounts; add the first with: comptoir staff add EMAIL --name NAME --role owner")
        return
    table = Table(box=None, pad_edge=False)
    for heading in ("Account", "E-mail", "Name", "Role", "Signs in with", "State"):
        table.add_column(heading, overflow="fold")
    for account in found:
        state = (
            "active" if account.disabled_at is None else f"disabled {account.disabled_at:%Y-%m-%d %H:%M} UTC"
        )
        means = "password" if account.has_password else "tokens"
        table.add_row(str(account.number), account.email, account.name, account.role.value, means, state)
    Console(highlight=False, markup=False).print(table)


@app.command("role")
def change_role(email: str = _EMAIL, role: Role = _NEW_ROLE) -> None:
    """Give an account another role; it counts at once."""
    from comptoir.staff.accounts import change_account

    shop = open_shop()
    try:
        account = _find(shop, email)
        shop.db.write_now(change_account, number=account.number, role=role)
    finally:
        shop.db.close_now()
    typer.echo(f"{account.email} is {role} now.")


@app.command("password")
def change_password(email: str = _EMAIL) -> None:
    """Give an account another password; its tokens are revoked."""
    from comptoir.staff.accounts import set_password
    from comptoir.staff.passwords import check_password, hash_now

    password = _ask_password()
    shop = open_shop()
    try:
        account = _find(shop, email)
        check_password(password, email=account.email)
        shop.db.write_now(set_password, number=account.number, password_digest=hash_now(password))
    finally:
        shop.db.close_now()
    typer.echo(f"{account.email} has another password; tokens of before are revoked.")


@app.command("disable")
def disable(email: str = _EMAIL) -> None:
    """Lock an account out and revoke its tokens."""
    from comptoir.staff.accounts import disable_account

    shop = open_shop()
    try:
        account = _find(shop, email)
        shop.db.write_now(disable_account, number=account.number)
    finally:
        shop.db.close_now()
    typer.echo(f"{account.email} is disabled.")


@app.command("token")
def issue(
    email: str = _EMAIL,
    label: str = typer.Option(..., "--label", help="What the token is for, such as 'stock import'."),
    days: int = typer.Option(90, "--days", min=1, max=366, help="How long it lasts."),
) -> None:
    """Issue a token for a program that acts for an account, and print it, this once."""
    from comptoir.staff.tokens import issue_token

    shop = open_shop()
    try:
        account = _find(shop, email)
        issued = shop.db.write_now(
            issue_token, account_number=account.number, label=label, lasts=timedelta(days=days)
        )
    finally:
        shop.db.close_now()
    typer.echo(f"Good until {issued.record.expires_at:%Y-%m-%d %H:%M} UTC. The token, not shown again:")
    typer.echo(issued.text)


def _ask_password() -> str:
    import sys

    if sys.stdin.isatty():
        return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))
    return sys.stdin.readline().rstrip("\r\n")


def _find(shop: "Shop", email: str) -> "AccountRecord":
    from comptoir.errors import DomainError
    from comptoir.staff.accounts import lookup_account

    account = shop.db.read_now(lookup_account, email=email)
    if account is None:
        raise DomainError("NOT_FOUND", f"no account has the address '{email[:80]}'")
    return account
