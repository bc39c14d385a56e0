"""The pluggy markers of Comptoir: `@hookimpl` on a plugin's functions."""

import pluggy

PROJECT = "comptoir"
"""Name of the pluggy project and of the entry-point group that plugins use."""

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)
