"""What an order's lines and charges add up to. Pure sums of frozen amounts; nothing here makes a price."""

from comptoir.money import Money, total
from comptoir.orders.drafts import Amounts
from comptoir.orders.records import LineRecord, OrderRecord


def discounted(amounts: Amounts) -> Money:
    """Return an amount less its discounts, as the market shows prices."""
    return amounts.subtotal - total(
        (share.amount for share in amounts.discounts), currency=amounts.subtotal.currency
    )


def goods(order: OrderRecord) -> Money:
    """Return what the goods cost when the order was placed: less discounts, as the market shows prices."""
    return total((discounted(line.amounts) for line in order.placed_lines), currency=order.currency)


def current_goods(order: OrderRecord) -> Money:
    """Return what the goods that are left cost: less discounts, as the market shows prices."""
    parts = (line.part(discounted(line.amounts)) for line in order.lines)
    return total(parts, currency=order.currency)


def charges(order: OrderRecord) -> Money:
    """Return what delivery and other charges cost when the order was placed, less discounts."""
    return total((discounted(charge.amounts) for charge in order.placed_charges), currency=order.currency)


def current_charges(order: OrderRecord) -> Money:
    """Return what is due of the charges, less discounts."""
    due = (discounted(charge.amounts) for charge in order.charges if not charge.dropped)
    return total(due, currency=order.currency)


def tax(order: OrderRecord) -> Money:
    """Return the tax in the order as it was placed."""
    return total((each.tax for each in order.placed_amounts), currency=order.currency)


def current_tax(order: OrderRecord) -> Money:
    """Return the tax in what the order costs now."""
    lines = (line_tax(line, includes_tax=order.quote.includes_tax) for line in order.lines)
    due = (charge.amounts.tax for charge in order.charges if not charge.dropped)
    return total((*lines, *due), currency=order.currency)


def current_total(order: OrderRecord) -> Money:
    """Return what the order costs now, with all tax."""
    lines = (line.current_total for line in order.lines)
    return total((*lines, *(charge.current_total for charge in order.charges)), currency=order.currency)


def line_tax(line: LineRecord, *, includes_tax: bool) -> Money:
    """Return the tax in what the pieces of a line that are left cost.

    Where prices are shown without tax it is what makes up the total, so that the parts shown add up.
    """
    if includes_tax:
        return line.part(line.amounts.tax)
    return line.current_total - line.part(discounted(line.amounts))
