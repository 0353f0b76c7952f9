"""The benchmark of the container: what it can do, and what watching it costs."""

import ctypes
import os

from . import beside, library
from .benchmark_result import BenchResult
from .handle import Owned
from .library import POINTER, SIZE, STATUS, String, call
from .options import c_text, out_of_range

_new = library.function("plim_benchmark_new", STATUS, POINTER, SIZE, POINTER, POINTER)
_run = library.function("plim_benchmark_run", STATUS, POINTER, POINTER, POINTER, POINTER, POINTER)
_cancel = library.function("plim_benchmark_cancel", None, POINTER)


class BenchOptions(ctypes.Structure):
    """`plim_benchmark_options`."""

    _fields_ = [
        ("profile", ctypes.c_char_p),
        ("directory", ctypes.c_char_p),
        ("directory_len", SIZE),
        ("without_disk", ctypes.c_uint64),
    ]


class BenchProgress(ctypes.Structure):
    """How a benchmark goes, a few times a second. What is not known is NaN.

    elapsed_seconds, remaining_seconds: since it began, and until it is to end.
    throttled_ratio: the share of the CPU quota's periods in which the container was throttled so far.
    rounds: rounds that are over.
    """

    _fields_ = [
        ("elapsed_seconds", ctypes.c_double),
        ("remaining_seconds", ctypes.c_double),
        ("throttled_ratio", ctypes.c_double),
        ("rounds", ctypes.c_uint64),
    ]

    def __repr__(self):
        return f"<plimsoll.BenchProgress {self.elapsed_seconds:.0f} s, {self.rounds} rounds>"


_PROGRESS = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.POINTER(BenchProgress), POINTER)


class Benchmark(Owned):
    """A benchmark of the container that this process runs in.

        result = plimsoll.Benchmark("quick").run()
        print(result.scores.overall, result.measure("sample").value)
        result.save("before.json")

    Args:
        profile: 'quick' (10 s), 'standard' (60 s), 'full' (5 min), or how long: a number of seconds, 1 to 3600.
        directory: where to write to the disk; None is the first of /var/tmp, /tmp and the current directory that is on one.
        disk: False leaves the disk alone.
    """

    __slots__ = ()
    _free = library.function("plim_benchmark_free", None, POINTER)

    def __init__(self, profile="standard", *, directory=None, disk=True):
        self._handle = None
        if not isinstance(profile, (str, int, float)) or isinstance(profile, bool):
            raise TypeError(f"`profile` is {profile!r}: allowed are quick, standard, full, or a number of seconds")
        if not isinstance(profile, str):
            if not 1 <= profile <= 3600:
                raise out_of_range("profile", profile, "1 to 3600 seconds")
            profile = f"{round(profile * 1000)}ms"
        options = BenchOptions(profile=c_text("profile", profile), without_disk=not disk)
        if directory is not None:
            options.directory = os.fsencode(directory)
            options.directory_len = len(os.fsencode(directory))
        handle = POINTER()
        call(_new, ctypes.byref(options), ctypes.sizeof(options), ctypes.byref(handle))
        self._handle = handle.value
        self._what = profile

    def run(self, progress=None):
        """Measures, and gives a `BenchResult`. Other threads of Python go on meanwhile; what they do is measured with it.

        `progress` is called a few times a second with a `BenchProgress`; what it raises ends the run, and is raised. So does
        Ctrl-C.
        """
        states = []

        def told(state, _):
            states.append(BenchProgress.from_buffer_copy(state.contents))
            return 0

        def work():
            text = String()
            call(_run, self._handle, callback, None, ctypes.byref(text))
            return text.take().decode()

        def listen():
            while states:
                progress(states.pop(0))

        # Without a listener nothing of Python runs between two slices.
        callback = None if progress is None else _PROGRESS(told)
        return BenchResult(beside.run("plimsoll-benchmark", work, listen, self.cancel))

    def cancel(self):
        """Gives up the run under way, from another thread: it gives what was measured until then. A later run ends at once."""
        _cancel(self._handle)
