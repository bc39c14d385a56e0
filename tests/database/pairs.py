"""A table of pairs, which ends the whole transaction where a pair begins with 13."""

import asyncio

from sqlalchemy import text


def prepare(tx):
    tx.execute(text("CREATE TABLE pair (id INTEGER PRIMARY KEY, one INTEGER NOT NULL, two INTEGER NOT NULL)"))
    tx.execute(
        text(
            "CREATE TRIGGER trap BEFORE INSERT ON pair WHEN new.one = 13 "
            "BEGIN SELECT RAISE(ROLLBACK, 'thirteen ends it all'); END"
        )
    )


def put(tx, *, number):
    tx.execute(text("INSERT INTO pair (one, two) VALUES (:n, :n)"), {"n": number})
    return number


def numbers(tx):
    return [row.one for row in tx.all(text("SELECT one FROM pair ORDER BY one"))]


async def together(database, *commands):
    """Start commands at the same moment, so that they share one commit; return what each came to."""
    calls = [database.write(command, **kwargs) for command, kwargs in commands]
    return await asyncio.gather(*calls, return_exceptions=True)
