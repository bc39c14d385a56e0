"""Groups of customers are found by their handle, and price lists name only those that there are."""

import pytest
from comptoir.customers.groups import (
    CustomerGroupDraft,
    find_customer_groups,
    is_customer_group,
    save_customer_group,
)
from comptoir.errors import DomainError

TRADE = CustomerGroupDraft(handle="trade", title="Trade")


def saved(database, draft=TRADE):
    return database.write_now(save_customer_group, draft=draft)


def known(database):
    return list(database.read_now(find_customer_groups))


def test_a_group_is_kept_once(database):
    assert known(database) == []
    assert saved(database) == saved(database)
    assert known(database) == [TRADE]


def test_a_group_gets_another_title_and_stays_the_same(database):
    number = saved(database)
    renamed = CustomerGroupDraft(handle="trade", title="  Trade   partners ")
    assert saved(database, renamed) == number
    assert known(database) == [CustomerGroupDraft(handle="trade", title="Trade partners")]


def test_groups_are_listed_by_handle(database):
    saved(database)
    saved(database, CustomerGroupDraft(handle="members", title="Members"))
    assert [group.handle for group in known(database)] == ["members", "trade"]
    assert database.read_now(is_customer_group, handle="members")
    assert not database.read_now(is_customer_group, handle="staff")


@pytest.mark.parametrize(
    ("handle", "title", "code"),
    [
        ("", "Trade", "INVALID_HANDLE"),
        ("Trade", "Trade", "INVALID_HANDLE"),
        ("trade--1", "Trade", "INVALID_HANDLE"),
        ("trade\n", "Trade", "INVALID_HANDLE"),
        ("t" * 81, "Trade", "INVALID_HANDLE"),
        ("public", "Everybody", "INVALID_HANDLE"),
        ("trade", " ", "BLANK"),
        ("trade", "T" * 121, "TOO_LONG"),
    ],
)
def test_what_is_no_group_is_refused_and_nothing_changes(database, handle, title, code):
    saved(database)
    with pytest.raises(DomainError) as refused:
        saved(database, CustomerGroupDraft(handle=handle, title=title))
    assert refused.value.code == code
    assert known(database) == [TRADE]
