"""The monitor."""

import ctypes

from . import library
from .handle import Handle
from .library import POINTER, SIZE, STATUS, String, call, failure
from .options import SamplerOptions, nanoseconds, sampler_options
from .sample import Sample
from .values import SIZE as SAMPLE_SIZE


class MonitorOptions(ctypes.Structure):
    """`plim_monitor_options`."""

    _fields_ = [
        ("window_ns", ctypes.c_uint64),
        ("sampler", ctypes.POINTER(SamplerOptions)),
        ("sampler_size", SIZE),
    ]


_new = library.function("plim_monitor_new", STATUS, POINTER, SIZE, POINTER, POINTER)
_observe = library.function("plim_monitor_observe", STATUS, POINTER, POINTER)
_sample = library.function("plim_monitor_sample", STATUS, POINTER, POINTER, SIZE, POINTER)
_diagnose = library.function("plim_monitor_diagnose", STATUS, POINTER, POINTER, POINTER, POINTER)


class Monitor(Handle):
    """Watches one container: takes samples when told to, and says what limits it.

        monitor = plimsoll.Monitor()
        monitor.observe()
        ...                      # some time later, on any thread
        monitor.observe()
        diagnosis = monitor.diagnose()
        print(diagnosis.level, diagnosis.summary)

    Starts no thread: everything happens on the caller's. A verdict needs two samples, some time
    apart.

    Args:
        groups, target, filesystem, slow_interval, proc_root, sys_root: as for `Sampler`.
        window: over how many seconds rates are computed, from the oldest sample within it to the
            latest: 0 to 3600. Two samples further apart than this make a window of their own.
    """

    __slots__ = ()
    _close = library.function("plim_monitor_close", STATUS, POINTER, POINTER)
    _free = library.function("plim_monitor_free", None, POINTER)

    def __init__(
        self,
        groups=None,
        target=None,
        filesystem="/",
        slow_interval=1.0,
        proc_root=None,
        sys_root=None,
        window=5.0,
    ):
        self._handle = None
        sampler, self._what = sampler_options(groups, target, filesystem, slow_interval, proc_root, sys_root)
        options = MonitorOptions(
            nanoseconds("window", window), ctypes.pointer(sampler), ctypes.sizeof(sampler)
        )
        handle = POINTER()
        call(_new, ctypes.byref(options), ctypes.sizeof(options), ctypes.byref(handle))
        self._handle = handle.value

    def observe(self):
        """Takes one sample. Raises NotFoundError when the target has ended."""
        error = POINTER()
        status = _observe(self._handle, ctypes.byref(error))
        if status < 0:
            raise failure(status, error)

    @property
    def sample(self):
        """The latest sample, as a copy; None before the first."""
        sample = Sample()
        status = call(_sample, self._handle, sample._buffer, SAMPLE_SIZE)
        if status == library.NOT_ENOUGH_DATA:
            return None
        sample._filled()
        return sample

    def diagnose(self):
        """The verdict on the samples of the window: a `Diagnosis`. After one sample it rests on what
        a single sample shows; before the first it is empty and its level is None."""
        from .diagnosis import Diagnosis

        return Diagnosis.from_json(self.diagnose_json())

    def diagnose_json(self):
        """The verdict as the JSON document that `plimsoll diagnose --json` prints."""
        text = String()
        call(_diagnose, self._handle, None, ctypes.byref(text))
        return text.take().decode()
