"""The command that makes a cart."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import insert

from comptoir.cart.commands.edit import Edited, finish_edit
from comptoir.cart.commands.lines import put_lines
from comptoir.cart.contents import (
    Attribute,
    CartKey,
    TermsOf,
    WantedLine,
    check_attributes,
    check_codes,
    check_email,
    check_note,
    check_phone,
    pack,
)
from comptoir.cart.models import CARTS
from comptoir.db.tx import Tx, dumps
from comptoir.ids import new_token

_CREATE = insert(CARTS).returning(CARTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class CartDraft:
    """What a new cart holds. `country` decides its market."""

    country: str
    lines: Sequence[WantedLine] = ()
    note: str | None = None
    attributes: tuple[Attribute, ...] = ()
    discount_codes: Sequence[str] = ()
    email: str | None = None
    phone: str | None = None


def create_cart(tx: Tx, *, draft: CartDraft, terms_of: TermsOf, lifetime: timedelta) -> Edited:
    """Make a cart that expires after `lifetime` without an edit."""
    now = tx.clock.now()
    row = tx.execute(
        _CREATE,
        {
            "token": new_token(128),
            "key": new_token(128),
            "version": 1,
            "created_at": now,
            "updated_at": now,
            "expires_at": now + lifetime,
            "country": draft.country,
            "email": check_email(draft.email),
            "phone": check_phone(draft.phone),
            "note": check_note(draft.note),
            "attributes": pack(check_attributes(draft.attributes, field=("attributes",))),
            "discount_codes": dumps(check_codes(draft.discount_codes)),
            "delivery": "{}",
            "region": "",
            "gift_cards": "[]",
        },
    ).one()
    warnings = put_lines(tx, cart=row, lines=draft.lines, terms_of=terms_of)
    return finish_edit(tx, row, right=CartKey(row.token, row.key), warnings=warnings)
