"""The load in every line of structlog's.

    import plimsoll.structlog, structlog

    structlog.configure(processors=[
        structlog.processors.TimeStamper(fmt="iso"),
        plimsoll.structlog.LoadProcessor(),
        structlog.processors.JSONRenderer(),
    ])

structlog itself is not imported.
"""

from .load_fields import LoadFields


class LoadProcessor:
    """Adds `load_line`, `load_advice`, `load_resource`, `cpu_ratio`, `memory_bytes`, `memory_ratio` and `step`, where they are
    known. Keys that are there stay. Never raises.

    Args:
        monitor: a `Monitor` of yours; None for one of the process's own.
        every: after how many seconds a reading is too old.
    """

    __slots__ = ("_fields",)

    def __init__(self, monitor=None, every=None):
        self._fields = LoadFields(monitor, every)

    def __call__(self, logger, method_name, event_dict):
        """Adds them to a line."""
        for name, value in self._fields.read().items():
            if value is not None:
                event_dict.setdefault(name, value)
        return event_dict
