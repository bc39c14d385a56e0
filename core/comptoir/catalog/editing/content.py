"""Content as staff see and change it: pages, menus, blogs, size charts and redirects, each found by its handle."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import bindparam, select

from comptoir.catalog.commands import save_blog, save_menu, save_page, save_redirect, save_size_chart
from comptoir.catalog.commands.attachments import Attachments
from comptoir.catalog.drafts import (
    ArticleDraft,
    BlogDraft,
    MenuDraft,
    MenuItemDraft,
    PageDraft,
    RedirectDraft,
    SizeChartDraft,
)
from comptoir.catalog.editing.drafting import Owned, Row
from comptoir.catalog.models import ARTICLE, BLOG, MENU, PAGE, REDIRECT, SIZE_CHART
from comptoir.catalog.validation.texts import slug
from comptoir.catalog.writes import Writes, grouped, load_rows
from comptoir.db.tx import ReadTx, Tx
from comptoir.errors import DomainError
from comptoir.ids import gid
from comptoir.staff.audit import record, state_of
from comptoir.staff.drafting import draft_of

D = TypeVar("D")

_ARTICLES = (
    select(ARTICLE)
    .where(ARTICLE.c.blog_id.in_(bindparam("keys", expanding=True)))
    .order_by(ARTICLE.c.published_at.desc(), ARTICLE.c.id)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Content(Generic[D]):
    """Content as it stands; it has the attributes of its draft."""

    kind: str
    """Its type in global ids, such as Page."""
    number: int
    draft: D

    @property
    def id(self) -> str:
        """The global id."""
        return gid(self.kind, self.number)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.draft, name)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ContentNoun(Generic[D]):
    """A kind of content: where it lies, how it is read back, and the command that saves it."""

    kind: str
    name: str
    """Its name in the change log and in the actions of the audit log."""
    table: Any
    draft: type[D]
    save: Callable[..., Any]
    read: Callable[[ReadTx, Sequence[Row]], list[D]]
    key: str = "handle"
    only: Mapping[str, Any] | None = None
    """Columns that all of the kind have in common."""

    def _all(self) -> Any:
        statement = select(self.table)
        for column, value in (self.only or {}).items():
            statement = statement.where(self.table.c[column] == value)
        return statement

    def find(self, tx: ReadTx) -> list[Content[D]]:
        """Return all content of the kind by its handle."""
        return self._read(tx, self._all().order_by(self.table.c[self.key]))

    def lookup(self, tx: ReadTx, *, handle: str) -> Content[D] | None:
        """Return the content with a handle (of a redirect: its path), or none."""
        found = self._read(tx, self._all().where(self.table.c[self.key] == handle))
        return found[0] if found else None

    def put(self, tx: Tx, *, values: Mapping[str, Any], reason: str | None = None) -> Content[D]:
        """Add content, or give what has the same handle other fields; raises `DomainError` as saving does."""
        writes = Writes(tx)  # Its lock orders the writers of the catalogue.
        handle = values.get(self.key) or slug(values.get("title") or "")
        known = self.lookup(writes.tx, handle=handle)
        draft = draft_of(self.draft, {self.key: handle, **self._known(known), **values, **(self.only or {})})
        self.save(tx, draft=draft)
        saved = self.lookup(tx, handle=handle)
        assert saved is not None, "it was just saved"
        record(
            tx,
            action=f"{self.name}.{'changed' if known else 'added'}",
            subject=saved.id,
            before=None if known is None else state_of(known.draft),
            after=state_of(saved.draft),
            reason=reason,
        )
        return saved

    def remove(self, tx: Tx, *, handle: str, reason: str | None = None) -> str:
        """Remove content and return its id; raises `DomainError` with `NOT_FOUND`."""
        writes = Writes(tx)
        known = self.lookup(tx, handle=handle)
        if known is None:
            raise DomainError(
                "NOT_FOUND", f"there is no {self.name.replace('_', ' ')} '{handle[:80]}'", field=(self.key,)
            )
        owners = [known.number]
        if self.table is BLOG:
            owners += [row["id"] for row in load_rows(tx, _ARTICLES, [known.number])]
        Attachments(writes, owners).clear(owners)
        writes.delete(self.table, known.number)
        writes.flush()
        tx.changed("catalog", self.name, known.number)
        before = state_of(known.draft)
        record(tx, action=f"{self.name}.removed", subject=known.id, before=before, reason=reason)
        return known.id

    def _known(self, known: Content[D] | None) -> dict[str, Any]:
        if known is None:
            return {}
        return {name: getattr(known.draft, name) for name in self.draft.__dataclass_fields__}  # type: ignore[attr-defined]

    def _read(self, tx: ReadTx, statement: Any) -> list[Content[D]]:
        rows = [dict(row._mapping) for row in tx.all(statement)]  # noqa: SLF001
        return [
            Content(kind=self.kind, number=row["id"], draft=draft)
            for row, draft in zip(rows, self.read(tx, rows), strict=True)
        ]


def _pages(tx: ReadTx, rows: Sequence[Row]) -> list[PageDraft]:
    owned = Owned(tx, [row["id"] for row in rows])
    return [
        PageDraft(
            handle=row["handle"],
            title=row["title"],
            body=row["body"],
            legal=row["legal"],
            published=row["published"],
            seo_title=row["seo_title"],
            seo_description=row["seo_description"],
            metafields=owned.metafields(row["id"]),
            translations=owned.texts(row["id"]),
        )
        for row in rows
    ]


def _menus(tx: ReadTx, rows: Sequence[Row]) -> list[MenuDraft]:
    owned = Owned(tx, [row["id"] for row in rows])
    return [
        MenuDraft(
            handle=row["handle"], title=row["title"], items=_items(row["items"], owned.texts(row["id"]))
        )
        for row in rows
    ]


def _items(items: Sequence[Row], texts: Mapping[str, Mapping[str, str]], above: str = "") -> Any:
    return tuple(
        MenuItemDraft(
            title=item["title"],
            target=item["target"],
            items=_items(item["items"], texts, f"{above}{index}."),
            translations={
                language: {"title": named[f"{above}{index}"]}
                for language, named in texts.items()
                if f"{above}{index}" in named
            },
        )
        for index, item in enumerate(items)
    )


def _blogs(tx: ReadTx, rows: Sequence[Row]) -> list[BlogDraft]:
    articles = load_rows(tx, _ARTICLES, [row["id"] for row in rows])
    owned = Owned(
        tx,
        [row["id"] for row in (*rows, *articles)],
        media=[article["image_id"] for article in articles],
    )
    by_blog = grouped(articles, "blog_id")
    return [
        BlogDraft(
            handle=row["handle"],
            title=row["title"],
            articles=tuple(_article(article, owned) for article in by_blog.get(row["id"], ())),
            translations=owned.texts(row["id"]),
        )
        for row in rows
    ]


def _article(row: Row, owned: Owned) -> ArticleDraft:
    texts = owned.texts(row["id"])
    return ArticleDraft(
        handle=row["handle"],
        title=row["title"],
        content_html=row["content_html"],
        author=row["author"],
        published_at=row["published_at"],
        excerpt_html=row["excerpt_html"],
        image=owned.picture(row["image_id"], alt=row["image_alt"], texts=texts),
        tags=tuple(row["tags"]),
        translations=texts,
    )


def _charts(tx: ReadTx, rows: Sequence[Row]) -> list[SizeChartDraft]:
    owned = Owned(tx, [row["id"] for row in rows])
    return [
        SizeChartDraft(
            handle=row["handle"],
            title=row["title"],
            unit=row["unit"],
            columns=tuple(row["columns"]),
            rows=tuple(tuple(each) for each in row["rows"]),
            note=row["note"],
            translations=owned.texts(row["id"]),
        )
        for row in rows
    ]


def _redirects(tx: ReadTx, rows: Sequence[Row]) -> list[RedirectDraft]:  # noqa: ARG001
    return [RedirectDraft(path=row["path"], target=row["target"]) for row in rows]


PAGES = ContentNoun(
    kind="Page", name="page", table=PAGE, draft=PageDraft, save=save_page, read=_pages, only={"legal": False}
)
LEGAL_TEXTS = ContentNoun(
    kind="ShopPolicy",
    name="page",
    table=PAGE,
    draft=PageDraft,
    save=save_page,
    read=_pages,
    only={"legal": True},
)
"""Terms of service, privacy policy and the like; returns policies are versions of their own."""
MENUS = ContentNoun(kind="Menu", name="menu", table=MENU, draft=MenuDraft, save=save_menu, read=_menus)
BLOGS = ContentNoun(kind="Blog", name="blog", table=BLOG, draft=BlogDraft, save=save_blog, read=_blogs)
SIZE_CHARTS = ContentNoun(
    kind="SizeChart",
    name="size_chart",
    table=SIZE_CHART,
    draft=SizeChartDraft,
    save=save_size_chart,
    read=_charts,
)
REDIRECTS = ContentNoun(
    kind="UrlRedirect",
    name="redirect",
    table=REDIRECT,
    draft=RedirectDraft,
    save=save_redirect,
    read=_redirects,
    key="path",
)
