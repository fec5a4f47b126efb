"""Logging: text or JSON, and never a token."""

import json
import logging
import sys

from bot.settings import Settings, hide_tokens

QUIET = ("httpx", "apscheduler", "alembic", "uvicorn", "asyncio")  # of interest when they warn


class JsonLine(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as JSON."""
        line = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "name": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


class TextLine(logging.Formatter):
    """For people."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(name)s: %(message)s", "%H:%M:%S")


def configure(settings: Settings) -> None:
    """Log to standard error as the settings say."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Redacted(JsonLine() if settings.log_format == "json" else TextLine()))
    logging.basicConfig(level=settings.log_level, handlers=[handler], force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLogger().level))


class Redacted(logging.Formatter):
    """Another formatter's lines, tracebacks included, with every token taken out."""

    def __init__(self, inner: logging.Formatter) -> None:
        super().__init__()
        self._inner = inner

    def format(self, record: logging.LogRecord) -> str:
        """The line without tokens."""
        return hide_tokens(self._inner.format(record))
