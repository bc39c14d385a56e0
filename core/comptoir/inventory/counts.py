"""The numbers of one level, and how they change: pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What a location has of a variant, in whole pieces.

    Promises (`held` and `allocated`) exceed `on_hand` by exactly `backordered + shortage`, or not at all.
    """

    on_hand: int = 0
    held: int = 0
    allocated: int = 0
    backordered: int = 0
    """Sold on back order: it has not come yet."""
    shortage: int = 0
    """Promised, and found missing when it was counted."""

    @property
    def available(self) -> int:
        """What can still be promised without back order; never below zero."""
        return self.on_hand + self.backordered + self.shortage - self.held - self.allocated

    def changed(
        self, *, on_hand: int = 0, held: int = 0, allocated: int = 0, backorder: bool = False
    ) -> "Counts":
        """Return the counts with so many more (or fewer) of each.

        Pieces that come, and promises that end, make up for a shortage first and for back orders then. What
        is lacking more than before counts as sold on back order with `backorder`, else as a shortage.
        """
        has = self.on_hand + on_hand
        promised = self.held + held + self.allocated + allocated
        lacking = max(0, promised - has)
        if backorder and lacking > self.backordered + self.shortage:
            backordered = lacking - self.shortage
        else:
            backordered = min(self.backordered, lacking)
        return Counts(
            on_hand=has,
            held=self.held + held,
            allocated=self.allocated + allocated,
            backordered=backordered,
            shortage=lacking - backordered,
        )
