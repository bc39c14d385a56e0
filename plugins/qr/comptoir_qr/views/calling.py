"""The form that calls staff: what somebody typed, and what is wrong with it."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import Any

_LONGEST = 300
_KINDS = frozenset({"FITTING_ROOM", "ASSISTANCE"})


@dataclass(frozen=True, slots=True, kw_only=True)
class CallForm:
    """What somebody typed. `once` is of the page that the form is on, so that a double tap calls once."""

    kind: str = "ASSISTANCE"
    place: str = ""
    note: str = ""
    once: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    problems: Mapping[str, str] = field(default_factory=dict)
    """Sentences by field: `place`, `note`, and `call` for all that no field can mend."""

    @classmethod
    def read(cls, fields: Mapping[str, str]) -> "CallForm":
        """Return the form of the fields `kind`, `place`, `note` and `once`."""
        kind = str(fields.get("kind", ""))
        place, note, once = (
            str(fields.get(name, "")).strip()[:_LONGEST] for name in ("place", "note", "once")
        )
        return cls(kind=kind if kind in _KINDS else "ASSISTANCE", place=place, note=note, once=once)

    def wish(self, *, place: str, location_id: str, variant_id: str | None, visitor: str) -> dict[str, Any]:
        """Return what is asked of the shop; `visitor` is their own secret, which the key is bound to."""
        wish = {
            "kind": self.kind,
            "place": place,
            "locationId": location_id,
            "variantId": variant_id,
            "note": self.note or None,
        }
        # Nobody gets another's call by sending the fields that they sent.
        told = repr((visitor, self.once, sorted(wish.items(), key=lambda pair: pair[0])))
        key = blake2b(told.encode(), digest_size=20, person=b"qr.calling.once").hexdigest()
        return {**wish, "idempotencyKey": key}

    def refused(self, user_errors: list[Mapping[str, Any]]) -> "CallForm":
        """Return the form with what the shop said to it."""
        return replace(self, problems={_field_of(said): str(said["message"]) for said in user_errors})


def _field_of(said: Mapping[str, Any]) -> str:
    path = tuple(said["field"] or ())
    return path[1] if path in {("input", "place"), ("input", "note")} else "call"
