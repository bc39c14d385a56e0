"""Who may do what: every role against every field of the staff schema, and what nobody may do without signing in."""

import pytest
import strawberry
from comptoir.clock import SystemClock
from comptoir.errors import ConfigurationError
from comptoir.graphql.context import Info
from comptoir.graphql.schema import assemble
from comptoir.hooks.contributions import GraphQLContribution, TypeExtension
from comptoir.markers import hookimpl
from comptoir.staff.graphql import Permission, StaffPayload, change, requires
from comptoir.staff.graphql.account import StaffAccount, StaffQueries
from comptoir.staff.guard import StaffGuard
from comptoir.staff.permissions import ANYONE, PERMISSIONS, SIGNED_IN, Role
from comptoir.testing import open_shop
from graphql import GraphQLNonNull, get_named_type, is_leaf_type

from tests.staff.office import staffed

TABLE = """
                    owner merchandiser associate support auditor
staff.read          x     -            -         -       x
staff.write         x     -            -         -       -
audit.read          x     -            -         -       x
catalog.read        x     x            x         x       x
catalog.write       x     x            -         -       -
content.read        x     x            x         x       x
content.write       x     x            -         -       -
markets.read        x     x            x         x       x
pricing.read        x     x            x         x       x
pricing.write       x     x            -         -       -
divergences.write   x     x            -         -       -
promotions.read     x     x            x         x       x
promotions.write    x     x            -         -       -
policies.read       x     x            x         x       x
policies.write      x     x            -         -       -
locations.read      x     x            x         x       x
locations.write     x     -            -         -       -
stock.read          x     x            x         x       x
stock.write         x     -            x         -       -
devices.read        x     -            x         -       x
devices.write       x     -            -         -       -
reservations.read   x     -            x         x       x
reservations.write  x     -            x         x       -
orders.read         x     -            x         x       x
orders.write        x     -            -         x       -
orders.sell         x     -            x         x       -
orders.fulfill      x     -            x         -       -
payments.read       x     -            x         x       x
payments.write      x     -            -         x       -
customers.read      x     -            x         x       x
customers.write     x     -            -         x       -
service.read        x     -            x         x       x
service.write       x     -            x         x       -
"""


def table():
    roles, *rows = (line.split() for line in TABLE.strip().splitlines())
    return {
        permission: {role for role, mark in zip(roles, marks, strict=True) if mark == "x"}
        for permission, *marks in rows
    }


@pytest.fixture(scope="module")
def shop_office(tmp_path_factory, password_digest):
    clock = SystemClock()
    with open_shop(tmp_path_factory.mktemp("permissions"), clock=clock) as opened:
        yield staffed(opened.shop, clock=clock, password_digest=password_digest)


def fields(office):
    """Yield each root field with its permission and a document that asks for it and cannot do anything."""
    executor = office.shop.executors["staff"]
    for root, word in (("Query", "query"), ("Mutation", "mutation")):
        for name, field in executor.schema.core.type_map[root].fields.items():
            needed = {
                argument: kind.type
                for argument, kind in field.args.items()
                if isinstance(kind.type, GraphQLNonNull)
            }
            takes = ", ".join(f"${argument}: {kind}" for argument, kind in needed.items())
            gives = ", ".join(f"{argument}: ${argument}" for argument in needed)
            inner = "" if is_leaf_type(get_named_type(field.type)) else " { __typename }"
            call = f"{name}({gives})" if gives else name
            document = f"{word} ({takes}) {{ {call}{inner} }}" if takes else f"{word} {{ {call}{inner} }}"
            yield f"{root}.{name}", executor.guard.permission_of(root, name), document


def refusal(office, document, **who):
    body = office.body(document, **who)
    code = body["errors"][0]["extensions"]["code"] if "errors" in body else None
    return code if code in {"FORBIDDEN", "UNAUTHENTICATED"} else None


def test_each_role_holds_exactly_the_permissions_of_the_table():
    assert list(table()) == [permission.value for permission in Permission]
    held = {
        permission.value: {role.value for role in Role if permission in PERMISSIONS[role]}
        for permission in Permission
    }
    assert held == table()


@pytest.mark.parametrize("role", [role.value for role in Role])
def test_a_role_may_use_exactly_the_fields_that_its_permissions_cover(shop_office, role):
    expected = {
        name: None if permission in {ANYONE, SIGNED_IN} or role in table()[permission] else "FORBIDDEN"
        for name, permission, _ in fields(shop_office)
        if name != "Mutation.staffSignOut"
    }
    before = len(shop_office.audit(1_000))
    found = {
        name: refusal(shop_office, document, role=role)
        for name, _, document in fields(shop_office)
        if name != "Mutation.staffSignOut"
    }
    assert found == expected
    assert len(expected) > 60
    assert len(shop_office.audit(1_000)) == before, "nothing was carried out"


def test_without_a_token_only_signing_in_is_possible(shop_office):
    found = {name: refusal(shop_office, document, role=None) for name, _, document in fields(shop_office)}
    assert {name for name, refused in found.items() if refused is None} == {"Mutation.staffSignIn"}
    assert set(found.values()) == {None, "UNAUTHENTICATED"}


def test_the_schema_itself_is_for_whoever_is_signed_in(shop_office):
    schema = "{ __schema { types { name fields { name } } } }"
    assert shop_office.code(schema, role=None) == "UNAUTHENTICATED"
    assert shop_office.code('{ __type(name: "Query") { name } }', role=None) == "UNAUTHENTICATED"
    assert "__schema" in shop_office.ask(schema, role="auditor")
    assert shop_office.ask("{ __typename }", role=None) == {"__typename": "Query"}


@pytest.mark.parametrize(
    "query",
    [
        "{ me { tokens { label } } }",
        """{ me { ...held } } fragment held on StaffAccount { ...deeper }
        fragment deeper on StaffAccount { tokens { id } }""",
        "{ me { ... on StaffAccount { tokens { id } } } }",
        "{ me { tokens @skip(if: true) { id } } }",
        "query A { staff { id } } query B { me { id } }",
    ],
)
def test_no_fragment_or_directive_leads_around_a_permission(shop_office, query):
    payload = {"query": query, "operationName": "A" if "query A" in query else None}
    headers = {"authorization": f"Bearer {shop_office.tokens['associate']}"}
    body = shop_office.send(json=payload, headers=headers).json()
    assert [error["extensions"]["code"] for error in body["errors"]] == ["FORBIDDEN"]
    assert "data" not in body


def test_of_several_operations_the_one_that_runs_is_judged(shop_office):
    payload = {"query": "query A { staff { id } } query B { me { role } }", "operationName": "B"}
    headers = {"authorization": f"Bearer {shop_office.tokens['associate']}"}
    assert shop_office.send(json=payload, headers=headers).json() == {"data": {"me": {"role": "ASSOCIATE"}}}


def test_a_refusal_names_the_field_and_what_it_asks_for_with_the_status_403(shop_office):
    headers = {
        "authorization": f"Bearer {shop_office.tokens['support']}",
        "accept": "application/graphql-response+json",
    }
    response = shop_office.send(json={"query": "{ staff { id } }"}, headers=headers)
    assert response.status_code == 403
    assert response.json()["errors"] == [
        {"message": "Query.staff asks for the permission staff.read", "extensions": {"code": "FORBIDDEN"}}
    ]


def test_a_mutation_whose_answer_would_be_refused_is_not_carried_out(small_office):
    mutation = """mutation ($id: ID!) { staffPasswordChange(current: "x", password: "y") { changed }
      productDelete(id: $id) { deletedProductId } }"""
    product = small_office.ask("{ products(first: 1) { nodes { id } } }")["products"]["nodes"][0]
    before = small_office.audit()
    assert small_office.code(mutation, product, role="associate") == "FORBIDDEN"
    assert small_office.audit() == before


def test_a_role_that_is_taken_away_counts_at_once(small_office):
    demote = "mutation ($id: ID!) { staffAccountUpdate(id: $id, role: AUDITOR) { userErrors { code } } }"
    query = '{ product(handle: "shirt") { title } }'
    delete = 'mutation { pageDelete(handle: "none") { userErrors { code } } }'
    assert small_office.ask(delete, role="merchandiser")["pageDelete"]["userErrors"] == [
        {"code": "NOT_FOUND"}
    ]
    small_office.ask(demote, {"id": small_office.accounts["merchandiser"].id})
    assert small_office.ask(query, role="merchandiser")["product"]["title"] == "Shirt"
    assert small_office.code(delete, role="merchandiser") == "FORBIDDEN"


@strawberry.type
class Bare:
    """Root fields without a permission."""

    @strawberry.field
    def open_door(self) -> int:
        return 1


@strawberry.type
class Grafted:
    """A field for a type of another context, without a permission."""

    @strawberry.field
    def secret(self) -> int:
        return 1


@strawberry.type
class Plain:
    """A type without a permission."""

    number: int


@requires(Permission.STOCK_READ)
@strawberry.type
class Leading:
    """A field with a permission that leads to a type without one."""

    @strawberry.field(graphql_type=Plain)
    def plain(self) -> object:
        return Plain(number=1)


@pytest.mark.parametrize(
    ("contribution", "name"),
    [
        (GraphQLContribution(schema="staff", queries=(Bare,)), "Query.openDoor"),
        (GraphQLContribution(schema="staff", mutations=(Bare,)), "Mutation.openDoor"),
        (
            GraphQLContribution(
                schema="staff", extensions=(TypeExtension(target=StaffAccount, fields=Grafted),)
            ),
            "StaffAccount.secret",
        ),
        (GraphQLContribution(schema="staff", queries=(Leading,)), "Plain.number"),
    ],
)
def test_a_field_without_a_permission_stops_the_start(contribution, name):
    core = GraphQLContribution(schema="staff", queries=(StaffQueries,))
    with pytest.raises(ConfigurationError) as caught:
        StaffGuard(assemble([("staff", core), ("corner", contribution)], name="staff"))
    assert f"staff fields without a permission: {name};" in caught.value.message


class BarePlugin:
    """Contributes a field without a permission."""

    def __init__(self):
        self.register_graphql = hookimpl(lambda: [GraphQLContribution(schema="staff", queries=(Bare,))])


def test_a_plugin_whose_field_asks_for_nothing_is_left_out_whole(furnish):
    with pytest.raises(ConfigurationError, match=r"Query\.openDoor"):
        furnish(plugins=[BarePlugin()])
    office = furnish(plugins=[BarePlugin()], strict=False)
    (left_out,) = [plugin for plugin in office.shop.registry.plugins if plugin.name == "BarePlugin"]
    assert left_out.status == "failed"
    assert "Query.openDoor" in left_out.error
    assert office.code("{ openDoor }") == "GRAPHQL_VALIDATION_FAILED"
    assert office.ask("{ me { role } }")["me"] == {"role": "OWNER"}


@requires(Permission.STOCK_WRITE)
@strawberry.type
class SilentPayload(StaffPayload):
    """A change."""

    @strawberry.field
    def done(self) -> bool:
        return self.value is not None


@requires(Permission.STOCK_WRITE)
@strawberry.type
class Silent:
    """A change that tells the audit log nothing."""

    @strawberry.mutation(graphql_type=SilentPayload)
    async def silently(self, info: Info) -> object:
        return await change(info, lambda tx: True)


class SilentPlugin:
    """Contributes it."""

    def __init__(self):
        self.register_graphql = hookimpl(lambda: [GraphQLContribution(schema="staff", mutations=(Silent,))])


def test_a_change_that_leaves_no_row_in_the_log_is_undone(furnish):
    office = furnish(plugins=[SilentPlugin()])
    assert office.code("mutation { silently { done } }") == "INTERNAL_SERVER_ERROR"


def test_a_member_of_staff_is_a_stranger_to_the_storefront_and_a_shopper_to_the_staff_schema(small_office):
    office = small_office
    query = "{ shop { name } }"
    as_staff = office.body(query, role="owner", path="/graphql")
    assert as_staff == office.body(query, role=None, path="/graphql")
    assert office.code("{ me { id } }", role="owner", path="/graphql") == "GRAPHQL_VALIDATION_FAILED"
    from comptoir.storefront_tokens import PURPOSE, issue

    token = issue(office.shop.signer(PURPOSE), channel="web")
    assert office.code("{ me { id } }", token=token) == "UNAUTHENTICATED"
    headers = {"shopify-storefront-private-token": token}
    body = office.send(json={"query": "{ me { id } }"}, headers=headers).json()
    assert body["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
