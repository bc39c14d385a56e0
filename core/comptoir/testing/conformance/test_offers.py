"""Prices, availability and policies on every product view are the core's."""

import pytest

from comptoir.testing.conformance.offers import Compared, compare
from comptoir.testing.conformance.subject import Subject

_SHOWN = 8


@pytest.fixture(scope="session")
def compared(subject: Subject) -> Compared:
    """The offers of sampled products in every market, in every view."""
    return compare(subject)


def _report(found: list[str]) -> str:
    more = [f"and {len(found) - _SHOWN} more"] if len(found) > _SHOWN else []
    return "\n".join([f"{len(found)} offers are not the core's:", *found[:_SHOWN], *more])


@pytest.mark.parametrize("fact", ["price", "availability", "policy"])
def test_offers_are_the_cores(compared: Compared, fact: str) -> None:
    """Machines read in every view what the core answers in that market."""
    assert compared.pairs, "there was no offer to compare"
    names = ("price", "currency") if fact == "price" else (fact,)
    found = [told for pair in compared.pairs for told in pair.differences(*names)]
    assert found == [], _report(found)


def test_people_read_the_cores_price(compared: Compared) -> None:
    """What people see on a product's page is a price that the core answers for it."""
    assert compared.unpriced == [], _report(compared.unpriced)
