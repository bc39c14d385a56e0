"""Staff: accounts with roles, bearer tokens, permissions of the staff schema, and the audit log.

It lies below every other context, so that each of them can declare who may use its staff fields
(`comptoir.staff.graphql.requires`) and tell what was done (`comptoir.staff.audit.record`).
"""
