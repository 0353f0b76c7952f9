"""What the process has and did, as read at both ends of a step."""

from .errors import PlimsollError
from .step_heap import Heap
from .sample import Sample
from .sampler import Sampler

# The members of a reading, by place.
RESIDENT, OWN, PEAK, DESCRIPTORS, READ, WRITTEN, CALL_READ, CALL_WRITTEN, USED = range(9)
NOTHING = (None,) * 9


class Reader:
    """Reads the own process. Nothing here raises: a step goes on whatever can be read of it."""

    __slots__ = ("_sampler", "_sample", "_peak", "_used")

    def __init__(self):
        self._sample = Sample()
        self._peak = _peak_reader()
        self._used = Heap().used
        try:
            self._sampler = Sampler(groups=("process",))
        except PlimsollError:
            self._sampler = None

    def read(self):
        """A reading: a tuple, None where something could not be read."""
        sample = self._sample
        if self._sampler is None:
            return NOTHING
        try:
            self._sampler.read_into(sample)
        except PlimsollError:
            return NOTHING
        resident, shared = sample.process_resident_bytes, sample.process_shared_bytes
        own = resident if shared is None or resident is None else resident - shared
        return (
            resident,
            own,
            self._peak(),
            sample.process_descriptors,
            sample.process_read_bytes,
            sample.process_written_bytes,
            sample.process_call_read_bytes,
            sample.process_call_written_bytes,
            self._used(resident),
        )


def _status_peak():
    """The most that the process had resident since it was started, by /proc/self/status."""
    try:
        with open("/proc/self/status", "rb", buffering=0) as status:
            found = status.read(8192).partition(b"VmHWM:")[2].split(None, 2)
        return int(found[0]) * 1024
    except (OSError, ValueError, IndexError):
        return None


def _peak_reader():
    """What reads the peak: the cheapest that tells the truth. `getrusage` goes on from what the program before an `exec` had,
    the parent's peak as a rule, and hides all that is below it."""
    peak = _status_peak()
    try:
        import resource
    except ImportError:  # An interpreter that was built without it.
        return _status_peak

    def usage():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024

    return _status_peak if peak is not None and usage() > peak + _LAG else usage


# Counters of resident memory lag by some pages.
_LAG = 1 << 20


def growth(before, after):
    """By how much memory grew: what is in use of the heap, or where that is not known, resident memory of no file."""
    found = difference(before, after, USED)
    return difference(before, after, OWN) if found is None else found


def held(reading):
    """What memory the process has, by the same measure as `growth`, and whether it is that of the heap."""
    used = reading[USED]
    return (reading[OWN], False) if used is None else (used, True)


def difference(before, after, place):
    """By how much a member grew; None where it was not read at both ends."""
    first, second = before[place], after[place]
    return None if first is None or second is None else second - first
