"""The mobile channel on a phone's screen: accessible, quiet, quick to the thumb, readable without network."""

from contextlib import contextmanager

import pytest

from tests.browser.conftest import violations

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 375, "height": 812}, "has_touch": True, "is_mobile": True}
COAT = "/mobile/products/averse-trench-coat"
PAGES = {
    "home": "/mobile/",
    "collections": "/mobile/collections",
    "collection": "/mobile/collections/jeans",
    "product": COAT,
    "sold out": "/mobile/products/sillage-slip-dress",
    "search": "/mobile/search",
    "results": "/mobile/search?q=jeans",
    "nothing found": "/mobile/search?q=zzzzqqqq",
    "scan": "/mobile/scan",
    "empty bag": "/mobile/cart",
    "take over": "/mobile/handoff",
    "confirm": "/mobile/handoff/7KQ2M-9XWRT",
    "policy": "/mobile/policies/refund-policy",
    "offline": "/mobile/offline",
}
SMALL = """[...document.querySelectorAll('a, button, select, summary, input:not([type=hidden]):not(.vh)')]
    .filter(e => e.checkVisibility() && !e.closest('.prose') && !e.matches('.vh, .skip'))
    .map(e => [e, e.getBoundingClientRect()])
    .filter(([e, r]) => (r.width < 24 || r.height < 24) && r.width && getComputedStyle(e).display !== 'inline')
    .map(([e, r]) => [e.outerHTML.slice(0, 90), r.width, r.height])"""


@contextmanager
def phone(open_tab, **options):
    with open_tab(**{**PHONE, **options}) as page:
        page.add_init_script(
            "addEventListener('securitypolicyviolation', e => console.error('CSP', e.violatedDirective, e.blockedURI))"
        )
        yield page


def no_wider_than_the_screen(page):
    return page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def add(page, path=COAT):
    page.goto(path)
    page.get_by_role("button", name="Add to bag").click()
    page.locator("#toast p").first.wait_for()


def await_worker(page):
    page.goto("/mobile/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")


def await_kept(page, path):
    """Wait until the worker remembers a page: `wait_for_function` looks no further than a first promise."""
    # Half a minute at most; on the clock of the page.
    kept = page.evaluate(
        """async path => {
            const until = Date.now() + 30000;
            while (Date.now() < until) {
                for (const name of (await caches.keys()).filter(name => name.startsWith('mobile-pages')))
                    if (await (await caches.open(name)).match(path)) return true;
                await new Promise(next => setTimeout(next, 50));
            }
            return false;
        }""",
        path,
    )
    assert kept, path


@contextmanager
def no_network(page):
    page.context.set_offline(True)
    yield
    page.context.set_offline(False)
    # Back on the network, the page shows itself as it is now.
    page.wait_for_function("() => document.body.dataset.seen === undefined && navigator.onLine")
    page.wait_for_load_state("load")
    # The browser itself logs what could not be fetched.
    page.complaints[:] = [text for text in page.complaints if "net::ERR_" not in text]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible_quiet_and_fits_the_screen(open_tab, name):
    with phone(open_tab) as page:
        page.goto(PAGES[name])
        page.wait_for_load_state("load")

        assert violations(page) == []
        assert no_wider_than_the_screen(page)
        assert page.evaluate(SMALL) == []


def test_sheets_come_to_the_thumb_and_are_accessible(open_tab):
    with phone(open_tab, reduced_motion="reduce") as page:
        page.goto(COAT)
        page.get_by_role("button", name="Size guide").tap()
        sheet = page.get_by_role("dialog", name="Size guide")
        sheet.wait_for()
        assert sheet.get_by_role("table").is_visible()
        assert violations(page) == []
        sheet.get_by_role("button", name="Close").tap()
        sheet.wait_for(state="hidden")

        page.get_by_role("button", name="Country and language").tap()
        page.get_by_label("Country", exact=True).select_option("GB")
        page.get_by_role("dialog").get_by_role("button", name="Apply").tap()
        page.wait_for_function("() => document.querySelector('[data-price]').textContent.startsWith('£')")
        assert no_wider_than_the_screen(page)


def test_what_buys_is_in_reach_of_the_thumb(open_tab):
    with phone(open_tab) as page:
        page.goto(COAT)
        box = page.get_by_role("button", name="Add to bag").bounding_box()
        tabs = page.locator(".tabs").bounding_box()

        assert box["height"] >= 44
        assert box["y"] > 812 * 0.75
        assert tabs["y"] + tabs["height"] == 812


def test_a_coat_is_chosen_bought_and_taken_out_again(open_tab):
    with phone(open_tab) as page:
        page.goto(COAT)
        page.evaluate("window.stays = true")
        page.locator("label.choice", has_text="Navy").tap()
        page.locator("label.choice", has=page.locator("input[value='M']")).tap()
        page.wait_for_function("() => document.querySelectorAll('.picker__chosen')[1].textContent === 'M'")
        assert page.evaluate("window.stays") is True
        assert "variant=" in page.url
        page.get_by_role("button", name="Add to bag").tap()
        page.get_by_text("In your bag: 1 piece").wait_for()
        assert violations(page) == []
        page.get_by_role("link", name="View bag").tap()

        page.get_by_role("button", name="One more: Averse Trench Coat").tap()
        page.wait_for_function("() => document.querySelector('.stepper__number').textContent === '2'")
        assert page.locator("[data-total]").inner_text() == "630,00\xa0€"
        assert page.locator("#bag-count").inner_text().startswith("2")
        assert violations(page) == []
        assert no_wider_than_the_screen(page)
        page.set_viewport_size({"width": 360, "height": 640})
        assert no_wider_than_the_screen(page)
        page.get_by_role("button", name="Remove Averse Trench Coat").tap()
        page.get_by_text("Your bag is empty.").wait_for()
        assert page.locator("#bag-count").inner_text() == ""


def test_pictures_swipe_and_are_counted(open_tab):
    with phone(open_tab) as page:
        page.goto(COAT)
        page.locator(".gallery__stage").evaluate("stage => stage.scrollTo(stage.clientWidth, 0)")

        page.wait_for_function("() => document.querySelector('[data-at]').textContent === '2'")


def test_suggestions_come_while_one_types(open_tab):
    with phone(open_tab) as page:
        page.goto("/mobile/search")
        page.locator("#words").press_sequentially("trench", delay=20)
        page.locator(".suggestions a").first.wait_for()
        assert violations(page) == []
        page.locator(".suggestions a").first.tap()
        page.wait_for_url(f"**{COAT}")


def test_chromium_would_install_it(open_tab):
    with phone(open_tab) as page:
        await_worker(page)
        session = page.context.new_cdp_session(page)
        manifest = session.send("Page.getAppManifest")

        assert manifest["errors"] == []
        assert manifest["url"].endswith("/mobile/manifest.webmanifest")
        errors = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
        # A private window never installs anything; nothing else may stand in the way.
        assert [error["errorId"] for error in errors if error["errorId"] != "in-incognito"] == []


def test_what_was_seen_last_can_be_read_without_network(open_tab):
    with phone(open_tab) as page:
        await_worker(page)
        add(page)
        await_kept(page, "/mobile/cart")
        await_kept(page, COAT)
        with no_network(page):
            page.goto("/mobile/cart")
            assert page.locator(".line__title").inner_text() == "Averse Trench Coat"
            assert page.locator("[data-total]").inner_text() == "315,00\xa0€"
            page.locator("#away").wait_for()
            assert page.get_by_role("button", name="One more").is_disabled()
            assert violations(page) == []

            page.goto(COAT)
            assert page.locator("[data-price]").inner_text() == "345\xa0€"
            assert page.locator("[data-policy]").inner_text().startswith("You can return it within")
            assert page.get_by_role("button", name="Add to bag").is_disabled()

            page.goto("/mobile/collections/jeans")
            assert page.locator("h1").inner_text() == "You are offline"
            page.locator("seen-pages a").first.wait_for()
            assert set(page.locator("seen-pages a").all_inner_texts()) == {"Your bag", "Averse Trench Coat"}
            assert violations(page) == []
            page.get_by_role("link", name="Averse Trench Coat").tap()
            page.wait_for_url(f"**{COAT}")
        page.locator("#away").wait_for(state="hidden")
        assert page.get_by_role("button", name="Add to bag").is_enabled()


def test_a_first_visit_can_be_read_without_network(open_tab):
    with phone(open_tab) as page:
        add(page)
        await_kept(page, COAT)
        await_kept(page, "/mobile/cart")
        page.wait_for_function("() => navigator.serviceWorker.controller !== null")
        with no_network(page):
            page.reload()
            page.locator("#away").wait_for()
            assert page.locator("[data-price]").inner_text() == "345\xa0€"
            assert page.locator("[data-policy]").inner_text().startswith("You can return it within")
            page.wait_for_function("() => document.querySelector('.gallery__stage img').naturalWidth > 0")
            page.get_by_role("link", name="Bag").tap()
            page.wait_for_url("**/mobile/cart")
            assert page.locator(".line__title").inner_text() == "Averse Trench Coat"
            assert page.locator("[data-total]").inner_text() == "315,00\xa0€"
            # Kept as the product's page showed it: the bag's width was never asked for.
            page.wait_for_function("() => document.querySelector('.line img').naturalWidth > 0")


def test_a_product_that_is_gone_is_forgotten(open_tab):
    with phone(open_tab) as page:
        await_worker(page)
        page.goto(COAT)
        await_kept(page, COAT)
        page.evaluate(
            """async coat => {
                const pages = await caches.open('mobile-pages-1');
                await pages.put('/mobile/products/withdrawn', await pages.match(coat));
            }""",
            COAT,
        )
        page.goto("/mobile/products/withdrawn")
        add(page)
        await_kept(page, "/mobile/cart")  # Pages are taken in one after the other.

        assert not page.evaluate("caches.match('/mobile/products/withdrawn').then(Boolean)")
        assert [complaint for complaint in page.complaints if "404" not in complaint] == []
        page.complaints.clear()


def test_what_one_visitor_saw_is_never_shown_to_the_next(open_tab):
    with phone(open_tab) as page:
        await_worker(page)
        add(page)
        await_kept(page, "/mobile/cart")
        page.context.clear_cookies()
        page.goto("/mobile/products/digue-ribbed-beanie")
        await_kept(page, "/mobile/products/digue-ribbed-beanie")
        with no_network(page):
            page.goto("/mobile/cart")
            assert page.locator("h1").inner_text() == "You are offline"
            assert "Averse" not in page.content()


def test_a_new_version_drops_the_files_of_the_old_one(open_tab):
    with phone(open_tab) as page:
        page.goto("/mobile/offline")
        page.evaluate("caches.open('mobile-shell-of-old').then(c => c.put('/mobile/x', new Response('old')))")
        await_worker(page)
        # Clients are claimed once the old files are gone.
        names = page.evaluate("caches.keys()")

        assert len([name for name in names if name.startswith("mobile-shell-")]) == 1


def test_a_refused_camera_leaves_the_field_and_says_so(open_tab):
    with phone(open_tab) as page:
        page.add_init_script(
            "navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError'));"
            "window.BarcodeDetector = class { static async getSupportedFormats() { return ['qr_code']; } };"
        )
        page.goto("/mobile/scan")
        page.get_by_role("button", name="Use the camera").tap()
        page.get_by_text("The camera may not be used.").wait_for()

        assert page.evaluate("document.activeElement.id") == "typed"
        assert violations(page) == []
        page.locator("#typed").fill("4006381333930")
        page.keyboard.press("Enter")
        page.get_by_text("One digit of 4006381333930 seems to be wrong.").wait_for()
        # The browser itself logs the status of the page, and nothing else.
        assert [complaint for complaint in page.complaints if "404" not in complaint] == []
        page.complaints.clear()


def test_the_other_screens_edits_appear_at_once(open_tab):
    with phone(open_tab) as one, phone(open_tab) as other:
        add(one)
        one.goto("/mobile/cart")
        one.get_by_role("button", name="Continue on another screen").tap()
        code = one.locator("[data-code]").inner_text()
        assert violations(one) == []
        other.goto("/mobile/scan")
        other.locator("#typed").fill(code)
        other.get_by_role("button", name="Go", exact=True).tap()
        other.get_by_role("button", name="Yes, take it over").tap()
        other.wait_for_url("**/mobile/cart")
        one.goto("/mobile/cart")
        one.wait_for_timeout(300)
        other.get_by_role("button", name="One more: Averse Trench Coat").tap()

        one.wait_for_function("() => document.querySelector('.stepper__number').textContent === '2'")
        assert one.locator("[data-total]").inner_text() == other.locator("[data-total]").inner_text()
        assert one.locator("#bag-count").inner_text().startswith("2")
