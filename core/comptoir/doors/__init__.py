"""Two pages of the core's own: all channels of a shop with codes for phones, and what each lets people do."""
