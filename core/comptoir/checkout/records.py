"""What checkout knows of a cart."""

from dataclasses import dataclass

from comptoir.addresses import Address
from comptoir.ids import gid


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectableAddress:
    """An address that a cart may be sent to; the selected one is where it goes."""

    number: int
    handle: str
    address: Address
    selected: bool
    one_time_use: bool

    @property
    def id(self) -> str:
        """The global id."""
        return gid("CartSelectableAddress", self.handle)


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressDraft:
    """An address to add, or the change of one: what is none stays. `whole` asks for all that its country requires."""

    address: Address | None
    selected: bool | None = None
    one_time_use: bool | None = None
    whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressChange:
    """The change of the address with a handle, which is none where the id names no address."""

    handle: str | None
    given_id: str
    draft: AddressDraft
