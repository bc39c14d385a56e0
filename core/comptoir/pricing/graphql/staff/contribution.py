"""What pricing adds to the staff schema."""

from comptoir.catalog.graphql.staff.product import ProductVariant
from comptoir.hooks.contributions import GraphQLContribution, TypeExtension
from comptoir.pricing.graphql.staff.divergence import DivergenceStaffMutations, DivergenceStaffQueries
from comptoir.pricing.graphql.staff.price import PriceStaffMutations, PriceStaffQueries, VariantStaffPrices
from comptoir.pricing.graphql.staff.price_list import PriceListStaffMutations, PriceListStaffQueries
from comptoir.pricing.graphql.staff.promotion import PromotionStaffMutations, PromotionStaffQueries
from comptoir.pricing.graphql.staff.tax_rate import TaxRateStaffMutations, TaxRateStaffQueries

STAFF = GraphQLContribution(
    schema="staff",
    queries=(
        PriceListStaffQueries,
        PriceStaffQueries,
        PromotionStaffQueries,
        TaxRateStaffQueries,
        DivergenceStaffQueries,
    ),
    mutations=(
        PriceListStaffMutations,
        PriceStaffMutations,
        PromotionStaffMutations,
        TaxRateStaffMutations,
        DivergenceStaffMutations,
    ),
    extensions=(TypeExtension(target=ProductVariant, fields=VariantStaffPrices),),
)
