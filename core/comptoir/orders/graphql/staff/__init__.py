"""Orders in the staff schema."""
