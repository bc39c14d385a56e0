"""Comptoir: a headless commerce plugin framework. One counter, every door."""

__version__ = "0.1.0"
