"""Running asynchronous tests, each within twenty seconds."""

import asyncio


def run(test):
    """Run a test to its end."""

    async def bounded():
        async with asyncio.timeout(20):
            await test

    asyncio.run(bounded())


async def until(holds):
    """Wait for something to come true."""
    while not holds():  # noqa: ASYNC110 - what is waited for tells nobody
        await asyncio.sleep(0.01)
