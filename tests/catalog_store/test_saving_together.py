"""Saving from many threads at once: one writer at a time, nothing lost, no number given twice."""

from concurrent.futures import ThreadPoolExecutor

from comptoir.catalog.commands import save_page, save_product
from comptoir.catalog.drafts import PageDraft

from tests.catalog_store.drafts import count_rows, rows_of, shirt


def test_one_new_product_saved_by_many_is_one_product(database):
    with ThreadPoolExecutor(8) as pool:
        saved = list(pool.map(lambda _: database.write_now(save_product, draft=shirt()), range(8)))
    assert [one.created for one in saved].count(True) == 1
    assert [one.changed for one in saved].count(True) == 1
    assert {one.variant_ids for one in saved} == {saved[0].variant_ids}
    counts = database.read_now(count_rows)
    assert (counts["product"], counts["variant"], counts["product_tag"]) == (1, 4, 2)


def test_products_saved_side_by_side_get_numbers_of_their_own(database):
    with ThreadPoolExecutor(8) as pool:
        list(
            pool.map(
                lambda index: database.write_now(
                    save_product if index % 2 else save_page,
                    draft=shirt(handle=f"shirt-{index}")
                    if index % 2
                    else PageDraft(handle=f"page-{index}", title="Page", body=""),
                ),
                range(24),
            )
        )
    tables = ("product", "page", "variant", "option", "option_value", "product_tag")
    numbers = [row[0] for table in tables for row in database.read_now(rows_of, table, "id")]
    assert len(numbers) == len(set(numbers)) == 12 + 12 + 12 * (4 + 2 + 4 + 2)
    # The series has no gap either: what was refused or repeated took no number.
    assert max(numbers) == len(numbers)
