"""What can be done to prices, tax rates and divergences."""

from comptoir.pricing.commands.divergences import end_divergence, record_divergence
from comptoir.pricing.commands.price_lists import save_price_list
from comptoir.pricing.commands.prices import remove_prices, set_prices
from comptoir.pricing.commands.tax_rates import set_tax_rates

__all__ = [
    "end_divergence",
    "record_divergence",
    "remove_prices",
    "save_price_list",
    "set_prices",
    "set_tax_rates",
]
