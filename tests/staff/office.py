"""Asks a shop over HTTP as its staff do."""

import asyncio
from datetime import timedelta

import httpx2
from comptoir.app import serve
from comptoir.staff.accounts import add_account
from comptoir.staff.permissions import Role
from comptoir.staff.tokens import issue_token

PASSWORD = "correct horse battery"
PATH = "/graphql/staff"


class Office:
    """A shop with an account and a token for each role: `tokens["owner"]`, `accounts["owner"]`."""

    def __init__(self, shop, *, clock, accounts, tokens):
        self.shop = shop
        self.clock = clock
        self.accounts = accounts
        self.tokens = tokens
        self.app = serve(shop)

    def send(self, method="POST", path=PATH, *, address="10.0.0.1", **options):
        """Send a request and return the response."""

        async def once():
            transport = httpx2.ASGITransport(app=self.app, client=(address, 4711))
            async with httpx2.AsyncClient(transport=transport, base_url="http://shop.test") as client:
                return await client.request(method, path, **options)

        return asyncio.run(once())

    def body(self, query, variables=None, *, role="owner", token=None, path=PATH, address="10.0.0.1"):
        """Return the body of the answer to somebody of a role, to a token, or (role none) to nobody."""
        token = token or (self.tokens[role] if role else None)
        headers = {"authorization": f"Bearer {token}"} if token else {}
        payload = {"query": query, "variables": variables or {}}
        return self.send(path=path, json=payload, headers=headers, address=address).json()

    def ask(self, query, variables=None, **options):
        """Return the data of an answer without errors."""
        body = self.body(query, variables, **options)
        assert "errors" not in body, body
        return body["data"]

    def code(self, query, variables=None, **options):
        """Return the code of the first error of a refused request."""
        body = self.body(query, variables, **options)
        return body["errors"][0]["extensions"]["code"]

    def audit(self, count=50):
        """Return the newest rows of the audit log, oldest of them first."""
        from comptoir.staff.audit import find_audit

        return self.shop.db.read_now(find_audit, count=count)[::-1]


def staffed(shop, *, clock, password_digest):
    """Add an account for each role to a shop; return it as an office."""
    accounts, tokens = {}, {}
    for role in Role:
        account = shop.db.write_now(
            add_account,
            email=f"{role}@shop.test",
            name=role.title(),
            role=role,
            password_digest=password_digest,
        )
        issued = shop.db.write_now(
            issue_token, account_number=account.number, label="tests", lasts=timedelta(days=30)
        )
        accounts[role.value], tokens[role.value] = account, issued.text
    return Office(shop, clock=clock, accounts=accounts, tokens=tokens)
