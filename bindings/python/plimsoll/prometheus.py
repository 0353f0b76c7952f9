"""The container, its load line and the steps in a registry of prometheus_client.

    import prometheus_client, plimsoll.prometheus

    prometheus_client.REGISTRY.register(plimsoll.prometheus.Collector())
    prometheus_client.start_http_server(9469)

Names, labels and meanings stand in docs/metrics.md.
"""

from .errors import NotBuiltError, PlimsollError
from .fields import table
from .pulse import Pulse
from .pulse import shared as shared_pulse
from .step_families import step_families


class Collector:
    """A collector for `registry.register`. It reads the kernel when it is scraped, once a second at most, and starts no thread.

    What cannot be read is left out, never 0: a scrape never fails for it. Only a library that was built without metrics does
    (NotBuiltError); that of the wheel has them. With several worker processes
    (`PROMETHEUS_MULTIPROC_DIR`) prometheus_client asks no collectors: `plimsoll serve` tells of the container then.

    Args:
        monitor: a `Monitor` of yours, with the pools that are attached to it; None for one of the process's own.
        book: a `StepBook`; None for that of `plimsoll.step`.
        fields: whether every field of the sample is exposed, about 170 series; the load line, the level and the resources always
            are.
        steps: whether steps are exposed.
        parts: what else has metrics: a `Checker`, its `gate` or another `Gate`, a `ProbeContext`; each once. One that is
            closed is left out.
    """

    __slots__ = ("_pulse", "_book", "_fields", "_steps", "_parts")

    def __init__(self, monitor=None, book=None, fields=True, steps=True, parts=()):
        self._pulse = shared_pulse() if monitor is None else Pulse(monitor)
        if book is None:
            from .step_book import book
        self._book = book
        self._fields = fields
        self._steps = steps
        self._parts = tuple(parts)

    def describe(self):
        """Nothing: so it is not scraped when it is registered."""
        return []

    def collect(self):
        """The families, for the registry."""
        found = list(self._of_the_parts())
        if self._steps:
            found += [_made(family) for family in step_families(self._book.steps()) if family.values]
        return found

    def _of_the_parts(self):
        from prometheus_client.parser import text_string_to_metric_families

        from .exposition import joined, once

        asked = [self._container, *(part.metrics for part in once(self._parts))]
        text = joined([*filter(None, map(_told, asked))] or [""])
        fields = () if self._fields else {f"plimsoll_{field.name}" for field in table()}
        for family in text_string_to_metric_families(text):
            if family.name not in fields:
                yield family

    def _container(self):
        self._pulse.beat()
        return self._pulse.monitor.metrics()


def _told(metrics):
    """A text; none where it cannot be told."""
    try:
        return metrics()
    except NotBuiltError:
        raise
    except (PlimsollError, OSError):
        return None


def _made(family):
    from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily

    kind = CounterMetricFamily if family.counter else GaugeMetricFamily
    made = kind(family.name, family.help, labels=list(family.labels))
    for labels, value in family.values:
        made.add_metric(list(labels), value)
    return made
