"""What is not there, and what no one would type, is answered calmly."""

import httpx2
import pytest

from comptoir.testing.conformance.subject import Subject

_ODD = {
    "a null byte": "%00",
    "bytes that are no text": "%ff%fe",
    "a way out of the folder": "..%2f..%2fetc%2fpasswd",
    "a quote of SQL": "x%27%20OR%201%3D1--",
    "markup": "%3Cscript%3Ealert(1)%3C%2Fscript%3E",
    "a very long text": "a" * 3000,
    "a template": "%7B%7B7*7%7D%7D",
    "an emoji": "%F0%9F%91%97",
}


def _is_calm(answer: httpx2.Response) -> None:
    assert answer.status_code < httpx2.codes.INTERNAL_SERVER_ERROR, f"{answer.url}: {answer.status_code}"
    assert "Traceback (most recent call last)" not in answer.text, f"{answer.url} shows a traceback"


def test_a_product_that_does_not_exist_is_not_found(subject: Subject) -> None:
    """Not an empty page, not a fault: 404."""
    with subject.visitor() as visitor:
        answer = visitor.get(subject.product_page("no-such-product-was-ever-made"))
    assert answer.status_code == httpx2.codes.NOT_FOUND, f"{answer.url} answers {answer.status_code}"


def test_a_page_that_does_not_exist_is_not_found(pages: dict[str, httpx2.Response]) -> None:
    """An address below the channel's path that means nothing is 404."""
    page = pages["missing"]
    assert page.status_code == httpx2.codes.NOT_FOUND, f"{page.url} answers {page.status_code}"


@pytest.mark.parametrize("odd", _ODD.values(), ids=_ODD.keys())
def test_an_odd_product_is_refused_calmly(subject: Subject, odd: str) -> None:
    """No product is shown, nothing is repeated as markup, and nothing fails."""
    with subject.visitor() as visitor:
        answer = visitor.get(subject.product_page("ODD-HANDLE").replace("ODD-HANDLE", odd))
    _is_calm(answer)
    assert answer.status_code != httpx2.codes.OK or subject.product_page() not in str(answer.url)
    assert "<script>alert(1)" not in answer.text


def test_an_odd_country_and_language_are_refused_calmly(subject: Subject) -> None:
    """A market that does not exist is no reason to fail."""
    view = subject.page_view
    assert view is not None
    with subject.visitor() as visitor:
        for country, language in (("ZZ", "XX"), ("%00", "%ff"), ("A" * 500, "")):
            _is_calm(
                visitor.get(view.path.format(handle=subject.buyable, country=country, language=language))
            )


def test_odd_cookies_are_refused_calmly(subject: Subject) -> None:
    """Cookies are the visitor's to change."""
    with subject.visitor() as visitor:
        visitor.get(subject.product_page())
        for name in list(visitor.cookies) or ["visitor"]:
            for value in ("%00%ff", "x" * 3000, "../../etc", "7"):
                headers = {"cookie": f"{name}={value}"}
                _is_calm(httpx2.get(subject.address + subject.product_page(), headers=headers, timeout=60))


def test_a_form_from_nowhere_is_refused_calmly(subject: Subject) -> None:
    """Posts to pages, without fields or a token, change nothing and break nothing."""
    with subject.visitor() as visitor:
        for path in (subject.front, subject.product_page()):
            answer = visitor.post(
                path, content=b"\xff\xfe=\x00", headers={"content-type": "application/x-www-form-urlencoded"}
            )
            _is_calm(answer)
