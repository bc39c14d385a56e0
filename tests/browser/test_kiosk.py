"""The kiosk on its own screens: accessible, quiet, large enough for fingers, and forgetful."""

from contextlib import contextmanager

import pytest

from tests.browser.conftest import NARROW, violations

pytestmark = pytest.mark.browser

UPRIGHT = {"viewport": {"width": 1080, "height": 1920}, "has_touch": True}
LYING = {"viewport": {"width": 1280, "height": 800}, "has_touch": True}
COAT = "/kiosk/products/averse-trench-coat"
PAGES = {
    "attract": "/kiosk/",
    "browse": "/kiosk/browse",
    "collection": "/kiosk/collections/jeans",
    "product": COAT,
    "search": "/kiosk/search?q=coat",
    "bag": "/kiosk/cart",
    "take over": "/kiosk/handoff",
    "stores": "/kiosk/stores",
    "enrol": "/kiosk/enrol",
}
SIDEWAYS = "document.documentElement.scrollWidth - innerWidth"
SMALL = """[...document.querySelectorAll('a, button, select, input:not([type=hidden])')]
    .filter(e => e.checkVisibility() && !e.matches('.skip')).map(e => [e, e.getBoundingClientRect()])
    .filter(([e, r]) => r.width < 64 || r.height < 64).map(([e, r]) => [e.outerHTML.slice(0, 90), r.width, r.height])"""


@contextmanager
def screen(open_tab, **options):
    with open_tab(**{**UPRIGHT, **options}) as page:
        page.add_init_script(
            "addEventListener('securitypolicyviolation', e => console.error('CSP', e.violatedDirective, e.blockedURI))"
        )
        yield page


def add(page):
    page.goto(COAT)
    page.get_by_role("button", name="Put it in the bag").tap()
    page.wait_for_url("**/kiosk/cart")


@pytest.mark.parametrize("name", PAGES)
def test_a_screen_is_accessible_quiet_and_large_enough(open_tab, name):
    with screen(open_tab) as page:
        page.goto(PAGES[name])
        page.wait_for_load_state("load")

        assert violations(page) == []
        for size in (UPRIGHT, LYING):
            page.set_viewport_size(size["viewport"])
            assert page.evaluate(SIDEWAYS) <= 0
            assert page.evaluate(SMALL) == []
        page.set_viewport_size(NARROW)
        assert page.evaluate(SIDEWAYS) <= 0


def test_words_are_typed_on_the_screen(open_tab):
    with screen(open_tab) as page:
        page.goto("/kiosk/search")
        for key in "coat":
            page.locator(f"[data-key='{key}']").tap()
        page.locator(".finder > .button").tap()
        page.wait_for_url("**q=coat")

        assert page.get_by_role("link", name="Averse Trench Coat").is_visible()


def test_the_keys_follow_the_language(open_tab):
    with screen(open_tab) as page:
        page.goto("/kiosk/search?language=FR")

        assert page.locator(".keyboard__row").nth(1).inner_text().replace("\n", "").startswith("azerty")


def test_a_screen_that_nobody_touches_asks_and_then_forgets(open_tab):
    with screen(open_tab) as page:
        add(page)
        page.evaluate("document.body.dataset.idle = '0.3'")
        dialog = page.get_by_role("dialog", name="Are you still there?")
        dialog.wait_for()
        assert violations(page) == []
        page.evaluate("document.body.dataset.idle = '60'")
        page.get_by_role("button", name="Yes, go on").tap()
        dialog.wait_for(state="hidden")
        page.evaluate("Object.assign(document.body.dataset, {idle: '0.3', grace: '0.3'})")
        page.wait_for_url("**/kiosk/")
        page.wait_for_load_state("load")

        assert [c["name"] for c in page.context.cookies() if c["name"] == "kiosk_cart"] == []
        page.go_back(wait_until="commit")
        page.wait_for_url("**/kiosk/")
        assert page.locator("h1").inner_text() == "Atelier Rive"


def test_the_phones_edits_appear_here_at_once(open_tab):
    with screen(open_tab) as one, screen(open_tab) as other:
        add(one)
        one.get_by_role("button", name="Take it to your phone").tap()
        code = one.locator("[data-code]").inner_text()
        assert violations(one) == []
        other.goto("/kiosk/handoff")
        for key in code.replace("-", ""):
            other.locator(f"[data-key='{key}']").tap()
        other.get_by_role("button", name="Take it over").tap()
        other.wait_for_url("**/kiosk/cart")
        one.goto("/kiosk/cart")
        one.wait_for_timeout(300)
        other.get_by_role("button", name="One more: Averse Trench Coat").tap()

        one.wait_for_function("() => document.querySelector('.stepper__number').textContent === '2'")
        assert one.locator("[data-total]").inner_text() == "630,00\xa0€"
