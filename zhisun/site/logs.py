"""Logging: facts as fields, identities masked before a line is written."""

import logging
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import structlog

MASKED_WORDS = ("phone", "mobile", "account", "card", "id_number", "idcard", "credential", "name")
PLAIN_KEYS = frozenset(
    {"logger_name", "event_name", "filename", "func_name", "pathname", "hostname"}
)
DROPPED_WORDS = ("password", "secret", "token", "narrative", "authorization", "cookie")
SHOWN = 2
SHORTEST_SHOWN = 7


def masked(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A structlog processor: no line carries a whole phone, account, identity number or name.

    Keys decide, not values: `payee_account`, `holder_name`. Secrets are dropped altogether.
    """
    for key in event:
        if key in PLAIN_KEYS:
            continue
        if any(word in key.lower() for word in DROPPED_WORDS):
            event[key] = "***"
        elif any(word in key.lower() for word in MASKED_WORDS):
            event[key] = mask(str(event[key]))
    return event


def mask(value: str) -> str:
    """The last two characters of a long value, nothing of a short one: ***34."""
    return "***" + (value[-SHOWN:] if len(value) >= SHORTEST_SHOWN else "")


SHARED: list[structlog.typing.Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    masked,
]


def logging_config(level: str, *, as_json: bool) -> dict[str, Any]:
    """Django's LOGGING: everything to stderr through structlog."""
    renderer = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if as_json
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "lines": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.format_exc_info,
                    renderer,
                ],
                "foreign_pre_chain": SHARED,
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": {"handlers": [], "propagate": True},
            "procrastinate": {"level": "WARNING"},  # it tells every job's whole life
        },
    }


def configure() -> None:
    """Send structlog's events down the same road as the standard library's."""
    structlog.configure(
        processors=[
            *SHARED,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def into_file(path: Path) -> None:
    """Let this process's lines go to the end of a file, and only what is amiss to stderr besides.

    For a command that somebody watches, once Django is set up.
    """
    (terminal,) = logging.getLogger().handlers
    terminal.setLevel(logging.WARNING)
    kept = logging.FileHandler(path, encoding="utf-8")
    kept.setFormatter(terminal.formatter)
    logging.getLogger().addHandler(kept)
