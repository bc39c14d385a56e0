"""User errors: expected refusals as data, with the path of the input at fault."""

from dataclasses import KW_ONLY, dataclass, replace

import strawberry

from comptoir.errors import DomainError


@strawberry.interface(description="An error that a person can mend.")
class DisplayableError:
    """An error that a person can mend."""

    field: list[str] | None
    message: str


@dataclass(frozen=True, slots=True)
class UserErrorRecord:
    """A refusal ready to be answered by any `…UserError` type."""

    code: str
    message: str
    field: list[str] | None
    _: KW_ONLY
    french: str = ""
    """The message in French, where there is one."""

    def told(self, language: str) -> "UserErrorRecord":
        """Return the refusal with its message in a language; in English where there is no other."""
        return replace(self, message=self.french) if language == "fr" and self.french else self


def user_error(error: DomainError) -> UserErrorRecord:
    """Return a refused use case as a user error; field names in the dialect's camel case."""
    path = [_camel(part) for part in error.field]
    return UserErrorRecord(error.code, error.message, path or None, french=error.french)


def _camel(name: str) -> str:
    head, *tail = name.split("_")
    return head + "".join(part.capitalize() for part in tail)
