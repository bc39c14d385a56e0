"""The demonstration shop on a real port, and visitors who come to its social shop without scripts."""

from urllib.parse import unquote

import html5lib
import httpx2
import pytest
from comptoir.app import serve
from comptoir.startup import start_shop

from tests.rig.demo_shop import demo_folder, demo_settings
from tests.rig.serving import serving


class Visitor(httpx2.Client):
    """A browser without scripts: it keeps cookies, follows no redirects, and fills in forms."""

    def page(self, path, *, status=200, **options):
        """Return the parsed page of an address; HTML that is not valid fails here."""
        response = self.get(path, **options)
        assert response.status_code == status, (path, response.status_code)
        return parse(response.text)

    def submit(self, path, **fields):
        """Post a form as a page of the shop would."""
        token = self.page("/social/").find(".//input[@name='csrf']").get("value")
        return self.post(path, data={"csrf": token, **fields})

    def ask(self, query, variables=None):
        """Ask GraphQL, as any other client would."""
        answer = self.post("/graphql", json={"query": query, "variables": variables or {}}).json()
        assert "errors" not in answer, answer["errors"]
        return answer["data"]

    def cart_attributes(self):
        """Return the attributes of the visitor's cart."""
        gid = "gid://shopify/Cart/" + unquote(self.cookies["cart"])
        data = self.ask("query($id: ID!) { cart(id: $id) { attributes { key value } } }", {"id": gid})
        return {row["key"]: row["value"] for row in data["cart"]["attributes"]}


def parse(html):
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)


def text(element):
    """Return the words of an element."""
    return " ".join("".join(element.itertext()).split())


@pytest.fixture(scope="session")
def demo_shop(tmp_path_factory):
    return start_shop(demo_settings(demo_folder(tmp_path_factory)))


@pytest.fixture(scope="session")
def address(demo_shop):
    with serving(serve(demo_shop)) as found:
        yield found


@pytest.fixture
def visitor(address):
    with Visitor(base_url=address, timeout=30, headers={"accept-language": "en"}) as client:
        yield client
