"""Runs the GraphQL of the documentation against a shop in this process."""

import asyncio

import orjson
from comptoir.graphql.execute import GraphQLRequest
from comptoir.principal import VISITOR

BASE_URL = "http://127.0.0.1:8000"


class Asker:
    """Asks a shop as the HTTP endpoint does, and returns the body as a client reads it."""

    def __init__(self, shop):
        self.shop = shop
        self._loop = asyncio.new_event_loop()

    def ask(self, query):
        return self._loop.run_until_complete(self._ask(query))

    async def _ask(self, query):
        context = await self.shop.context(base_url=BASE_URL, actor=VISITOR)
        answer = await self.shop.execute(GraphQLRequest(query=query), context)
        return orjson.loads(orjson.dumps(answer.body()))

    def run(self, coroutine):
        return self._loop.run_until_complete(coroutine)

    def close(self):
        self._loop.close()
