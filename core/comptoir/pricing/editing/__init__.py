"""What staff do to prices, tax rates and divergences: the commands of `comptoir.pricing.commands`, told to the log."""
