"""What staff do to the catalogue: the commands of `comptoir.catalog.commands`, each told to the audit log.

Updates are partial: what stands is read back as a draft, the given fields are put into it, and the draft is saved.
The lock of the catalogue's one writer is taken first, so that two updates at once lose nothing of each other.
"""
