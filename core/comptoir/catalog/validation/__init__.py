"""What a draft must be before it is saved, and the form in which it is saved."""
