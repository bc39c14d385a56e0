"""What prices may depend on of whoever shops, and previews: signed texts that state it for looking only.

`CustomerFacts` is the one way in which customer groups reach a request: `Shop.customer_facts()` makes them, and
`Shop.context()` takes them. Nothing that a visitor says of himself gets there; a fact is either stated by a preview
that this shop signed, or, once customers sign in, read from their record.

A preview travels as the header `Comptoir-Preview`, on a channel's page or on GraphQL. It is good for five minutes,
for one purpose (a text signed for another, such as a form's token, is refused, and the reverse), and for queries
alone: mutations and subscriptions are refused with `FORBIDDEN`. A preview that is forged, expired or malformed is
refused with `BAD_USER_INPUT` and never passed over: who asks for a group's prices must not take the public ones
for them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from comptoir.errors import BadUserInputError
from comptoir.signing import Signer

PURPOSE = "customer facts preview"
PREVIEW_HEADER = "comptoir-preview"
PREVIEW_SECONDS = 300
_MOST_GROUPS = 20
_LONGEST_GROUP = 80
_LONGEST = 4096
"""Characters of a preview; a longer one cannot be ours."""
_REFUSED = "this preview was not made by this shop, or has expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerFacts:
    """What is known of whoever shops."""

    groups: frozenset[str] = frozenset()
    """Handles of the customer groups that they belong to."""
    preview: bool = False
    """Whether somebody merely looks as such a customer would: then nothing may be changed or followed."""


NOBODY = CustomerFacts()
"""A visitor of whom nothing is known: sees what the public sees."""


def issue_preview(signer: Signer, *, groups: Iterable[str]) -> str:
    """Return a preview for members of some groups; the signer must be the shop's for `PURPOSE`.

    Raises `ValueError` for no group, more than twenty, or names of more than 80 characters.
    """
    stated = sorted(set(groups))
    if not _is_good(stated):
        raise ValueError(f"a preview states one to {_MOST_GROUPS} groups, not {stated[: _MOST_GROUPS + 1]}")
    return signer.dumps({"groups": stated})


def read_preview(signer: Signer, preview: str) -> CustomerFacts:
    """Return what a preview states; raises `BadUserInputError` for one that is not, or no longer, good."""
    if len(preview) > _LONGEST:
        raise BadUserInputError(_REFUSED)
    try:
        stated = signer.loads(preview, max_age=PREVIEW_SECONDS)
    except BadUserInputError as error:
        raise BadUserInputError(_REFUSED) from error
    groups = stated.get("groups") if isinstance(stated, dict) and len(stated) == 1 else None
    if groups is None or not _is_good(groups):
        raise BadUserInputError(_REFUSED)
    return CustomerFacts(groups=frozenset(groups), preview=True)


def preview_of(headers: Mapping[str, str]) -> str | None:
    """Return the preview that a request carries, unread, or none; what is empty is a preview that is not good."""
    return headers.get(PREVIEW_HEADER)


def _is_good(groups: object) -> bool:
    return (
        isinstance(groups, list)
        and 1 <= len(groups) <= _MOST_GROUPS
        and all(isinstance(group, str) and 1 <= len(group) <= _LONGEST_GROUP for group in groups)
    )
