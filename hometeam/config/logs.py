"""Logs that a person can read: one line an event, its facts behind it, to standard error."""

from typing import Any

import structlog

SHARED: tuple[structlog.typing.Processor, ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.PositionalArgumentsFormatter(),
    structlog.processors.TimeStamper(fmt="%Y-%m-%d %H:%M:%S", utc=False),
    structlog.processors.StackInfoRenderer(),
    structlog.processors.UnicodeDecoder(),
)


def logging_settings(*, debug: bool, colours: bool) -> dict[str, Any]:
    """Django's LOGGING for the standard library's loggers and structlog's alike; `colours` on a terminal."""
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    renderer = structlog.dev.ConsoleRenderer(colors=colours, exception_formatter=structlog.dev.plain_traceback)
    level = "DEBUG" if debug else "INFO"
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "readable": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": SHARED,
                "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "readable"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "hometeam": {"handlers": ["stderr"], "level": level, "propagate": False},
            # Django's own loggers say everything once, through the same handler.
            "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
            # A visitor's 404 is not the operator's news.
            "django.request": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        },
    }
