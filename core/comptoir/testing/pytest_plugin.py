"""Fixtures that Comptoir offers to the tests of plugins."""
