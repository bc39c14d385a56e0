"""A simple model of the ledger: plain numbers, no locks, no SQL."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Held:
    """What an owner holds: pieces by place, until when, and whether a part of it has ended."""

    pieces: dict
    until: object
    whole: bool = True


@dataclass
class StockModel:
    """Levels by place (variant, location), holds by owner, allocations by order."""

    on_hand: Counter = field(default_factory=Counter)
    short: Counter = field(default_factory=Counter)
    holds: dict = field(default_factory=dict)
    allocated: dict = field(default_factory=dict)

    def held(self, place):
        return sum(hold.pieces.get(place, 0) for hold in self.holds.values())

    def taken(self, place):
        return sum(pieces.get(place, 0) for pieces in self.allocated.values())

    def lacking(self, place):
        return max(0, self.held(place) + self.taken(place) - self.on_hand[place])

    def available(self, place):
        return max(0, self.on_hand[place] - self.held(place) - self.taken(place))

    def change(self, places, do, *, found_missing=False):
        """Do something; what is lacking since then is short if a count found it, else on back order."""
        owed = {place: self.lacking(place) - self.short[place] for place in places}
        do()
        for place in places:
            lacking = self.lacking(place)
            if found_missing or lacking < owed[place] + self.short[place]:
                self.short[place] = max(0, lacking - owed[place])

    def end(self, owner, place=None):
        """End an owner's holds, at one place or everywhere."""
        hold = self.holds[owner]
        gone = list(hold.pieces) if place is None else [place]

        def do():
            for each in gone:
                del hold.pieces[each]
            hold.whole = False
            if not hold.pieces:
                del self.holds[owner]

        self.change(gone, do)

    def in_the_way(self, owner, wanted, now):
        """Return the due holds of others at places that are short without them, as (owner, place)."""
        own = self.holds[owner].pieces if owner in self.holds else {}
        places = [place for place, count in wanted.items() if self._left(place, own.get(place, 0)) < count]
        return [
            (other, place)
            for other, hold in self.holds.items()
            if other != owner and hold.until <= now
            for place in places
            if place in hold.pieces
        ]

    def _left(self, place, given_back):
        return max(0, self.on_hand[place] - self.held(place) - self.taken(place) + given_back)

    def place(self, owner, wanted, *, until, now, backorder):
        """Hold pieces; return false where they are not there, and change nothing then."""
        ending = self.in_the_way(owner, wanted, now)
        back = Counter(self.holds[owner].pieces if owner in self.holds else {})
        for other, place in ending:
            back[place] += self.holds[other].pieces[place]
        if not backorder and any(self._left(place, back[place]) < count for place, count in wanted.items()):
            return False
        self._give_back(owner, ending)
        self.change(wanted, lambda: self.holds.update({owner: Held(dict(wanted), until)}))
        return True

    def _give_back(self, owner, ending):
        """End an owner's holds and others' at once, as the ledger adds them up by place."""
        own = [(owner, place) for place in self.holds[owner].pieces] if owner in self.holds else []
        both = own + ending

        def do():
            for each, place in both:
                del self.holds[each].pieces[place]
                self.holds[each].whole = False
            for each in {each for each, _ in both}:
                if not self.holds[each].pieces:
                    del self.holds[each]

        self.change({place for _, place in both}, do)

    def usable(self, owner, now):
        """Tell whether an owner's holds are whole and not due."""
        hold = self.holds.get(owner)
        return hold is not None and hold.whole and hold.until > now

    def take_over(self, owner, order):
        """Turn an owner's holds into an order's allocations."""
        hold = self.holds.pop(owner)
        pieces = self.allocated.setdefault(order, Counter())
        pieces.update(hold.pieces)

    def let_go(self, order, place, count):
        """Release some of an order's allocation."""

        def do():
            self.allocated[order][place] -= count
            self._tidy(order, place)

        self.change([place], do)

    def ship(self, order, place, count):
        """Let allocated pieces leave."""
        self.allocated[order][place] -= count
        self.on_hand[place] -= count
        self._tidy(order, place)

    def move(self, order, source, target, count):
        """Let another place stand for some of an order's allocation."""

        def do():
            pieces = self.allocated[order]
            pieces[target] += count
            pieces[source] -= count
            self._tidy(order, source)

        self.change([source, target], do)

    def _tidy(self, order, place):
        pieces = self.allocated[order]
        if not pieces[place]:
            del pieces[place]
        if not pieces:
            del self.allocated[order]
