"""Channels that run in a process of their own, beside a shop at another address.

They have the same pages: what they ask goes over HTTP instead of staying in the process, and the shop's pictures
pass through, so that no page asks another host for anything.
"""
