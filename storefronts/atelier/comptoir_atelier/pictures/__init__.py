"""The house's pictures: garments drawn from paths, lit, woven, and laid on tinted paper."""
