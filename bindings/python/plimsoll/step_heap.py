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


# Before glibc 2.33 the counts have 32 bits, and begin anew behind them. With so much resident they are not believed.
_NARROW = 2 << 30

_MEMBERS = (
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


class _Info(ctypes.Structure):
    """`struct mallinfo2`."""

    _fields_ = [(name, ctypes.c_size_t) for name in _MEMBERS]


class _NarrowInfo(ctypes.Structure):
    """`struct mallinfo`, whose int is taken without its sign."""

    _fields_ = [(name, ctypes.c_uint) for name in _MEMBERS]


# The first that the C library has is asked. musl has neither.
KINDS = (("mallinfo2", _Info), ("mallinfo", _NarrowInfo))


class Heap:
    """The heap of this process: that of glibc, and Python's own."""

    __slots__ = ("_info", "_narrow")

    def __init__(self, kinds=KINDS):
        self._info = None
        self._narrow = False
        library = ctypes.CDLL(None)
        for name, kind in kinds:
            self._info = getattr(library, name, None)
            if self._info is not None:
                self._info.restype = kind
                self._info.argtypes = ()
                self._narrow = kind is _NarrowInfo
                self._try()
                return

    def _try(self):
        """With another allocator (jemalloc that is preloaded, mimalloc of an interpreter without the lock) glibc's is there, and
        nobody uses it."""
        before = self.used(0)
        block = bytearray(_TRIAL)
        after = self.used(0)
        if before is None or after is None or after - before < len(block) // 2:
            self._info = None

    def used(self, resident=None):
        """Bytes in use; None where nobody tells, or where asking takes too long. `resident` is what the process has, if known."""
        if self._info is None or self._narrow and (resident is None or resident > _NARROW):
            return None
        begun = thread_time()
        info = self._info()
        found = info.uordblks + info.hblkhd + sys.getallocatedblocks() * _SMALL
        if thread_time() - begun > _MOST_SECONDS:
            self._info = None
        return found
