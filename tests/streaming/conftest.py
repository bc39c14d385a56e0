"""One served shop for the tests of a module."""

import pytest

from tests.streaming.served import served


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with served(tmp_path_factory.mktemp("served")) as (running,):
        yield running
