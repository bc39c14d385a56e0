"""The one door for plugins: everything they may import, loaded when it is first used.

Of `comptoir`, plugins and storefronts import this module and `comptoir.testing` alone.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from comptoir.api import trade
from comptoir.api.names import MODULES

if TYPE_CHECKING:
    from comptoir.api.trade import *  # noqa: F403 - exactly the names of its `__all__`
    from comptoir.app import create_app
    from comptoir.catalog.commands.delete_collection import delete_collection
    from comptoir.catalog.commands.delete_product import delete_product
    from comptoir.catalog.commands.product_saving import SavedProduct
    from comptoir.catalog.commands.save_blog import save_blog
    from comptoir.catalog.commands.save_collection import save_collection
    from comptoir.catalog.commands.save_menu import save_menu
    from comptoir.catalog.commands.save_page import save_page
    from comptoir.catalog.commands.save_products import save_product, save_products
    from comptoir.catalog.commands.save_redirect import save_redirect
    from comptoir.catalog.commands.save_size_chart import save_size_chart
    from comptoir.catalog.drafts import (
        ArticleDraft,
        BlogDraft,
        CollectionDraft,
        CollectionRule,
        MediaDraft,
        MenuDraft,
        MenuItemDraft,
        MetafieldDraft,
        OptionDraft,
        PageDraft,
        ProductDraft,
        RedirectDraft,
        SizeChartDraft,
        VariantDraft,
    )
    from comptoir.catalog.media import MediaStore, store_pictures
    from comptoir.channels.capabilities import CAPABILITIES
    from comptoir.checkout.rates.table import set_delivery_rates
    from comptoir.checkout.rates.terms import DeliveryRate
    from comptoir.clock import Clock, FixedClock, SystemClock
    from comptoir.customers.groups import CustomerGroupDraft, save_customer_group
    from comptoir.db.tx import ReadTx, Tx
    from comptoir.devices.commands import Enrolled, enrol_device, revoke_device
    from comptoir.errors import (
        BadUserInputError,
        ComptoirError,
        ConfigurationError,
        DomainError,
        Refusal,
        RefusalCode,
    )
    from comptoir.events.event import Event
    from comptoir.frontkit.amounts import format_money
    from comptoir.frontkit.csrf import is_genuine, issue_token
    from comptoir.frontkit.dates import format_date
    from comptoir.frontkit.distances import format_distance
    from comptoir.frontkit.headers import content_security_policy, security_headers
    from comptoir.frontkit.jsonld import (
        article_jsonld,
        breadcrumb_jsonld,
        dump_jsonld,
        organization_jsonld,
        product_jsonld,
        website_jsonld,
    )
    from comptoir.frontkit.languages import preferred_language
    from comptoir.frontkit.messages import Texts, load_texts
    from comptoir.frontkit.pickups import PickupDay, format_pickup, pickup_days
    from comptoir.frontkit.pictures import picture_attributes
    from comptoir.frontkit.site.cart import CartResult, add_lines, change_cart, create_cart, find_cart
    from comptoir.frontkit.site.details import product_details
    from comptoir.frontkit.site.forms import read_form, read_quantity
    from comptoir.frontkit.site.guard import Page, site_routes
    from comptoir.frontkit.site.handoff import claim_handoff, phone_address, read_handoff_code
    from comptoir.frontkit.site.host import ChannelHost
    from comptoir.frontkit.site.live import cart_events, cart_stamp
    from comptoir.frontkit.site.localization import keep_locale
    from comptoir.frontkit.site.onward import may_check_out
    from comptoir.frontkit.site.options import asked_options, option_choices
    from comptoir.frontkit.site.places import Places
    from comptoir.frontkit.site.qr import qr_svg
    from comptoir.frontkit.site.reserving import (
        ReservationForm,
        ReservationResult,
        cancel_reservation,
        find_reservation,
        keep_secret,
        make_reservation,
    )
    from comptoir.frontkit.site.reserving_pages import ReservingPages, find_piece, find_store
    from comptoir.frontkit.site.site import Site
    from comptoir.frontkit.site.template_tools import own_path
    from comptoir.frontkit.site.visit import NotFoundError, Visit
    from comptoir.frontkit.theme import theme_css
    from comptoir.graphql.client import ShopClient, ShopClientError
    from comptoir.graphql.context import Info, RequestContext
    from comptoir.graphql.http_transport import HttpTransport
    from comptoir.hooks.contributions import (
        Capability,
        Channel,
        Check,
        Command,
        Facet,
        FacetValue,
        Finding,
        GraphQLContribution,
        Job,
        ListingAxis,
        Migrations,
        ProductView,
        Storefront,
        Subscription,
        TypeExtension,
        Visibility,
    )
    from comptoir.inventory.drafts import LocationDraft
    from comptoir.inventory.hours import Opening
    from comptoir.inventory.levels import adjust_level, set_levels
    from comptoir.inventory.locations import save_location
    from comptoir.markers import hookimpl
    from comptoir.markets.commands import save_market, save_shop
    from comptoir.markets.drafts import MarketDraft, ShopDraft
    from comptoir.money import Money, parse_money
    from comptoir.payments.gift_cards import issue_gift_card
    from comptoir.payments.publishing import TermsDraft, publish_terms
    from comptoir.payments.terms import PaymentTerms
    from comptoir.policies.commands import publish_policy
    from comptoir.policies.drafts import PolicyDraft
    from comptoir.policies.terms import (
        Exemption,
        PolicyScope,
        PolicyTerms,
        RestockingFee,
        ReturnFees,
        ReturnMethod,
        ReturnMethodKind,
        ReturnResolution,
        ReturnWindowAnchor,
        final_sale,
    )
    from comptoir.pricing.commands.divergences import record_divergence
    from comptoir.pricing.commands.price_lists import save_price_list
    from comptoir.pricing.commands.prices import set_prices
    from comptoir.pricing.commands.promotions import save_promotion, withdraw_promotion
    from comptoir.pricing.commands.tax_rates import set_tax_rates
    from comptoir.pricing.drafts import DivergenceDraft, PriceEntry, PriceListDraft, TaxRateEntry
    from comptoir.pricing.promotions.draft import PromotionDraft
    from comptoir.pricing.promotions.terms import (
        AmountOff,
        BuyGet,
        Conditions,
        FixedPrice,
        FreeShipping,
        Gift,
        PercentOff,
        Selection,
        Tier,
        Tiers,
    )
    from comptoir.principal import SYSTEM, Actor, Owner
    from comptoir.readmodel.snapshot import SnapshotPart
    from comptoir.settings import Settings, load_plugin_settings
    from comptoir.shop import Shop
    from comptoir.staff.audit import record, recording
    from comptoir.staff.graphql import SIGNED_IN, Permission, StaffPayload, change, requires
    from comptoir.startup import start_shop

__all__ = [
    "CAPABILITIES",
    "SIGNED_IN",
    "SYSTEM",
    "Actor",
    "AmountOff",
    "ArticleDraft",
    "BadUserInputError",
    "BlogDraft",
    "BuyGet",
    "Capability",
    "CartResult",
    "Channel",
    "ChannelHost",
    "Check",
    "Clock",
    "CollectionDraft",
    "CollectionRule",
    "Command",
    "ComptoirError",
    "Conditions",
    "ConfigurationError",
    "CustomerGroupDraft",
    "DeliveryRate",
    "DivergenceDraft",
    "DomainError",
    "Enrolled",
    "Event",
    "Exemption",
    "Facet",
    "FacetValue",
    "Finding",
    "FixedClock",
    "FixedPrice",
    "FreeShipping",
    "Gift",
    "GraphQLContribution",
    "HttpTransport",
    "Info",
    "Job",
    "ListingAxis",
    "LocationDraft",
    "MarketDraft",
    "MediaDraft",
    "MediaStore",
    "MenuDraft",
    "MenuItemDraft",
    "MetafieldDraft",
    "Migrations",
    "Money",
    "NotFoundError",
    "Opening",
    "OptionDraft",
    "Owner",
    "Page",
    "PageDraft",
    "PaymentTerms",
    "PercentOff",
    "Permission",
    "PickupDay",
    "Places",
    "PolicyDraft",
    "PolicyScope",
    "PolicyTerms",
    "PriceEntry",
    "PriceListDraft",
    "ProductDraft",
    "ProductView",
    "PromotionDraft",
    "ReadTx",
    "RedirectDraft",
    "Refusal",
    "RefusalCode",
    "RequestContext",
    "ReservationForm",
    "ReservationResult",
    "ReservingPages",
    "RestockingFee",
    "ReturnFees",
    "ReturnMethod",
    "ReturnMethodKind",
    "ReturnResolution",
    "ReturnWindowAnchor",
    "SavedProduct",
    "Selection",
    "Settings",
    "Shop",
    "ShopClient",
    "ShopClientError",
    "ShopDraft",
    "Site",
    "SizeChartDraft",
    "SnapshotPart",
    "StaffPayload",
    "Storefront",
    "Subscription",
    "SystemClock",
    "TaxRateEntry",
    "TermsDraft",
    "Texts",
    "Tier",
    "Tiers",
    "Tx",
    "TypeExtension",
    "VariantDraft",
    "Visibility",
    "Visit",
    "add_lines",
    "adjust_level",
    "article_jsonld",
    "asked_options",
    "breadcrumb_jsonld",
    "cancel_reservation",
    "cart_events",
    "cart_stamp",
    "change",
    "change_cart",
    "claim_handoff",
    "content_security_policy",
    "create_app",
    "create_cart",
    "delete_collection",
    "delete_product",
    "dump_jsonld",
    "enrol_device",
    "final_sale",
    "find_cart",
    "find_piece",
    "find_reservation",
    "find_store",
    "format_date",
    "format_distance",
    "format_money",
    "format_pickup",
    "hookimpl",
    "is_genuine",
    "issue_gift_card",
    "issue_token",
    "keep_locale",
    "keep_secret",
    "load_plugin_settings",
    "load_texts",
    "make_reservation",
    "may_check_out",
    "option_choices",
    "organization_jsonld",
    "own_path",
    "parse_money",
    "phone_address",
    "pickup_days",
    "picture_attributes",
    "preferred_language",
    "product_details",
    "product_jsonld",
    "publish_policy",
    "publish_terms",
    "qr_svg",
    "read_form",
    "read_handoff_code",
    "read_quantity",
    "record",
    "record_divergence",
    "recording",
    "requires",
    "revoke_device",
    "save_blog",
    "save_collection",
    "save_customer_group",
    "save_location",
    "save_market",
    "save_menu",
    "save_page",
    "save_price_list",
    "save_product",
    "save_products",
    "save_promotion",
    "save_redirect",
    "save_shop",
    "save_size_chart",
    "security_headers",
    "set_delivery_rates",
    "set_levels",
    "set_prices",
    "set_tax_rates",
    "site_routes",
    "start_shop",
    "store_pictures",
    "theme_css",
    "website_jsonld",
    "withdraw_promotion",
]
__all__ += trade.__all__


def __getattr__(name: str) -> Any:
    module = MODULES.get(name)
    if module is None:
        raise AttributeError(f"comptoir.api has no '{name}'")
    return getattr(import_module(module), name)


def __dir__() -> list[str]:
    return sorted(__all__)
