"""Logs as JSON lines. Only named fields get in, so that no customer's data can slip in."""

from __future__ import annotations

import json
import logging
import sys
from datetime import datetime, timezone

_FIELDS = ("method", "route", "status", "seconds", "upload", "effect", "count")


class JsonLines(logging.Formatter):
    """One JSON object a line: time, level, logger, message, and the fields that are allowed."""

    def format(self, record: logging.LogRecord) -> str:
        """The line. Of an exception its type and place are told, not its text, which may quote."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, timezone.utc).isoformat(),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        line.update({name: vars(record)[name] for name in _FIELDS if name in vars(record)})
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
            trace = record.exc_info[2]
            while trace is not None and trace.tb_next is not None:
                trace = trace.tb_next
            if trace is not None:
                module = trace.tb_frame.f_globals.get("__name__", "")
                line["where"] = f"{module}:{trace.tb_lineno}"
        return json.dumps(line)


def set_up() -> None:
    """Log everything as JSON lines to the standard error stream."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    logging.getLogger("alembic").setLevel(logging.WARNING)
