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
    are any, and everything that was added: by `extra=`, or by `LoadFilter`. What is None is left out.

    A record is never lost for what was added: what JSON has no word for stands there as text, a number that is none or has no
    end among it, as `"nan"`; what cannot even be made text, and what contains itself, as `"<dict, not shown: ...>"`."""

    def format(self, record):
        """The line."""
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
        return _line(document)


def _line(document):
    import json

    try:
        # The way of nearly all records.
        return json.dumps(document, default=str, allow_nan=False)
    except Exception:
        return json.dumps({name: _plain(value) for name, value in document.items()})


# How deep what was added may be.
_DEEPEST = 20


def _plain(value, around=()):
    """What JSON has words for, whatever it was; `around` is what it stands in."""
    try:
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, int):
            number = int(value)
            repr(number)  # One of thousands of digits cannot be written.
            return number
        if isinstance(value, float):
            number = float(value)
            return number if number - number == 0 else str(number)
        if not isinstance(value, (dict, list, tuple)):
            return _word(value)
        if len(around) >= _DEEPEST or any(value is outer for outer in around):
            return _not_shown(value, "it contains itself" if len(around) < _DEEPEST else "too deep")
        around = (*around, value)
        if isinstance(value, dict):
            return {_word(name): _plain(part, around) for name, part in value.items()}
        return [_plain(part, around) for part in value]
    except Exception as error:
        return _not_shown(value, type(error).__name__)


def _word(value):
    try:
        return str(value)
    except Exception as error:
        return _not_shown(value, type(error).__name__)


def _not_shown(value, why):
    return f"<{type(value).__name__}, not shown: {why}>"


def _utc(created):
    milliseconds = int((created - int(created)) * 1000)
    return f"{time.strftime('%Y-%m-%dT%H:%M:%S', time.gmtime(created))}.{milliseconds:03}Z"
