"""Compares the offers of a channel's product views with the shop's answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from comptoir.hooks.contributions import ProductView
from comptoir.parity.facts import FACTS, Offer, offers_of_core, offers_of_page
from comptoir.parity.probes import left_out, listed_offers_of_core, offers_of_probe
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
            products = [_Product.asked(subject, handle, place) for handle in subject.handles(place)]
            for view in subject.channel.product_views:
                where = f"{view.name} view, {place.market}"
                if view.reads == "probe":
                    answer = visitor.get(_path(view, place, ""))
                    pairs += _listed(where, answer.json() if answer.is_success else {"items": []}, products)
                    continue
                for product in products:
                    html = visitor.get(_path(view, place, product.handle)).text
                    pairs += product.pairs(where, _readable_offers(html), read=offers_of_core)
                    if not _is_priced(html, product):
                        unpriced.append(f"{where}, {product.handle}")
    return Compared(pairs=pairs, unpriced=unpriced)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Product:
    """A product as the shop answers it to anyone, and to the channel itself."""

    handle: str
    core: Mapping[str, Any]
    own: Mapping[str, Any]

    @classmethod
    def asked(cls, subject: Subject, handle: str, place: Place) -> "_Product":
        where: dict[str, Any] = {"handle": handle, "country": place.country, "language": place.language}
        core = subject.ask(FACTS, **where)["product"]
        return cls(handle=handle, core=core, own=subject.ask(FACTS, as_channel=True, **where)["product"])

    def pairs(
        self, where: str, shown: Mapping[str, Offer], *, read: Callable[[Mapping[str, Any]], dict[str, Offer]]
    ) -> list[Pair]:
        core, own = read(self.core), read(self.own)
        return [
            Pair(
                where=f"{where}, {self.handle} {offer.variant}",
                core=offer,
                own=own[key],
                shown=shown.get(key),
            )
            for key, offer in core.items()
        ]


def _listed(where: str, probe: Mapping[str, Any], products: list[_Product]) -> list[Pair]:
    """Return the pairs of a probe; a variant that it says it cannot show is no difference."""
    unfit = left_out(probe)
    shown = offers_of_probe(probe)

    def read(product: Mapping[str, Any]) -> dict[str, Offer]:
        return {key: offer for key, offer in listed_offers_of_core(product).items() if key not in unfit}

    return [pair for product in products for pair in product.pairs(where, shown, read=read)]


def _readable_offers(html: str) -> Mapping[str, Offer]:
    try:
        return offers_of_page(html)
    except (KeyError, TypeError, ValueError):
        # JSON-LD that lacks what an offer has says nothing to machines.
        return {}


def _path(view: ProductView, place: Place, handle: str) -> str:
    return view.path.format(handle=handle, country=place.country, language=place.language)


def _is_priced(html: str, product: _Product) -> bool:
    text = visible_text(parse_kindly(html))
    variants = [*product.core["variants"]["nodes"], *product.own["variants"]["nodes"]]
    return any(shows_amount(text, variant["price"]) for variant in variants)
