"""Product CSVs for tests: small ones by hand, and large ones written a product at a time."""

import csv

CLASSIC = [
    "Handle",
    "Title",
    "Body (HTML)",
    "Vendor",
    "Product Category",
    "Type",
    "Tags",
    "Published",
    "Option1 Name",
    "Option1 Value",
    "Option2 Name",
    "Option2 Value",
    "Option3 Name",
    "Option3 Value",
    "Variant SKU",
    "Variant Grams",
    "Variant Inventory Tracker",
    "Variant Inventory Qty",
    "Variant Inventory Policy",
    "Variant Fulfillment Service",
    "Variant Price",
    "Variant Compare At Price",
    "Variant Requires Shipping",
    "Variant Taxable",
    "Variant Barcode",
    "Image Src",
    "Image Position",
    "Image Alt Text",
    "Gift Card",
    "SEO Title",
    "SEO Description",
    "Variant Image",
    "Variant Weight Unit",
    "Variant Tax Code",
    "Cost per item",
    "Status",
]
"""The columns of the classic generation."""
CURRENT = [
    "Title",
    "URL handle",
    "Description",
    "Vendor",
    "Product category",
    "Type",
    "Tags",
    "Published on online store",
    "Status",
    "SKU",
    "Barcode",
    "Option1 name",
    "Option1 value",
    "Option1 Linked To",
    "Option2 name",
    "Option2 value",
    "Option2 Linked To",
    "Option3 name",
    "Option3 value",
    "Option3 Linked To",
    "Price",
    "Compare-at price",
    "Cost per item",
    "Charge tax",
    "Tax code",
    "Unit price total measure",
    "Unit price total measure unit",
    "Unit price base measure",
    "Unit price base measure unit",
    "Inventory tracker",
    "Inventory quantity",
    "Continue selling when out of stock",
    "Weight value (grams)",
    "Weight unit for display",
    "Requires shipping",
    "Fulfillment service",
    "Product image URL",
    "Image position",
    "Image alt text",
    "Variant image URL",
    "Gift card",
    "SEO title",
    "SEO description",
    "Color (product.metafields.shopify.color-pattern)",
    "Google Shopping / Google product category",
    "Google Shopping / Gender",
    "Google Shopping / Age group",
    "Google Shopping / Manufacturer part number (MPN)",
    "Google Shopping / Ad group name",
    "Google Shopping / Ads labels",
    "Google Shopping / Condition",
    "Google Shopping / Custom product",
    "Google Shopping / Custom label 0",
    "Google Shopping / Custom label 1",
    "Google Shopping / Custom label 2",
    "Google Shopping / Custom label 3",
    "Google Shopping / Custom label 4",
]
"""The columns of the current generation."""


def write_csv(path, rows, *, header=CLASSIC, encoding="utf-8"):
    """Write rows, each a mapping by column name; columns that a row lacks are empty. Return the path."""
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, header, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path


def shirt(**changes):
    """Return the only row of a product without options."""
    usual = {
        "Handle": "shirt", "Title": "Shirt", "Option1 Name": "Title", "Option1 Value": "Default Title",
        "Variant SKU": "SH-1", "Variant Price": "19.90", "Variant Inventory Tracker": "shopify",
        "Variant Inventory Qty": "5", "Variant Inventory Policy": "deny", "Status": "active",
    }  # fmt: skip
    return usual | changes


def jeans(size, *, first=False, **changes):
    """Return a row of a product with sizes."""
    usual = {
        "Handle": "jeans", "Option1 Value": size, "Variant SKU": f"JE-{size}", "Variant Price": "89.00",
        "Variant Inventory Tracker": "shopify", "Variant Inventory Qty": "2",
    }  # fmt: skip
    head = {"Title": "Jeans", "Option1 Name": "Size", "Tags": "denim, blue", "Vendor": "Atelier"}
    return usual | (head if first else {}) | changes


def write_many(path, products, *, variants=4):
    """Write a file of many products with four variants and a picture each."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, CLASSIC, restval="", lineterminator="\n")
        writer.writeheader()
        for number in range(products):
            for row in _rows(number, variants):
                writer.writerow(row)
    return path


def _rows(number, variants):
    handle = f"product-{number}"
    for index in range(variants):
        row = {
            "Handle": handle, "Option1 Value": "SMLX"[index % 4] * (index // 4 + 1),
            "Variant SKU": f"P{number}-{index}", "Variant Grams": "350", "Variant Weight Unit": "kg",
            "Variant Inventory Tracker": "shopify", "Variant Inventory Qty": str((number + index) % 20),
            "Variant Inventory Policy": "deny", "Variant Price": f"{20 + number % 80}.90",
            "Variant Requires Shipping": "true", "Variant Taxable": "true",
        }  # fmt: skip
        if index == 0:
            row |= {
                "Title": f"Product {number}", "Option1 Name": "Size", "Vendor": f"Maker {number % 40}",
                "Body (HTML)": f"<p>Made of cotton, number <strong>{number}</strong>.</p>" * 4,
                "Type": ("Shirt", "Jeans", "Coat")[number % 3], "Tags": f"cotton, season-{number % 8}",
                "Published": "true", "Image Src": f"https://pictures.example/{number}.jpg",
                "Image Position": "1", "Image Alt Text": f"Product {number} on a hanger", "Status": "active",
            }  # fmt: skip
        yield row
