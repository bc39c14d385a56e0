"""Groups that price lists name become records of their own, since a list may only be for a group there is."""

import sqlalchemy as sa
from alembic import op

revision = "pricing_0002"
down_revision = "pricing_0001"
branch_labels = None
depends_on = None

_LONGEST_HANDLE = 80

_lists = sa.table("pricing_price_list", sa.column("customer_group", sa.String()))
_groups = sa.table("customers_group", sa.column("handle", sa.String()), sa.column("title", sa.String()))


def upgrade() -> None:
    """Make a group of each name that has none; its title is its name until somebody gives it another."""
    connection = op.get_bind()
    known = set(connection.execute(sa.select(_groups.c.handle)).scalars())
    named = set(connection.execute(sa.select(_lists.c.customer_group).distinct()).scalars())
    for name in sorted(named - known - {None}):
        if len(name) <= _LONGEST_HANDLE:
            op.execute(_groups.insert().values(handle=name, title=name))


def downgrade() -> None:
    """Leave the groups: their lists go on naming them."""
