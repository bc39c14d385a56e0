"""Service requests in the GraphQL schemas."""
