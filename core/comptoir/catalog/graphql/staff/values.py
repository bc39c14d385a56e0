"""What products, collections and pages have in common in the staff schema."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import strawberry
from strawberry import UNSET

from comptoir.catalog.drafts import MediaDraft, MetafieldDraft
from comptoir.catalog.media.store import MediaStore
from comptoir.errors import DomainError
from comptoir.graphql.context import Info
from comptoir.staff.graphql import SIGNED_IN, requires
from comptoir.staff.graphql.inputs import by_language, given


@requires(SIGNED_IN)
@strawberry.type(description="A text in another language than the shop's own.")
class Translation:
    """A text in another language."""

    language: str = strawberry.field(description="Lower case, such as fr or pt-br.")
    field: str = strawberry.field(description="The field's name as drafts have it, such as title; or a name.")
    value: str


@strawberry.input(description="A text in another language than the shop's own.")
class TranslationInput:
    """A text in another language."""

    language: str
    field: str
    value: str


def translations_of(texts: Mapping[str, Mapping[str, str]]) -> list[Translation]:
    """Return translations as a list, by language, then by field."""
    return [
        Translation(language=language, field=name, value=value)
        for language, named in sorted(texts.items())
        for name, value in sorted(named.items())
    ]


@requires(SIGNED_IN)
@strawberry.type(description="A typed value with a name of the shop's own.")
class Metafield:
    """A typed value."""

    namespace: str
    key: str
    type: str
    value: str

    @strawberry.field(graphql_type=list[Translation])
    def translations(self: Any) -> Any:
        """Return the value in other languages."""
        return translations_of(self.translations)


@strawberry.input(description="A typed value with a name of the shop's own.")
class MetafieldInput:
    """A typed value."""

    namespace: str
    key: str
    type: str
    value: str
    translations: list[TranslationInput] | None = UNSET

    def draft(self) -> MetafieldDraft:
        """Return it as a draft."""
        return MetafieldDraft(**given(self, MetafieldDraft))


@requires(SIGNED_IN)
@strawberry.type(description="A picture or film; one that the shop serves has a token.")
class Media:
    """A picture or film."""

    kind: str
    url: str | None
    alt: str | None
    filename: str

    @strawberry.field(description="Names the picture, to place it again.")
    def token(self: Any) -> str | None:
        """Return the token of a picture that the shop serves."""
        return None if self.stored is None else str(self.stored.token)

    @strawberry.field(description="Where the shop serves it, or the address elsewhere.")
    def address(self: Any, info: Info) -> str | None:
        """Return the address."""
        if self.stored is None:
            return str(self.url) if self.url else None
        return f"{info.context.base_url}/media/{self.stored.token}/{quote(self.filename)}"

    @strawberry.field(graphql_type=list[Translation])
    def translations(self: Any) -> Any:
        """Return the alternative text in other languages."""
        return translations_of(self.translations)


@strawberry.input(
    description="A picture that was uploaded (its token), or something at an address elsewhere."
)
class MediaInput:
    """A picture or film."""

    token: str | None = UNSET
    url: str | None = UNSET
    kind: str = "IMAGE"
    alt: str | None = UNSET
    filename: str = "picture"
    translations: list[TranslationInput] | None = UNSET


def media_draft(info: Info, source: MediaInput, *place: str) -> MediaDraft:
    """Return a medium as a draft; raises `DomainError` for a token that no picture has."""
    values: dict[str, Any] = {"kind": source.kind, "filename": source.filename, "alt": source.alt or None}
    if source.translations:
        values["translations"] = by_language(source.translations)
    if not source.token:
        return MediaDraft(url=source.url or None, **values)
    stored = pictures_of(info).lookup(source.token)
    if stored is None:
        raise DomainError("NOT_FOUND", "no picture was uploaded under this token", field=(*place, "token"))
    return MediaDraft(stored=stored, **values)


def pictures_of(info: Info) -> MediaStore:
    """Return the store of pictures."""
    return info.context.shop.once(MediaStore, lambda: MediaStore(info.context.shop.settings.data_dir))
