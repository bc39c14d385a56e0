"""Use cases that change the catalogue. All take the transaction first and drafts that were checked by nobody.

Expected refusals are `DomainError` with the codes of `comptoir.catalog.validation.problems`.
"""
