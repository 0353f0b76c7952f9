"""What is in use of the heap.

Resident memory tells whether a process grows, and not by whom: an allocator keeps what it got back, and whoever next needs more
than is left of it seems to grow, not who kept something. What was handed out and not given back tells.
"""

import ctypes
import sys
from time import thread_time

# Python's own small objects, at most 512 bytes each, are no business of malloc's. They are counted; so many bytes each.
_SMALL = 64
# Both walk over what is free or over all pools. In a heap in which that takes so much CPU time, it is left off: time, and not
# elapsed time, so that a laden machine does not blind it.
_MOST_SECONDS = 0.001
# What is asked for once, to see whether it is told.
_TRIAL = 1 << 20


class _Info(ctypes.Structure):
    """`struct mallinfo2`."""

    _fields_ = [
        (name, ctypes.c_size_t)
        for name in (
            "arena",
            "ordblks",
            "smblks",
            "hblks",
            "hblkhd",
            "usmblks",
            "fsmblks",
            "uordblks",
            "fordblks",
            "keepcost",
        )
    ]


class Heap:
    """The heap of this process: that of glibc from 2.33 on, and Python's own."""

    __slots__ = ("_info",)

    def __init__(self):
        self._info = getattr(ctypes.CDLL(None), "mallinfo2", None)
        if self._info is not None:
            self._info.restype = _Info
            self._info.argtypes = ()
            self._try()

    def _try(self):
        """With another allocator (jemalloc that is preloaded, mimalloc of an interpreter without the lock) glibc's is there, and
        nobody uses it."""
        before = self.used()
        block = bytearray(_TRIAL)
        after = self.used()
        if before is None or after is None or after - before < len(block) // 2:
            self._info = None

    def used(self):
        """Bytes in use; None where nobody tells, or where asking takes too long."""
        if self._info is None:
            return None
        begun = thread_time()
        info = self._info()
        found = info.uordblks + info.hblkhd + sys.getallocatedblocks() * _SMALL
        if thread_time() - begun > _MOST_SECONDS:
            self._info = None
        return found
