"""The load in every line of a log.

    import logging, plimsoll.logging

    handler = logging.StreamHandler()
    handler.addFilter(plimsoll.logging.LoadFilter())
    handler.setFormatter(plimsoll.logging.JsonFormatter())
    logging.getLogger().addHandler(handler)

A filter of a handler sees all lines; one of a logger only its own, not those of the loggers below it.
"""

import logging
import time

from .load_fields import LoadFields


class LoadFilter(logging.Filter):
    """Adds to each record `load_line`, `load_advice`, `load_resource`, `cpu_ratio`, `memory_bytes`, `memory_ratio` and `step`,
    for a format such as `"%(asctime)s %(message)s load=%(load_line)s"`. Lets every record through, and never raises.

    It reads the kernel once a second at most, on the thread that logs; other lines cost a microsecond or two.

    Args:
        monitor: a `Monitor` of yours; None for one of the process's own.
        every: after how many seconds a reading is too old.
    """

    def __init__(self, monitor=None, every=None):
        super().__init__()
        self._fields = LoadFields(monitor, every)

    def filter(self, record):
        """Adds what is known."""
        for name, value in self._fields.read().items():
            # What the caller said himself (`extra=`) stays.
            if not hasattr(record, name):
                setattr(record, name, value)
        return True


# What every record has, and is no `extra=` of the caller's.
_ORDINARY = frozenset(
    (
        *vars(logging.LogRecord("", 0, "", 0, "", (), None)),
        "message",
        "asctime",
        "taskName",
    )
)


class JsonFormatter(logging.Formatter):
    """Each record as a JSON object on one line: `time` (UTC), `level`, `logger`, `message`, `exception` and `stack` where there
    are any, and everything that was added: by `extra=`, or by `LoadFilter`. What is None is left out."""

    def format(self, record):
        """The line."""
        import json

        document = {
            "time": _utc(record.created),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        for name, value in vars(record).items():
            if name not in _ORDINARY and name not in document and value is not None:
                document[name] = value
        if record.exc_info:
            document["exception"] = self.formatException(record.exc_info)
        if record.stack_info:
            document["stack"] = self.formatStack(record.stack_info)
        return json.dumps(document, default=str)


def _utc(created):
    milliseconds = int((created - int(created)) * 1000)
    return f"{time.strftime('%Y-%m-%dT%H:%M:%S', time.gmtime(created))}.{milliseconds:03}Z"
