"""Options and their values together with the product that they belong to."""

from collections.abc import Sequence
from dataclasses import dataclass

from comptoir.catalog.records import OptionRecord, OptionValueRecord, ProductRecord
from comptoir.errors import BadUserInputError


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionValueNode:
    """A value of an option in its product: the `value`th of the `option`th option."""

    product: ProductRecord
    option: int
    value: int

    @property
    def record(self) -> OptionValueRecord:
        """The value itself."""
        return self.product.options[self.option].option_values[self.value]

    @property
    def id(self) -> str:
        """The value's global id."""
        return self.record.id

    @property
    def name(self) -> str:
        """The value's name."""
        return self.record.name

    @property
    def swatch(self) -> OptionValueRecord | None:
        """The value when it has a colour or a picture to show."""
        record = self.record
        return record if record.color or record.swatch_image else None


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionNode:
    """The `option`th option of a product."""

    product: ProductRecord
    option: int

    @property
    def record(self) -> OptionRecord:
        """The option itself."""
        return self.product.options[self.option]

    @property
    def id(self) -> str:
        """The option's global id."""
        return self.record.id

    @property
    def name(self) -> str:
        """The option's name."""
        return self.record.name

    @property
    def values(self) -> list[str]:
        """The names of its values."""
        return [value.name for value in self.record.option_values]

    @property
    def option_values(self) -> Sequence[OptionValueNode]:
        """Its values in the merchant's order."""
        return [
            OptionValueNode(product=self.product, option=self.option, value=index)
            for index in range(len(self.record.option_values))
        ]


def option_nodes(product: ProductRecord, *, first: int | None = None) -> list[OptionNode]:
    """Return the options of a product, or its first few. Raises `BadUserInputError` for a negative count."""
    if first is not None and first < 0:
        raise BadUserInputError(f"'first' is {first}; it cannot be negative")
    count = len(product.options) if first is None else min(first, len(product.options))
    return [OptionNode(product=product, option=index) for index in range(count)]
