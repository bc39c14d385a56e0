"""The channel keeps to its door: no other part of the core, no database, no arithmetic on amounts."""

import httpx2

from comptoir.testing.conformance.sources import computations, trespasses
from comptoir.testing.conformance.subject import Subject


def test_it_imports_the_public_doors_alone(subject: Subject) -> None:
    """Of `comptoir`, plugins import `comptoir.api` and `comptoir.testing`; and nothing that opens databases."""
    found = trespasses(subject.path)
    assert found == [], "\n".join(found)


def test_it_never_touches_the_database(subject: Subject, pages: dict[str, httpx2.Response]) -> None:
    """No code of the plugin opened or used a database while its pages were rendered."""
    assert pages
    found = [what for owner, what in subject.watch.touches if owner == str(subject.path)]
    assert found == [], "\n".join(sorted(set(found)))


def test_it_does_not_compute_with_amounts(subject: Subject) -> None:
    """Amounts are shown as the core answers them."""
    found = computations(subject.path)
    assert found == [], "\n".join(found)
