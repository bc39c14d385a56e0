"""Previews of customer facts as nobody should accept them."""

import time

from comptoir.customer_facts import PREVIEW_SECONDS, PURPOSE, issue_preview
from comptoir.signing import Signer
from itsdangerous import TimestampSigner, URLSafeTimedSerializer

HEADER = "comptoir-preview"


class _EarlierSigner(TimestampSigner):
    """Signs as of a minute before previews that would still be good."""

    def get_timestamp(self):
        return int(time.time()) - PREVIEW_SECONDS - 60


def good_preview(shop, *groups):
    """Return a preview of the shop, for the trade unless groups are named."""
    return issue_preview(shop.signer(PURPOSE), groups=groups or ("trade",))


def expired_preview(shop):
    """Return a preview that was good a minute ago."""
    key = shop.settings.signing_key()
    return URLSafeTimedSerializer(key, salt=f"comptoir.{PURPOSE}", signer=_EarlierSigner).dumps(
        {"groups": ["trade"]}
    )


def bad_previews(shop):
    """Return previews that are refused, by what is wrong with them."""
    good = good_preview(shop)
    other, moment, signature = good_preview(shop, "staff"), *good.rsplit(".", 2)[1:]
    return {
        "empty": "",
        "no preview": "trade",
        "altered": f"{other.rsplit('.', 2)[0]}.{moment}.{signature}",
        "cut short": good[:-3],
        "for another purpose": shop.signer("web").dumps({"groups": ["trade"]}),
        "of another shop": issue_preview(Signer("another key", purpose=PURPOSE), groups=["trade"]),
        "expired": expired_preview(shop),
    }
