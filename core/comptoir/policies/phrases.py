# ruff: noqa: RUF001 - French has its typographic apostrophes
"""The words of a policy in plain language, by language; `{…}` is filled in by `wording`."""

from collections.abc import Mapping
from dataclasses import dataclass

from comptoir.policies.terms import (
    Exemption,
    ReturnFees,
    ReturnMethodKind,
    ReturnResolution,
    ReturnWindowAnchor,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """One language. `window` is by CLDR plural form, with `other` always there."""

    window: Mapping[str, str]
    unlimited: str
    final_sale: str
    final_sale_because: str
    anchors: Mapping[ReturnWindowAnchor, str]
    resolutions: Mapping[ReturnResolution, str]
    methods: Mapping[ReturnMethodKind, str]
    fees: Mapping[ReturnFees, str]
    how: str
    restocking_fee: str
    reasons: Mapping[Exemption, str]
    """Why it is a final sale."""
    once_opened: Mapping[Exemption, str]
    faults: str
    refund_title: str
    by_default: str
    for_type: str
    binding: str


ENGLISH = Phrases(
    window={
        "one": "You can return it within {days} day of {anchor} for {resolutions}.",
        "other": "You can return it within {days} days of {anchor} for {resolutions}.",
    },
    unlimited="You can return it at any time for {resolutions}.",
    final_sale="Final sale: it cannot be returned.",
    final_sale_because="Final sale: it cannot be returned, because {reason}.",
    anchors={
        ReturnWindowAnchor.ORDER: "your order",
        ReturnWindowAnchor.SHIPMENT: "dispatch",
        ReturnWindowAnchor.DELIVERY: "delivery",
    },
    resolutions={
        ReturnResolution.REFUND: "a refund",
        ReturnResolution.EXCHANGE: "an exchange",
        ReturnResolution.STORE_CREDIT: "store credit",
    },
    methods={
        ReturnMethodKind.IN_STORE: "in any of our stores",
        ReturnMethodKind.BY_MAIL: "by post",
        ReturnMethodKind.KIOSK: "at a return kiosk",
    },
    fees={
        ReturnFees.FREE: "{method} (free)",
        ReturnFees.CUSTOMER_RESPONSIBILITY: "{method} (at your own cost)",
        ReturnFees.SHIPPING_FEE: "{method} (for {amount})",
    },
    how="Return it {methods}.",
    restocking_fee="A restocking fee of {fee} is kept.",
    reasons={
        Exemption.PRICE_FLUCTUATION: "its price follows a market",
        Exemption.MADE_TO_ORDER: "it is made to your order",
        Exemption.PERISHABLE: "it does not keep",
        Exemption.PERIODICAL: "it is a newspaper or magazine",
    },
    once_opened={
        Exemption.SEALED_HYGIENE: "Once its hygiene seal is broken it cannot be returned.",
        Exemption.INSEPARABLY_MIXED: "Once mixed with other things it cannot be returned.",
        Exemption.SEALED_MEDIA: "Once unsealed it cannot be returned.",
    },
    faults="Your legal rights for faulty goods are not affected.",
    refund_title="Returns and refunds",
    by_default="All products, unless listed below",
    for_type="Products of the type {name}",
    binding="Should anything written below differ from these rules, these rules hold.",
)

FRENCH = Phrases(
    window={
        "one": "Vous pouvez le retourner dans le délai de {days} jour après {anchor} contre {resolutions}.",
        "other": "Vous pouvez le retourner dans les {days} jours après {anchor} contre {resolutions}.",
    },
    unlimited="Vous pouvez le retourner à tout moment contre {resolutions}.",
    final_sale="Vente ferme : cet article ne peut pas être retourné.",
    final_sale_because="Vente ferme : cet article ne peut pas être retourné, car {reason}.",
    anchors={
        ReturnWindowAnchor.ORDER: "votre commande",
        ReturnWindowAnchor.SHIPMENT: "l’expédition",
        ReturnWindowAnchor.DELIVERY: "la livraison",
    },
    resolutions={
        ReturnResolution.REFUND: "un remboursement",
        ReturnResolution.EXCHANGE: "un échange",
        ReturnResolution.STORE_CREDIT: "un avoir",
    },
    methods={
        ReturnMethodKind.IN_STORE: "dans l’une de nos boutiques",
        ReturnMethodKind.BY_MAIL: "par la poste",
        ReturnMethodKind.KIOSK: "à une borne de retour",
    },
    fees={
        ReturnFees.FREE: "{method} (gratuit)",
        ReturnFees.CUSTOMER_RESPONSIBILITY: "{method} (à vos frais)",
        ReturnFees.SHIPPING_FEE: "{method} (pour {amount})",
    },
    how="Retour {methods}.",
    restocking_fee="Des frais de remise en stock de {fee} sont retenus.",
    reasons={
        Exemption.PRICE_FLUCTUATION: "son prix suit un marché",
        Exemption.MADE_TO_ORDER: "il est réalisé à votre demande",
        Exemption.PERISHABLE: "il ne se conserve pas",
        Exemption.PERIODICAL: "il s’agit d’un journal ou d’un magazine",
    },
    once_opened={
        Exemption.SEALED_HYGIENE: "Une fois son scellé d’hygiène ouvert, il ne peut plus être retourné.",
        Exemption.INSEPARABLY_MIXED: "Une fois mélangé à d’autres articles, il ne peut plus être retourné.",
        Exemption.SEALED_MEDIA: "Une fois descellé, il ne peut plus être retourné.",
    },
    faults="Vos droits légaux en cas de défaut restent entiers.",
    refund_title="Retours et remboursements",
    by_default="Tous les articles, sauf ceux ci-dessous",
    for_type="Articles du type {name}",
    binding="Si un texte ci-dessous s’écarte de ces règles, ce sont ces règles qui valent.",
)

_BY_LANGUAGE = {"en": ENGLISH, "fr": FRENCH}


def phrases_for(language: str) -> tuple[str, Phrases]:
    """Return the language spoken and its words; a language without words here is answered in English."""
    base = language.partition("-")[0]
    return (base, _BY_LANGUAGE[base]) if base in _BY_LANGUAGE else ("en", ENGLISH)
