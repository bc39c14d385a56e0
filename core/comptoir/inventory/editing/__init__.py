"""What staff do to locations and stock: the commands of the inventory, told to the audit log."""
