"""The web channel's pages in a browser: accessible, no wider than the screen, quiet, and all their own."""

import pytest

from tests.browser.conftest import NARROW, WIDE, violations

pytestmark = pytest.mark.browser

PAGES = {
    "home": "/",
    "collections": "/collections",
    "collection": "/collections/jeans",
    "filtered": "/collections/jeans?option.color=Indigo&price.min=x",
    "product": "/products/averse-trench-coat",
    "sold out": "/products/sillage-slip-dress",
    "search": "/search?q=jeans",
    "nothing found": "/search?q=zzzzqqqq",
    "empty bag": "/cart",
    "page": "/pages/about",
    "policy": "/policies/refund-policy",
    "blog": "/blogs/journal",
    "missing": "/nope",
}


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible_and_fits_the_screen(open_tab, name, viewport):
    with open_tab(viewport=viewport) as page:
        page.goto(PAGES[name])
        page.wait_for_load_state("networkidle")

        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        if name == "missing":
            # The browser itself logs the status of the page, and nothing else.
            assert all("404" in complaint for complaint in page.complaints)
            page.complaints.clear()


def test_every_target_is_large_enough_for_a_finger(open_tab):
    small = """[...document.querySelectorAll('a, button, select, summary, input:not([type=hidden]):not(.vh)')]
        .filter(e => e.checkVisibility() && !e.closest('.prose') && !e.matches('.vh, .skip, .vh-until-focus'))
        .map(e => [e, e.getBoundingClientRect()])
        .filter(([e, r]) => (r.width < 24 || r.height < 24) && r.width && getComputedStyle(e).display !== 'inline')
        .map(([e, r]) => [e.outerHTML.slice(0, 90), r.width, r.height])"""
    with open_tab(viewport=NARROW) as page:
        for path in ("/", "/collections/jeans", "/products/averse-trench-coat"):
            page.goto(path)
            assert page.evaluate(small) == [], path


def test_no_element_breaks_the_content_security_policy(open_tab):
    with open_tab() as page:
        page.add_init_script(
            "addEventListener('securitypolicyviolation', e => console.error('CSP', e.violatedDirective, e.blockedURI))"
        )
        for path in PAGES.values():
            if path != "/nope":
                page.goto(path)
                page.wait_for_load_state("networkidle")


def test_the_keyboard_reaches_the_content_at_once(open_tab):
    with open_tab() as page:
        page.goto("/")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Skip to content"
        page.keyboard.press("Enter")
        page.wait_for_function("document.activeElement.id === 'main'")


def test_pictures_are_there_and_no_larger_than_needed(open_tab):
    with open_tab(viewport=NARROW) as page:
        page.goto("/collections/jeans")
        page.wait_for_load_state("networkidle")
        widths = page.evaluate(
            """[...document.querySelectorAll('.card__first')].filter(i => i.complete && i.naturalWidth)
            .map(i => i.naturalWidth)"""
        )

        assert widths
        assert max(widths) <= 360


def test_people_who_want_less_motion_get_none(open_tab):
    with open_tab(reduced_motion="reduce") as page:
        page.goto("/")
        duration = page.evaluate("getComputedStyle(document.querySelector('.button')).transitionDuration")

        assert float(duration.rstrip("s").split("s,")[0]) < 0.001


def test_going_offline_is_said(open_tab):
    with open_tab() as page:
        page.goto("/")
        page.context.set_offline(True)
        page.wait_for_selector("#offline:not([hidden])")
        page.context.set_offline(False)
        page.wait_for_selector("#offline", state="hidden")
        page.complaints.clear()
