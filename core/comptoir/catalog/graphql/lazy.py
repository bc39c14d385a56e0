"""Names for types that refer to each other; they are looked up when the schema is built."""

from typing import TYPE_CHECKING, Annotated, Union

import strawberry

if TYPE_CHECKING:
    from comptoir.catalog.graphql.blog import Article, Blog
    from comptoir.catalog.graphql.collection import Collection, CollectionConnection
    from comptoir.catalog.graphql.media import MediaImage, Model3d, Video
    from comptoir.catalog.graphql.metaobject import GenericFile, Metaobject
    from comptoir.catalog.graphql.page import Page
    from comptoir.catalog.graphql.product import Product
    from comptoir.catalog.graphql.variant import ProductVariant

_HERE = "comptoir.catalog.graphql"

ArticleType = Annotated["Article", strawberry.lazy(f"{_HERE}.blog")]
BlogType = Annotated["Blog", strawberry.lazy(f"{_HERE}.blog")]
CollectionType = Annotated["Collection", strawberry.lazy(f"{_HERE}.collection")]
CollectionConnectionType = Annotated["CollectionConnection", strawberry.lazy(f"{_HERE}.collection")]
GenericFileType = Annotated["GenericFile", strawberry.lazy(f"{_HERE}.metaobject")]
MediaImageType = Annotated["MediaImage", strawberry.lazy(f"{_HERE}.media")]
MetaobjectType = Annotated["Metaobject", strawberry.lazy(f"{_HERE}.metaobject")]
Model3dType = Annotated["Model3d", strawberry.lazy(f"{_HERE}.media")]
PageType = Annotated["Page", strawberry.lazy(f"{_HERE}.page")]
ProductType = Annotated["Product", strawberry.lazy(f"{_HERE}.product")]
ProductVariantType = Annotated["ProductVariant", strawberry.lazy(f"{_HERE}.variant")]
VideoType = Annotated["Video", strawberry.lazy(f"{_HERE}.media")]

MetafieldReference = Annotated[
    Union[  # noqa: UP007 - names looked up later cannot be joined by |
        ArticleType,
        CollectionType,
        GenericFileType,
        MediaImageType,
        MetaobjectType,
        Model3dType,
        PageType,
        ProductType,
        ProductVariantType,
        VideoType,
    ],
    strawberry.union("MetafieldReference", description="What a metafield can point at."),
]
MetafieldParentResource = Annotated[
    Union[ArticleType, BlogType, CollectionType, PageType, ProductType, ProductVariantType],  # noqa: UP007
    strawberry.union("MetafieldParentResource", description="What can have metafields."),
]
