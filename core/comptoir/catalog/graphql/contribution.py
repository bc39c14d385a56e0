"""What the catalogue adds to the storefront schema."""

from comptoir.catalog.graphql.brand import BrandPictures, ShopMetafields
from comptoir.catalog.graphql.content_queries import BlogQueries, MetaobjectQueries, PageQueries
from comptoir.catalog.graphql.lookup import LOADERS
from comptoir.catalog.graphql.media import ExternalVideo, MediaImage, Model3d, Video
from comptoir.catalog.graphql.queries import CollectionQueries, ProductQueries
from comptoir.catalog.graphql.search import SearchQueries, SuggestionQueries
from comptoir.catalog.graphql.shop_policy import ShopPolicies
from comptoir.catalog.graphql.sitemap import SitemapQueries, SitemapResource, SitemapResourceMetaobject
from comptoir.hooks.contributions import GraphQLContribution, TypeExtension
from comptoir.markets.graphql import Brand, Shop

STOREFRONT = GraphQLContribution(
    queries=(
        ProductQueries,
        CollectionQueries,
        PageQueries,
        BlogQueries,
        MetaobjectQueries,
        SearchQueries,
        SuggestionQueries,
        SitemapQueries,
    ),
    extensions=(
        TypeExtension(target=Brand, fields=BrandPictures),
        TypeExtension(target=Shop, fields=ShopPolicies),
        TypeExtension(target=Shop, fields=ShopMetafields),
    ),
    types=(MediaImage, Video, ExternalVideo, Model3d, SitemapResource, SitemapResourceMetaobject),
    nodes=LOADERS,
)
