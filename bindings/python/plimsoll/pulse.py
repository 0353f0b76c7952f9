"""The container's load, read when somebody asks and at most so often."""

import time

# Between two observations at least.
EVERY = 1.0
_INFINITY = float("inf")


class Pulse:
    """A monitor that is observed when somebody asks. Starts no thread: who asks pays, about 0.1 ms once a second.

    Args:
        monitor: a `Monitor` of yours; None for one of its own, of this process's container.
        every: after how many seconds a reading is too old.
    """

    __slots__ = ("_monitor", "_every", "_latest", "_before", "_fields", "cpu_ratio")

    def __init__(self, monitor=None, every=EVERY):
        from .options import number

        self._monitor = monitor
        self._every = number("every", every)
        self._latest = None
        self._before = None
        self._fields = dict.fromkeys(NAMES)
        # CPU time that the container used between the latest two readings, of what it can use; None before there are two.
        self.cpu_ratio = None

    @property
    def monitor(self):
        """The monitor, which is made when it is first asked for."""
        if self._monitor is None:
            from .monitor import Monitor

            self._monitor = Monitor()
        return self._monitor

    def age(self):
        """For how many seconds nobody read; None where nobody ever did."""
        return None if self._latest is None else time.monotonic() - self._latest

    def beat(self, every=None):
        """Reads, where the latest reading is too old. Whether it did."""
        age = self.age()
        if age is not None and age < (self._every if every is None else every):
            return False
        # Before it: another thread that asks meanwhile goes on with what is there.
        self._latest = time.monotonic()
        monitor = self.monitor
        monitor.observe()
        self._note(monitor.sample)
        return True

    def _note(self, sample):
        used, cpus = sample.cgroup_cpu_usage_seconds, sample.cgroup_effective_cpus
        now = (sample.generation, sample.boot_time_ns, used)
        before, self._before = self._before, now
        self.cpu_ratio = None
        if before is None or before[0] != now[0] or used is None or before[2] is None or not cpus:
            return
        elapsed = (now[1] - before[1]) / 1e9
        if elapsed > 0:
            self.cpu_ratio = max(0.0, used - before[2]) / elapsed / cpus

    def fields(self):
        """What stands in a log: `load_line`, `load_advice`, `load_resource`, `cpu_ratio`, `memory_bytes` and `memory_ratio`,
        each None where it is not known. Reads where the latest reading is too old; never raises."""
        from .errors import PlimsollError

        try:
            if self.beat():
                self._fields = self._look()
        except (PlimsollError, OSError):
            # Nothing can be read now: what was known is too old.
            self._fields = dict.fromkeys(NAMES)
        return self._fields

    def _look(self):
        line, sample = self.monitor.load_line(), self.monitor.sample
        used, limit = sample.cgroup_memory_working_set_bytes, sample.cgroup_memory_effective_limit_bytes
        if used is None:
            used, limit = sample.process_resident_bytes, None
        known = line.reading is not None
        ratio = used / limit if used is not None and limit and limit != _INFINITY else None
        return {
            "load_line": _rounded(line.reading),
            "load_advice": line.advice if known else None,
            "load_resource": line.resource,
            "cpu_ratio": _rounded(self.cpu_ratio),
            "memory_bytes": used,
            "memory_ratio": _rounded(ratio),
        }


NAMES = ("load_line", "load_advice", "load_resource", "cpu_ratio", "memory_bytes", "memory_ratio")


def _rounded(value):
    return None if value is None else round(value, 4)


_shared = []


def shared():
    """The one of this process."""
    if not _shared:
        _shared.append(Pulse())
    return _shared[0]
