"""How the shop logs: one line an event, for people on a terminal or as JSON for machines."""

import logging
import sys

import structlog

from comptoir.settings import Settings


def configure_logging(settings: Settings) -> None:
    """Set up structlog for the process: events of level INFO and above, to standard error."""
    renderer = (
        structlog.processors.JSONRenderer()
        if settings.log_format == "json"
        # Not rich's tracebacks: they print local variables, and one of them is the whole catalogue.
        else structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
        )
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            *([structlog.processors.format_exc_info] if settings.log_format == "json" else []),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        # Looked up for each line: whoever puts another stream in its place, or closes it, is followed.
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )
