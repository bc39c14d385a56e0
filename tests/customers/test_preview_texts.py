"""A preview states groups for five minutes; whatever else is sent in its place is refused."""

from datetime import timedelta

import pytest
import time_machine
from comptoir.customer_facts import (
    PREVIEW_SECONDS,
    PURPOSE,
    CustomerFacts,
    issue_preview,
    read_preview,
)
from comptoir.errors import BadUserInputError
from comptoir.frontkit.csrf import is_genuine, issue_token
from comptoir.signing import Signer
from comptoir.storefront_tokens import PURPOSE as STOREFRONT
from comptoir.storefront_tokens import issue, read_channel

KEY = "a key of this shop"
SIGNER = Signer(KEY, purpose=PURPOSE)
NOW = "2026-03-02 12:00Z"


def good():
    return issue_preview(SIGNER, groups=["trade"])


def assert_refused(text):
    with pytest.raises(BadUserInputError, match="was not made by this shop, or has expired"):
        read_preview(SIGNER, text)


def test_a_preview_states_its_groups_and_that_it_is_one():
    text = issue_preview(SIGNER, groups=["trade", "members", "trade"])
    assert read_preview(SIGNER, text) == CustomerFacts(groups=frozenset({"members", "trade"}), preview=True)


def test_a_preview_is_good_for_five_minutes():
    with time_machine.travel(NOW, tick=False) as clock:
        text = good()
        clock.shift(timedelta(seconds=PREVIEW_SECONDS))
        assert read_preview(SIGNER, text).groups == {"trade"}
        clock.shift(timedelta(seconds=1))
        assert_refused(text)


def test_a_preview_of_the_future_is_refused():
    with time_machine.travel(NOW, tick=False) as clock:
        clock.shift(timedelta(seconds=60))
        text = good()
        clock.shift(timedelta(seconds=-60))
        assert_refused(text)


def test_a_preview_cannot_be_altered():
    text = good()
    statement, moment, signature = text.rsplit(".", 2)
    other = issue_preview(SIGNER, groups=["staff"]).rsplit(".", 2)[0]
    assert other != statement
    for forged in (
        f"{other}.{moment}.{signature}",
        f"{statement}.AAAAAA.{signature}",
        f"{statement}.{moment}.{signature[::-1]}",
        f"{statement}.{moment}.",
        f"{statement}.{moment}",
        statement,
        text + "a",
        text[:-1],
    ):
        assert_refused(forged)


@pytest.mark.parametrize("text", ["", ".", "..", "trade", "\x00", "é", "a" * 5000, '{"groups":["trade"]}'])
def test_a_text_that_is_no_preview_is_refused(text):
    assert_refused(text)


def test_a_preview_of_another_shop_is_refused():
    assert_refused(issue_preview(Signer("another key", purpose=PURPOSE), groups=["trade"]))


@pytest.mark.parametrize("purpose", ["web", "mobile", "storefront-token", "", "comptoir.web"])
def test_a_text_that_was_signed_for_another_purpose_is_refused(purpose):
    assert_refused(Signer(KEY, purpose=purpose).dumps({"groups": ["trade"]}))


def test_a_preview_is_good_for_nothing_else():
    web, storefront = Signer(KEY, purpose="web"), Signer(KEY, purpose=STOREFRONT)
    assert not is_genuine(web, good(), visitor="trade")
    assert read_channel(storefront, good()) is None
    assert_refused(issue_token(web, visitor="v" * 24))
    assert_refused(issue(storefront, channel="web"))


@pytest.mark.parametrize(
    "statement",
    [
        None,
        "trade",
        ["trade"],
        {},
        {"groups": []},
        {"groups": "trade"},
        {"groups": {"trade": 1}},
        {"groups": [1]},
        {"groups": [""]},
        {"groups": ["t" * 81]},
        {"groups": [f"g{number}" for number in range(21)]},
        {"groups": ["trade"], "staff": True},
        {"csrf": "trade"},
    ],
)
def test_a_statement_of_another_form_is_refused(statement):
    assert_refused(SIGNER.dumps(statement))


@pytest.mark.parametrize("groups", [[], [""], ["t" * 81], [f"g{number}" for number in range(21)]])
def test_no_preview_is_made_that_would_be_refused(groups):
    with pytest.raises(ValueError, match="a preview states one to 20 groups"):
        issue_preview(SIGNER, groups=groups)
