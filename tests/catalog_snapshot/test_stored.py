"""The catalogue built from SQL, and brought up to date after changes."""

from datetime import timedelta

import pytest
from comptoir.catalog import commands, drafts
from comptoir.catalog.listing import ProductListing, list_products, page
from comptoir.catalog.records import CatalogView
from comptoir.catalog.search.bits import bits_of, ordinals_of
from comptoir.catalog.snapshot.assemble import assemble
from comptoir.catalog.snapshot.refresh import refreshed
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.catalog_snapshot.catalogues import context

COLOURS = drafts.OptionDraft(
    name="Color",
    values=("Red", "Blue"),
    swatches={"Red": "#ff0000"},
    translations={"fr": {"Color": "Couleur", "Red": "Rouge", "Blue": "Bleu"}},
)
SIZES = drafts.OptionDraft(name="Size", values=("S", "M"))


def shirt(handle="shirt", **changes):
    values = {
        "handle": handle,
        "title": "Linen shirt",
        "description_html": "<p>Light &amp; airy.</p><p>Made in Portugal.</p>",
        "vendor": "Atelier",
        "product_type": "Shirts",
        "tags": ("summer", "linen"),
        "options": (COLOURS, SIZES),
        "variants": (
            drafts.VariantDraft(choices=("Red", "S"), sku="LIN-R-S", weight_grams=200),
            drafts.VariantDraft(choices=("Red", "M"), sku="LIN-R-M", barcode="4006381333931"),
            drafts.VariantDraft(choices=("Blue", "M"), sku="LIN-B-M"),
        ),
        "media": (drafts.MediaDraft(url="https://images.example/shirt.jpg", alt="A shirt"),),
        "metafields": (
            drafts.MetafieldDraft(
                namespace="custom", key="fabric", type="single_line_text_field", value="linen"
            ),
        ),
        "translations": {"fr": {"title": "Chemise en lin"}},
    }
    return drafts.ProductDraft(**(values | changes))


SUMMER = drafts.CollectionDraft(
    handle="summer",
    title="Summer",
    rules=(drafts.CollectionRule(column="TAG", relation="EQUALS", condition="Summer"),),
    sort_order="TITLE",
    translations={"fr": {"title": "Été"}},
)


@pytest.fixture
def build(database):
    return lambda: database.read_now(assemble, primary="en")


def refresh(database, known, changes):
    return database.read_now(refreshed, known, changes)


class Recorder:
    """Runs commands and remembers what they say has changed."""

    def __init__(self, database):
        self.database = database
        self.changes = []

    def __call__(self, command, *args, **kwargs):
        def run(tx):
            result = command(tx, *args, **kwargs)
            self.changes.extend(tx.effects.changes)
            return result

        return self.database.write_now(run)

    def taken(self):
        changes, self.changes = self.changes, []
        return changes


@pytest.fixture
def save(database):
    return Recorder(database)


def test_a_saved_product_is_shown_whole(save, build):
    saved = save(commands.save_product, draft=shirt())
    view = build().view("en")

    product = view.products[saved.product_id]
    assert view.by_handle["shirt"] is product
    assert (product.title, product.vendor, product.product_type) == ("Linen shirt", "Atelier", "Shirts")
    assert product.description == "Light & airy. Made in Portugal."
    assert list(product.tags) == ["summer", "linen"]
    assert [(o.name, [v.name for v in o.option_values]) for o in product.options] == [
        ("Color", ["Red", "Blue"]),
        ("Size", ["S", "M"]),
    ]
    assert product.options[0].option_values[0].color == "#ff0000"
    assert [(v.title, v.sku, v.choices) for v in product.variants] == [
        ("Red / S", "LIN-R-S", (0, 0)),
        ("Red / M", "LIN-R-M", (0, 1)),
        ("Blue / M", "LIN-B-M", (1, 1)),
    ]
    assert product.featured_image.path == "https://images.example/shirt.jpg"
    assert product.featured_image.alt_text == "A shirt"
    assert [(m.namespace, m.key, m.value) for m in product.metafields] == [("custom", "fabric", "linen")]
    assert all(view.variants[v.number] is v and v.product is product for v in product.variants)


def test_a_product_without_options_shows_the_default_title(save, build):
    save(commands.save_product, draft=drafts.ProductDraft(handle="card", title="Card"))
    product = build().view("en").by_handle["card"]

    assert [(o.name, [v.name for v in o.option_values]) for o in product.options] == [
        ("Title", ["Default Title"])
    ]
    assert [(v.title, v.choices) for v in product.variants] == [("Default Title", (0,))]
    assert [(s.name, s.value) for s in product.variants[0].selected_options] == [("Title", "Default Title")]


def test_translations_make_a_view_of_their_own(save, build):
    save(commands.save_product, draft=shirt())
    save(commands.save_product, draft=drafts.ProductDraft(handle="card", title="Card"))
    save(commands.save_collection, draft=SUMMER)
    catalogue = build()

    english, french = catalogue.view("en"), catalogue.view("fr")
    assert catalogue.languages == ("en", "fr")
    assert catalogue.view("fr-ca") is french
    assert catalogue.view("de") is english
    assert french.by_handle["shirt"].title == "Chemise en lin"
    assert [v.title for v in french.by_handle["shirt"].variants] == ["Rouge / S", "Rouge / M", "Bleu / M"]
    assert english.by_handle["shirt"].title == "Linen shirt"
    assert french.by_handle["card"] is english.by_handle["card"]
    assert [c.title for c in french.by_handle["shirt"].collections] == ["Été"]
    assert [c.title for c in english.by_handle["shirt"].collections] == ["Summer"]


def test_drafts_and_products_of_the_future_are_not_shown_before_their_time(save, build, clock):
    later = clock.now() + timedelta(days=2)
    save(commands.save_product, draft=shirt("now"))
    save(
        commands.save_product,
        draft=shirt("draft", status="draft", variants=(drafts.VariantDraft(choices=("Red", "S")),)),
    )
    save(
        commands.save_product,
        draft=shirt("later", published_at=later, variants=(drafts.VariantDraft(choices=("Red", "S")),)),
    )

    catalogue = build()
    assert set(catalogue.view("en").by_handle) == {"now"}
    assert catalogue.next_boundary == later

    clock.advance(timedelta(days=2))
    catalogue = build()
    assert set(catalogue.view("en").by_handle) == {"now", "later"}
    assert catalogue.next_boundary is None


def test_content_is_shown_with_menus_that_lead_somewhere(save, build, clock):
    save(commands.save_product, draft=shirt())
    save(commands.save_collection, draft=SUMMER)
    save(commands.save_page, draft=drafts.PageDraft(handle="about", title="About", body="<p>Who we are</p>"))
    save(
        commands.save_page,
        draft=drafts.PageDraft(handle="privacy-policy", title="Privacy", body="…", legal=True),
    )
    article = drafts.ArticleDraft(
        handle="hello", title="Hello", content_html="<p>First</p>", author="Ada", published_at=clock.now()
    )
    save(commands.save_blog, draft=drafts.BlogDraft(handle="news", title="News", articles=(article,)))
    save(commands.save_redirect, draft=drafts.RedirectDraft(path="/old", target="/products/shirt"))
    items = (
        drafts.MenuItemDraft(
            title="Summer",
            target="collection:summer",
            items=(drafts.MenuItemDraft(title="Shirt", target="product:shirt"),),
        ),
        drafts.MenuItemDraft(title="About", target="page:about"),
        drafts.MenuItemDraft(title="Privacy", target="policy:privacy-policy"),
        drafts.MenuItemDraft(title="News", target="blog:news"),
        drafts.MenuItemDraft(title="Search", target="search"),
        drafts.MenuItemDraft(title="Elsewhere", target="https://elsewhere.example/a"),
    )
    save(commands.save_menu, draft=drafts.MenuDraft(handle="main-menu", title="Main", items=items))

    view = build().view("en")
    menu = view.content.menus["main-menu"]
    assert [(i.kind, i.path, i.resource_id) for i in menu.items] == [
        ("COLLECTION", "/collections/summer", view.collections_by_handle["summer"].id),
        ("PAGE", "/pages/about", view.content.pages["about"].id),
        ("SHOP_POLICY", "/policies/privacy-policy", view.content.legal["privacy-policy"].id),
        ("BLOG", "/blogs/news", view.content.blogs["news"].id),
        ("SEARCH", "/search", None),
        ("HTTP", "https://elsewhere.example/a", None),
    ]
    assert [(i.title, i.path) for i in menu.items[0].items] == [("Shirt", "/products/shirt")]
    assert menu.items_count == 7
    assert view.content.pages["about"].body_summary == "Who we are"
    assert [a.content for a in view.content.blogs["news"].articles] == ["First"]
    assert [(r.path, r.target) for r in view.content.redirects] == [("/old", "/products/shirt")]


def test_a_size_chart_is_shown_on_its_product(save, build):
    chart = drafts.SizeChartDraft(
        handle="shirts", title="Shirts", unit="cm", columns=("Size", "Chest"), rows=(("S", "90"), ("M", "96"))
    )
    save(commands.save_size_chart, draft=chart)
    save(commands.save_product, draft=shirt(size_chart="shirts"))

    shown = build().view("en").by_handle["shirt"].size_chart
    assert (shown.title, shown.unit, list(shown.columns)) == ("Shirts", "cm", ["Size", "Chest"])
    assert [list(row) for row in shown.rows] == [["S", "90"], ["M", "96"]]


def test_refreshing_after_a_change_of_another_kind_gives_the_same_catalogue(save, build, database):
    save(commands.save_product, draft=shirt())
    known = build()
    assert refresh(database, known, []) is known


def test_a_catalogue_filled_step_by_step_is_searched_like_one_built_at_once(save, build, database):
    known = build()
    for start in range(0, 60, 20):
        items = [
            drafts.ProductDraft(handle=f"p-{i}", title=f"Quilted jacket {i}", vendor="Zéphyr")
            for i in range(start, start + 20)
        ]
        save(commands.save_products, drafts=items)
        known = refresh(database, known, save.taken())

    shelf = context(known)
    for query in ("quiltd", "jakcet 59", "zephyr", "jack"):
        expected = list_products(context(build()), ProductListing(query=query, sort_key="ID"))
        found = list_products(shelf, ProductListing(query=query, sort_key="ID"))
        assert [p.handle for p in page(found, first=60).nodes] == [
            p.handle for p in page(expected, first=60).nodes
        ]
        assert found.total == (1 if "59" in query else 60)


TITLES = ("Linen shirt", "Wool coat", "Été à Paris", "Zebra bag")
TAGS = ("summer", "winter", "linen")


def some_product(name, *, title, tags, status, french, rank, single):
    changes = {"title": title, "tags": tags, "status": status, "sales_rank": rank}
    changes["translations"] = {"fr": {"title": "Le " + title}} if french else {}
    if single:
        changes |= {"options": (), "variants": (drafts.VariantDraft(choices=(), sku=f"{name}-1"),)}
    else:
        changes["variants"] = (drafts.VariantDraft(choices=("Red", "S"), sku=f"{name}-1"),)
    return shirt(name, **changes)


products = st.builds(
    some_product,
    st.sampled_from(["a", "b", "c", "d", "e"]),
    title=st.sampled_from(TITLES),
    tags=st.lists(st.sampled_from(TAGS), unique=True).map(tuple),
    status=st.sampled_from(["active", "active", "active", "draft"]),
    french=st.booleans(),
    rank=st.none() | st.integers(0, 3),
    single=st.booleans(),
)
collections = st.builds(
    drafts.CollectionDraft,
    handle=st.sampled_from(["x", "y"]),
    title=st.sampled_from(["Things", "More"]),
    rules=st.just(()),
    products=st.lists(st.sampled_from(["a", "b", "c"]), unique=True).map(tuple),
    sort_order=st.sampled_from(["MANUAL", "TITLE", "TITLE_DESC", "BEST_SELLING", "PRICE"]),
    published=st.booleans() | st.just(True),
    translations=st.sampled_from([{}, {"fr": {"title": "Choses"}}]),
)
smart = st.builds(
    drafts.CollectionDraft,
    handle=st.sampled_from(["p", "q"]),
    title=st.sampled_from(["Smart", "Clever"]),
    rules=st.sampled_from(TAGS).map(
        lambda tag: (drafts.CollectionRule(column="TAG", relation="EQUALS", condition=tag),)
    ),
    sort_order=st.sampled_from(["MANUAL", "TITLE_DESC", "BEST_SELLING"]),
    translations=st.sampled_from([{}, {"fr": {"title": "Malin"}}]),
)
steps = st.lists(
    st.lists(
        st.one_of(
            st.tuples(st.just("product"), products),
            st.tuples(st.just("collection"), collections | smart),
            st.tuples(st.just("delete"), st.sampled_from(["a", "b", "c"])),
        ),
        min_size=1,
        max_size=3,
    ),
    min_size=1,
    max_size=5,
)


def shape(view: CatalogView):
    """Return what a view shows, without ordinals."""
    present = [view.ordered[o] for o in ordinals_of(view.present)]

    def handles(ordinals):
        return [view.ordered[o].handle for o in ordinals]

    def postings(mapping):
        size = len(view.ordered)
        return {word: sorted(handles(ordinals_of(bits_of(p, size)))) for word, p in mapping.items()}

    index = view.search
    return {
        "products": {
            p.handle: (
                p.number,
                p.title,
                list(p.tags),
                p.sales_rank,
                [(v.number, v.title, v.sku, v.product is p) for v in p.variants],
                [(c.handle, c.title, c is view.collections[c.number]) for c in p.collections],
            )
            for p in present
        },
        "by number": {n: p.handle for n, p in view.products.items()},
        "by handle": {h: p.number for h, p in view.by_handle.items()},
        "variants": {n: v.product.handle for n, v in view.variants.items()},
        "collections": {
            c.handle: (c.title, c.sort_order, handles(c.products), sorted(handles(ordinals_of(c.bits))))
            for c in view.collections.values()
        },
        "handles": {h: c.number for h, c in view.collections_by_handle.items()},
        "words": [postings(tier) for tier in index.terms.tiers],
        "sorted": list(index.terms.sorted_terms),
        "attributes": {group: postings(values) for group, values in index.attributes.groups.items()},
        "skus": sorted(
            (code, view.ordered[o].handle)
            for code, o in zip(index.skus.codes, index.skus.ordinals, strict=True)
        ),
        "own": all(view.products[p.number] is p and view.by_handle[p.handle] is p for p in present),
    }


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(script=steps)
def test_a_refreshed_catalogue_equals_one_built_anew(script, sqlite_databases, tmp_path, clock):
    from comptoir.db.database import open_database
    from comptoir.settings import PluginSettings, Settings

    url = sqlite_databases.make(migrated=True)
    database = open_database(
        Settings(database_url=url, data_dir=tmp_path / "shop", plugins=PluginSettings(strict=True)),
        clock=clock,
    )
    try:
        save = Recorder(database)
        for name in ("a", "b", "c"):
            save(
                commands.save_product,
                draft=shirt(name, variants=(drafts.VariantDraft(choices=("Red", "S"), sku=f"{name}-1"),)),
            )
        save(commands.save_collection, draft=SUMMER)
        save.taken()
        known = database.read_now(assemble, primary="en")
        for batch in script:
            for kind, what in batch:
                _apply(save, database, kind, what)
            known = refresh(database, known, save.taken())
            anew = database.read_now(assemble, primary="en")
            assert set(known.languages) >= set(anew.languages)
            for language in known.languages:
                assert shape(known.view(language)) == shape(anew.view(language))
    finally:
        database.close_now()
        sqlite_databases.drop(url)


def _apply(save, database, kind, what):
    from comptoir.errors import DomainError

    try:
        if kind == "product":
            save(commands.save_product, draft=what)
        elif kind == "collection":
            save(commands.save_collection, draft=what)
        else:
            save(commands.delete_product, handle=what)
    except DomainError:
        pass
