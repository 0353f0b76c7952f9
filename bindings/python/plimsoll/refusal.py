"""Why work may not begin now."""

import ctypes
import math

_NEVER = 2**64 - 1


class RefusalStruct(ctypes.Structure):
    """`plim_refusal`."""

    _fields_ = [
        ("reason", ctypes.c_int32),
        ("reserved", ctypes.c_int32),
        ("retry_after_ns", ctypes.c_uint64),
        ("value", ctypes.c_double),
        ("mark", ctypes.c_double),
        ("name", ctypes.c_char * 24),
        ("message", ctypes.c_char * 168),
    ]


class Refusal:
    """Why work may not begin now, and when to ask again. It is false, so that `if` tells it from what was asked for."""

    __slots__ = ("_reason", "_retry_after", "_value", "_mark", "_message")

    def __init__(self, reason, retry_after, value=None, mark=None, message=""):
        self._reason = reason
        self._retry_after = retry_after
        self._value = value
        self._mark = mark
        self._message = message

    @classmethod
    def _of(cls, struct):
        seconds = math.inf if struct.retry_after_ns == _NEVER else struct.retry_after_ns / 1e9
        numbers = (None if math.isnan(number) else number for number in (struct.value, struct.mark))
        return cls(struct.name.decode(), seconds, *numbers, message=struct.message.decode())

    @property
    def reason(self):
        """Why, a stable word for programs: 'queue_full', 'concurrency', 'memory', 'closed', ..."""
        return self._reason

    @property
    def retry_after(self):
        """After how many seconds it is worth asking again; math.inf for never."""
        return self._retry_after

    @property
    def value(self):
        """What was found (how many, or which share), or None."""
        return self._value

    @property
    def mark(self):
        """What may be at the most, or None."""
        return self._mark

    @property
    def message(self):
        """All of it in a sentence."""
        return self._message

    def __bool__(self):
        return False

    def __repr__(self):
        return f"<plimsoll.Refusal: {self._message}>"
