"""What the process has and did, as read at both ends of a step."""

from .errors import PlimsollError
from .sample import Sample
from .sampler import Sampler

# The members of a reading, by place.
CPU, RESIDENT, OWN, PEAK, DESCRIPTORS, READ, WRITTEN, CALL_READ, CALL_WRITTEN = range(9)
NOTHING = (None,) * 9


class Reader:
    """Reads the own process. Nothing here raises: a step goes on whatever can be read of it."""

    __slots__ = ("_sampler", "_sample", "_usage")

    def __init__(self):
        self._sample = Sample()
        self._usage = None
        try:
            self._sampler = Sampler(groups=("process",))
        except PlimsollError:
            self._sampler = None
        try:
            import resource

            self._usage = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        except ImportError:  # An interpreter that was built without it.
            pass

    def read(self):
        """A reading: a tuple, None where something could not be read."""
        sample = self._sample
        try:
            self._sampler.read_into(sample)
        except (PlimsollError, AttributeError):
            return NOTHING
        resident, shared = sample.process_resident_bytes, sample.process_shared_bytes
        own = resident if shared is None or resident is None else resident - shared
        user, system = sample.process_cpu_user_seconds, sample.process_cpu_system_seconds
        return (
            None if user is None or system is None else user + system,
            resident,
            own,
            self._usage() if self._usage else None,
            sample.process_descriptors,
            sample.process_read_bytes,
            sample.process_written_bytes,
            sample.process_call_read_bytes,
            sample.process_call_written_bytes,
        )


def difference(before, after, place):
    """By how much a member grew; None where it was not read at both ends."""
    first, second = before[place], after[place]
    return None if first is None or second is None else second - first
