"""`comptoir.api` keeps what it promises: every name loads, from the one place that it has."""

from collections import Counter

import comptoir.api
import pytest
from comptoir.api import names


def test_every_name_is_in_the_table_and_every_entry_is_a_name():
    assert sorted(names.MODULES) == sorted(comptoir.api.__all__)


def test_no_name_comes_from_two_modules():
    counted = Counter(name for group in names.BY_MODULE.values() for name in group)
    assert [name for name, times in counted.items() if times > 1] == []


@pytest.mark.parametrize("name", comptoir.api.__all__)
def test_a_name_loads(name):
    assert getattr(comptoir.api, name) is not None
