"""What the inventory adds to the staff schema."""

from comptoir.catalog.graphql.staff.product import ProductVariant
from comptoir.hooks.contributions import GraphQLContribution, TypeExtension
from comptoir.inventory.graphql.staff.goods import (
    GoodsStaffMutations,
    GoodsStaffQueries,
    PreorderStaffMutations,
)
from comptoir.inventory.graphql.staff.level import LevelStaffMutations, VariantStaffLevels
from comptoir.inventory.graphql.staff.location import LocationStaffMutations, LocationStaffQueries

STAFF = GraphQLContribution(
    schema="staff",
    queries=(LocationStaffQueries, GoodsStaffQueries),
    mutations=(LocationStaffMutations, LevelStaffMutations, GoodsStaffMutations, PreorderStaffMutations),
    extensions=(TypeExtension(target=ProductVariant, fields=VariantStaffLevels),),
)
