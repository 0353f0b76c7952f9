"""Metrics for a collector of OpenTelemetry."""

import ctypes

from . import library
from .handle import Owned
from .library import POINTER, STATUS, String, call
from .options import c_text, wait
from .outcome import Facts

_new = library.function("plim_exporter_new", STATUS, ctypes.c_char_p, POINTER, POINTER)
_is_due = library.function("plim_exporter_is_due", ctypes.c_int32, POINTER)
_send = library.function("plim_exporter_send", STATUS, POINTER, POINTER, POINTER, POINTER)
_send_text = library.function("plim_exporter_send_text", STATUS, POINTER, ctypes.c_char_p, POINTER, POINTER)
_statistics = library.function("plim_exporter_statistics", STATUS, POINTER, POINTER, POINTER)
_close = library.function("plim_exporter_close", STATUS, POINTER, ctypes.c_uint64, POINTER, POINTER)


class OtlpExporter(Owned):
    """Sends what is known to a collector of OpenTelemetry, over HTTP, on a thread of its own.

        exporter = plimsoll.OtlpExporter({"otlp": {"endpoint": "http://collector:4318"}})
        while True:
            monitor.observe()
            if exporter.is_due():
                exporter.send(monitor)       # and the steps; never waits
            time.sleep(1)                    # or rather: your own work

    Args:
        settings: what a configuration says in `export` (docs/configuration.md), a dict or a text in JSON or YAML. What it
            leaves open in `otlp` is taken from OTEL_EXPORTER_OTLP_ENDPOINT and the other variables that OpenTelemetry's own
            libraries obey; without any it is http://localhost:4318. Secrets may be 'env:NAME' or 'file:PATH'.

    There is no thread before the first page. A collector that is down costs a connection that fails now and then; at most
    16 pages wait, and the oldest make way. After a fork the child begins with nothing that waits. An exporter that is
    forgotten without `close` has 2 s for what waits. Raises ConfigurationError where a setting is wrong, NotBuiltError where
    the library was built without it.
    """

    __slots__ = ()
    _free = library.function("plim_exporter_free", None, POINTER)

    def __init__(self, settings=None):
        self._handle = None
        if isinstance(settings, dict):
            import json

            settings = json.dumps(settings)
        elif settings is not None and not isinstance(settings, str):
            raise TypeError(f"`settings` is {settings!r}: allowed are None, a dict and a text")
        handle = POINTER()
        call(_new, None if settings is None else c_text("settings", settings), ctypes.byref(handle))
        self._handle = handle.value
        self._what = "metrics"

    def is_due(self):
        """Whether the interval (`otlp.interval`, 60 s) has passed since the latest page; also before the first."""
        return _is_due(self._handle) == 1

    def send(self, *parts, steps=True):
        """Hands over everything that is known now: the page of `plimsoll.metrics`, steps included. It never waits for the
        collector. Gives whether it was taken: not after the end, and not where no thread can be started.

        Args:
            parts, steps: as for `plimsoll.metrics`: a `Monitor`, and what else has metrics.
        """
        from .exposition import metrics, steps_text
        from .monitor import Monitor

        if len(parts) != 1 or not isinstance(parts[0], Monitor) or steps_text(steps):
            return self.send_text(metrics(*parts, steps=steps))
        taken = ctypes.c_int32()
        call(_send, self._handle, parts[0]._handle, ctypes.byref(taken))
        return taken.value == 1

    def send_text(self, text):
        """Hands over a page of your own: the text of `plimsoll.metrics`, or metrics in the same format (0.0.4 of Prometheus,
        each after its `# TYPE`) whose names begin with `plimsoll_`. Gives whether it was taken, as `send`. Raises MalformedError
        where it is something else: nothing is sent then."""
        taken = ctypes.c_int32()
        call(_send_text, self._handle, c_text("text", text), ctypes.byref(taken))
        return taken.value == 1

    def statistics(self):
        """What became of the pages in this process: `Facts` with `waiting`, `sent`, `failed`, `dropped`, `retried`,
        `rejected_points` and `last_error`."""
        import json

        text = String()
        call(_statistics, self._handle, ctypes.byref(text))
        return Facts(json.loads(text.take()))

    def close(self, timeout=2.0):
        """Sends what waits, for so many seconds at most, and ends the thread; nothing is taken afterwards. Gives whether it
        ended: the look-up of a name can hold it. May be called again."""
        ended = ctypes.c_int32()
        call(_close, self._handle, wait("timeout", timeout), ctypes.byref(ended))
        return ended.value == 1

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()
