"""A process of buyers for the flash sale: `python flash_buyers.py ADDRESS PREFIX BUYERS VARIANT LOCATION`.

It says `ready`, waits for a line, lets every buyer take one piece at a time until it is refused, and prints how many
pieces were sold, and what else went wrong.
"""

import json
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from comptoir.clock import SystemClock
from comptoir.db.database import open_database
from comptoir.errors import DomainError
from comptoir.inventory import Demand, Owner, allocate_holds, place_holds
from comptoir.settings import Settings


def buy(database, *, name, variant, location):
    """Take pieces until refused; return what happened, by name."""
    seen = Counter()
    while not seen["OUT_OF_STOCK"]:
        number = seen["sold"]
        owner = Owner(kind="checkout", ident=f"{name}-{number}")
        order = Owner(kind="order", ident=f"{name}-{number}")
        demand = Demand(variant_id=variant, location_id=location, quantity=1)
        until = database.clock.now() + timedelta(minutes=15)
        try:
            database.write_now(
                place_holds, owner=owner, demands=[demand], expires_at=until, shopper=name, cap=5
            )
            database.write_now(allocate_holds, owner=owner, to=order)
            seen["sold"] += 1
        except DomainError as refusal:
            seen[refusal.code] += 1
        except Exception as error:  # noqa: BLE001 - whatever it is, the sale must not have it
            seen[f"{type(error).__name__}: {error}"] += 1
            break
    return seen


def run_buyers(database, *, prefix, buyers, variant, location):
    """Let buyers take pieces at a time; return what happened to all of them."""
    with ThreadPoolExecutor(buyers) as pool:
        started = [
            pool.submit(buy, database, name=f"{prefix}{number}", variant=variant, location=location)
            for number in range(buyers)
        ]
        return sum((each.result() for each in started), Counter())


def main(address, prefix, *numbers):
    """Run as a process."""
    buyers, variant, location = map(int, numbers)
    database = open_database(Settings(database_url=address), clock=SystemClock())
    try:
        print("ready", flush=True)
        sys.stdin.readline()
        print(
            json.dumps(run_buyers(database, prefix=prefix, buyers=buyers, variant=variant, location=location))
        )
    finally:
        database.close_now()


if __name__ == "__main__":
    main(*sys.argv[1:])
