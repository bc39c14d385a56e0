"""The conformance kit: it holds an installed channel to what every channel promises.

    pytest --pyargs comptoir.testing.conformance --channel kiosk

Each promise is a test of its own. The channel is looked at from outside, as visitors and machines get it, and its
sources are read for what a channel may not do. It needs the extra `comptoir[testing]`.
"""
