"""Orders in the GraphQL schema."""
