"""What can be done to prices, tax rates, divergences and promotions."""

from comptoir.pricing.commands.divergences import end_divergence, record_divergence
from comptoir.pricing.commands.price_lists import save_price_list
from comptoir.pricing.commands.prices import remove_prices, set_prices
from comptoir.pricing.commands.promotion_uses import release_promotion_uses, use_promotions
from comptoir.pricing.commands.promotions import lookup_promotion, save_promotion, withdraw_promotion
from comptoir.pricing.commands.tax_rates import set_tax_rates

__all__ = [
    "end_divergence",
    "lookup_promotion",
    "record_divergence",
    "release_promotion_uses",
    "remove_prices",
    "save_price_list",
    "save_promotion",
    "set_prices",
    "set_tax_rates",
    "use_promotions",
    "withdraw_promotion",
]
