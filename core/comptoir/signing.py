"""Signed texts: cookies and codes that a visitor carries and cannot forge, each bound to one purpose."""

from typing import Any

from itsdangerous import BadData, URLSafeTimedSerializer

from comptoir.errors import BadUserInputError


class Signer:
    """Signs JSON values for one purpose; a text signed for another purpose is refused."""

    def __init__(self, key: str, *, purpose: str) -> None:
        self._serializer = URLSafeTimedSerializer(key, salt=f"comptoir.{purpose}")

    def dumps(self, value: Any) -> str:
        """Return a signed, URL-safe text that holds the value and the time of signing."""
        signed: str | bytes = self._serializer.dumps(value)
        return signed if isinstance(signed, str) else signed.decode()

    def loads(self, text: str, *, max_age: int) -> Any:
        """Return the value in a text signed at most `max_age` seconds ago, else raise `BadUserInputError`."""
        try:
            return self._serializer.loads(text, max_age=max_age)
        except BadData as error:
            raise BadUserInputError("This link or cookie has expired or was not made by this shop") from error
