"""The query of short lists."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from comptoir.catalog.graphql.text_query import matching
from hypothesis import given
from hypothesis import strategies as st


@dataclass
class Thing:
    title: str
    tag: str
    updated_at: datetime = datetime(2026, 1, 1, tzinfo=UTC)


THINGS = [
    Thing("Winter Coats", "warm"),
    Thing("Été à Paris", "light", datetime(2026, 2, 1, tzinfo=UTC)),
    Thing("Coats of arms", "old"),
]
FIELDS = {"tag": lambda thing: [thing.tag], "title": lambda thing: [thing.title], "kind": None}


def found(query):
    kept = matching(THINGS, query, words_of=lambda thing: [thing.title], fields=FIELDS)
    return [THINGS.index(thing) for thing in kept]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (None, [0, 1, 2]),
        ("", [0, 1, 2]),
        ("coat", [0, 2]),
        ("ete", [1]),
        ("winter coats", [0]),
        ('"of arms"', [2]),
        ('"arms of"', []),
        ("tag:warm", [0]),
        ("tag:w*", [0]),
        ("tag:war", []),
        ("title:'x OR tag:old", [2]),
        ("tag:warm OR tag:old", [0, 2]),
        ("-tag:old", [0, 1]),
        ("coats NOT winter", [2]),
        ("kind:smart", [0, 1, 2]),
        ("updated_at:>2026-01-15", [1]),
        ("updated_at:nonsense coats", [0, 2]),
    ],
)
def test_what_fits_a_query(query, expected):
    assert found(query) == expected


@given(st.text())
def test_whatever_is_typed_is_never_an_error(query):
    assert set(found(query)) <= {0, 1, 2}
