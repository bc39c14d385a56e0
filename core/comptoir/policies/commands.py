"""What can be done to returns policies: publish a version, withdraw one. What is published never changes."""

from typing import Any, cast

from sqlalchemy import Row, Table, bindparam, select
from sqlalchemy.dialects.postgresql import insert

from comptoir.db.tx import Tx
from comptoir.errors import DomainError
from comptoir.markets.snapshot import build_markets
from comptoir.policies.codec import encode_terms
from comptoir.policies.drafts import PolicyDraft, PublishedPolicy
from comptoir.policies.models import ReturnsPolicyVersion
from comptoir.policies.terms import PolicyScope
from comptoir.policies.validation import check_draft
from comptoir.readmodel.snapshot import Parts

VERSIONS = cast("Table", cast("Any", ReturnsPolicyVersion).__table__)

_LATEST = (
    select(VERSIONS)
    .where(VERSIONS.c.handle == bindparam("handle"))
    .order_by(VERSIONS.c.version.desc())
    .limit(1)
    .with_for_update()
)
_PUBLISH = insert(VERSIONS).on_conflict_do_nothing().returning(VERSIONS.c.id)


def publish_policy(tx: Tx, *, draft: PolicyDraft) -> PublishedPolicy:
    """Publish a version of the policy with the draft's handle; the same again changes nothing.

    Of a handle's versions, the latest published whose `effective_from` has come is in force. Raises
    `DomainError` with `INVALID`, `MARKET_NOT_FOUND`, `UNLAWFUL` (see `comptoir.policies.law`), or `CONFLICT`
    when somebody else published the handle at the same moment.
    """
    latest = tx.first(_LATEST, {"handle": draft.handle})
    terms = encode_terms(draft.terms)
    if latest is not None and _says_the_same(latest, draft, terms):
        return PublishedPolicy(id=latest.id, version=latest.version)
    now = tx.clock.now()
    check_draft(draft, markets=build_markets(tx, Parts({})).markets, now=now)
    return _publish(
        tx,
        {
            "handle": draft.handle,
            "version": latest.version + 1 if latest else 1,
            "scope": draft.scope.value,
            "scope_key": _key(draft),
            "market": draft.market,
            "withdrawn": False,
            **terms,
            "effective_from": draft.effective_from or now,
        },
    )


def withdraw_policy(tx: Tx, *, handle: str) -> PublishedPolicy:
    """End a policy from now on, as a further version; what it promised for earlier purchases stands.

    Withdrawing one that is withdrawn changes nothing. Raises `DomainError` with `NOT_FOUND` or `CONFLICT`.
    """
    latest = tx.first(_LATEST, {"handle": handle})
    if latest is None:
        raise DomainError("NOT_FOUND", f"no policy '{handle[:80]}' was published", field=("handle",))
    if latest.withdrawn:
        return PublishedPolicy(id=latest.id, version=latest.version)
    row = {name: value for name, value in latest._mapping.items() if name != "id"}  # noqa: SLF001
    changes = {"version": latest.version + 1, "withdrawn": True, "effective_from": tx.clock.now()}
    return _publish(tx, {**row, **changes})


def _publish(tx: Tx, row: dict[str, Any]) -> PublishedPolicy:
    by = f"{tx.actor.kind}:{tx.actor.ident}".rstrip(":")
    ident = tx.execute(_PUBLISH, {**row, "published_at": tx.clock.now(), "published_by": by}).scalar()
    if ident is None:
        raise DomainError("CONFLICT", "somebody else has just published this policy", field=("handle",))
    tx.changed("catalog", "policy", ident)
    return PublishedPolicy(id=ident, version=row["version"])


def _says_the_same(latest: Row[Any], draft: PolicyDraft, terms: dict[str, Any]) -> bool:
    stored = latest._mapping  # noqa: SLF001
    return (
        not latest.withdrawn
        and (latest.scope, latest.scope_key, latest.market) == (draft.scope.value, _key(draft), draft.market)
        and draft.effective_from in {None, latest.effective_from}
        and all(stored[name] == value for name, value in terms.items())
    )


def _key(draft: PolicyDraft) -> str:
    key = draft.scope_key.strip()
    return key.casefold() if draft.scope is PolicyScope.TYPE else key
