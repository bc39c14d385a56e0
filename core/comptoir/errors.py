"""What can go wrong, as values: every error has a code, a message for people, and loses nothing.

ComptoirError
├── DomainError      an expected refusal of a use case; becomes a `userErrors` entry
├── Refusal          a request that cannot be served; becomes a GraphQL error with `extensions.code`
└── ConfigurationError   the installation is wrong; stops start-up or the command, with what to do
"""

from collections.abc import Sequence
from enum import StrEnum


class ComptoirError(Exception):
    """Any error that Comptoir raises on purpose."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class DomainError(ComptoirError):
    """An expected refusal: `code` is the payload's enum value, `field` the path of the input at fault.

    `french` is the message in French, where it is told to shoppers in their language.
    """

    def __init__(self, code: str, message: str, *, field: tuple[str, ...] = (), french: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.field = field
        self.french = french

    @property
    def refusals(self) -> "tuple[DomainError, ...]":
        """All that was refused at once: this alone, unless it stands for several."""
        return (self,)


class SeveralRefusalsError(DomainError):
    """Several refusals of one use case, such as all that is wrong with a form; it reads as the first of them."""

    def __init__(self, refusals: Sequence[DomainError]) -> None:
        first = refusals[0]
        super().__init__(first.code, first.message, field=first.field, french=first.french)
        self._refusals = tuple(refusals)

    @property
    def refusals(self) -> "tuple[DomainError, ...]":
        """The refusals, in the order of the form."""
        return self._refusals


class RefusalCode(StrEnum):
    """`extensions.code` of a refused request."""

    BAD_USER_INPUT = "BAD_USER_INPUT"
    UNAUTHENTICATED = "UNAUTHENTICATED"
    FORBIDDEN = "FORBIDDEN"
    NOT_FOUND = "NOT_FOUND"
    RATE_LIMITED = "RATE_LIMITED"
    LIMIT_EXCEEDED = "LIMIT_EXCEEDED"
    PARSE_FAILED = "GRAPHQL_PARSE_FAILED"
    VALIDATION_FAILED = "GRAPHQL_VALIDATION_FAILED"
    INTERNAL = "INTERNAL_SERVER_ERROR"


class Refusal(ComptoirError):  # noqa: N818 - the field says refusal
    """A request that is refused: shown to the client as a GraphQL error with `extensions.code`."""

    def __init__(self, code: RefusalCode, message: str) -> None:
        super().__init__(message)
        self.code = code


class BadUserInputError(Refusal):
    """The request names something malformed: a broken id, cursor, filter or argument."""

    def __init__(self, message: str) -> None:
        super().__init__(RefusalCode.BAD_USER_INPUT, message)


class ConfigurationError(ComptoirError):
    """The installation is wrong; the message says what and what to do."""
