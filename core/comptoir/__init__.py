"""Comptoir: a headless commerce plugin framework. One counter, every door."""
