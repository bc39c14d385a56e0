"""Compares the offers of a channel's product views with the shop's answers."""

from collections.abc import Iterator
from dataclasses import dataclass

from comptoir.hooks.contributions import ProductView
from comptoir.parity.facts import FACTS, Offer, offers_of_core, offers_of_page
from comptoir.parity.probes import offers_of_probe
from comptoir.testing.conformance.markup import parse_kindly, shows_amount, visible_text
from comptoir.testing.conformance.subject import Place, Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """An offer as the shop knows it and as a view shows it; `own` heeds the divergences for this channel."""

    where: str
    core: Offer
    own: Offer
    shown: Offer | None

    def differences(self, *names: str) -> list[str]:
        """Return what a reader of the report needs to know about each difference."""
        if self.shown is None:
            return [f"{self.where}: the offer is not shown"]
        return [
            f"{self.where}: {name} is {getattr(self.shown, name)}, the core says {getattr(self.core, name)}"
            for name in names
            if getattr(self.shown, name) not in {getattr(self.core, name), getattr(self.own, name)}
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What a run over sampled products found."""

    pairs: list[Pair]
    unpriced: list[str]
    """Pages on which people read none of the product's prices."""


def compare(subject: Subject) -> Compared:
    """Read sampled products in every market, in every view."""
    pairs: list[Pair] = []
    unpriced: list[str] = []
    with subject.visitor() as visitor:
        for place in subject.places:
            handles = subject.handles(place)
            core = {handle: _core(subject, handle, place) for handle in handles}
            own = {handle: _core(subject, handle, place, as_channel=True) for handle in handles}
            for view in subject.channel.product_views:
                shown = None
                for handle in handles:
                    where = f"{view.name} view, {place.market}, {handle}"
                    if view.reads == "jsonld":
                        text = visitor.get(_path(view, place, handle)).text
                        shown = offers_of_page(text)
                        if not _is_priced(text, [*core[handle].values(), *own[handle].values()]):
                            unpriced.append(where)
                    elif shown is None:
                        answer = visitor.get(_path(view, place, handle))
                        shown = offers_of_probe(answer.json()) if answer.is_success else {}
                    pairs += _pairs(where, core[handle], own[handle], shown)
    return Compared(pairs=pairs, unpriced=unpriced)


def _path(view: ProductView, place: Place, handle: str) -> str:
    return view.path.format(handle=handle, country=place.country, language=place.language)


def _pairs(
    where: str, core: dict[str, Offer], own: dict[str, Offer], shown: dict[str, Offer]
) -> Iterator[Pair]:
    for key, offer in core.items():
        yield Pair(where=f"{where} {offer.variant}", core=offer, own=own[key], shown=shown.get(key))


def _core(subject: Subject, handle: str, place: Place, *, as_channel: bool = False) -> dict[str, Offer]:
    data = subject.ask(
        FACTS, as_channel=as_channel, handle=handle, country=place.country, language=place.language
    )
    return offers_of_core(data["product"])


def _is_priced(html: str, offers: list[Offer]) -> bool:
    text = visible_text(parse_kindly(html))
    return any(shows_amount(text, {"amount": offer.price}) for offer in offers)
