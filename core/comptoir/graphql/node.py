"""The `Node` interface: whatever has a global id."""

import strawberry


@strawberry.interface(description="An object with a global id.")
class Node:
    """An object with a global id."""

    id: strawberry.ID
