"""Signed values: what a channel hands to a browser and must get back unchanged."""

from typing import Any

from itsdangerous import BadData, URLSafeTimedSerializer

from comptoir.errors import BadUserInputError


class Signer:
    """Signs values for one purpose: what one signer wrote, a signer of another purpose refuses."""

    def __init__(self, key: str, *, purpose: str) -> None:
        self._serializer = URLSafeTimedSerializer(key, salt=f"comptoir.{purpose}")

    def dumps(self, value: Any) -> str:
        """Return a JSON-like value as signed text that fits a URL, a cookie or a form field."""
        text: str | bytes = self._serializer.dumps(value)
        return text if isinstance(text, str) else text.decode()

    def loads(self, text: str, *, max_age: int) -> Any:
        """Return the value in signed text; raises `BadUserInputError` when it is forged or too old.

        `max_age` is in seconds.
        """
        try:
            return self._serializer.loads(text, max_age=max_age)
        except BadData as error:
            raise BadUserInputError("The signature does not fit, or has expired") from error
