"""What the catalogue adds to the staff schema."""

from comptoir.catalog.graphql.staff.blog import BlogStaffMutations, BlogStaffQueries
from comptoir.catalog.graphql.staff.collection import CollectionStaffMutations, CollectionStaffQueries
from comptoir.catalog.graphql.staff.content import PageStaffMutations, PageStaffQueries
from comptoir.catalog.graphql.staff.menu import MenuStaffMutations, MenuStaffQueries
from comptoir.catalog.graphql.staff.product import ProductStaffQueries
from comptoir.catalog.graphql.staff.product_changes import ProductStaffMutations
from comptoir.catalog.graphql.staff.size_chart import SizeChartStaffMutations, SizeChartStaffQueries
from comptoir.hooks.contributions import GraphQLContribution

STAFF = GraphQLContribution(
    schema="staff",
    queries=(
        ProductStaffQueries,
        CollectionStaffQueries,
        PageStaffQueries,
        MenuStaffQueries,
        BlogStaffQueries,
        SizeChartStaffQueries,
    ),
    mutations=(
        ProductStaffMutations,
        CollectionStaffMutations,
        PageStaffMutations,
        MenuStaffMutations,
        BlogStaffMutations,
        SizeChartStaffMutations,
    ),
)
