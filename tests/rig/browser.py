"""A Chromium that reaches this machine alone: pages that ask another host for anything are found out."""

import os
from contextlib import contextmanager
from urllib.parse import urlsplit

from playwright.sync_api import sync_playwright

from tests.rig.chromium import find_chromium

LOCAL = {"127.0.0.1", "localhost"}
_ARGUMENTS = ("--disable-gpu", "--disable-dev-shm-usage", "--font-render-hinting=none")


@contextmanager
def chromium():
    """Give a running browser."""
    arguments = [*_ARGUMENTS, *(["--no-sandbox"] if os.getuid() == 0 else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(find_chromium()), args=arguments)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def tab(browser, **options):
    """Give a page of a fresh context; `page.strays` lists the addresses it wanted from other hosts.

    Requests to other hosts are refused. Options are Playwright's of a context, such as `viewport`.
    """
    context = browser.new_context(**options)
    strays = []

    def gate(route):
        address = urlsplit(route.request.url)
        if address.scheme in {"http", "https", "ws", "wss"} and address.hostname not in LOCAL:
            strays.append(route.request.url)
            route.abort()
        else:
            route.continue_()

    context.route("**/*", gate)
    page = context.new_page()
    page.strays = strays
    try:
        yield page
    finally:
        context.close()
