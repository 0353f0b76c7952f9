"""Pools of connections: their bounds, and what they have and did."""

import ctypes

from . import library
from .library import POINTER, STATUS, String, call
from .options import choice, nanoseconds, out_of_range, whole
from .outcome import Facts

POOLS = {"mcp": 1, "rest": 2}
KEEP_ALIVE_OFF = -1

_statistics = library.function("plim_pool_statistics", STATUS, POINTER, ctypes.c_int32, POINTER, POINTER)

_COUNTS = ("max_connections", "max_connections_per_host")
_TIMES = ("idle_age", "connect_timeout", "read_timeout", "cleanup_interval")


class PoolOptions(ctypes.Structure):
    """`plim_pool_options`."""

    _fields_ = [
        ("max_connections", ctypes.c_uint64),
        ("max_connections_per_host", ctypes.c_uint64),
        ("idle_age_ns", ctypes.c_uint64),
        ("connect_timeout_ns", ctypes.c_uint64),
        ("read_timeout_ns", ctypes.c_uint64),
        ("cleanup_interval_ns", ctypes.c_uint64),
        ("keep_alive", ctypes.c_int64),
    ]


def pool_options(pool, given):
    """The struct for a dict of options, or for None."""
    options = PoolOptions()
    if given is None:
        return options
    if not isinstance(given, dict):
        raise TypeError(f"option `{pool}` is {given!r}: allowed are None and a dict")
    for name, value in given.items():
        full = f"{pool}.{name}"
        if name in _COUNTS:
            # To the library 0 would mean the default.
            if whole(full, value) == 0:
                raise out_of_range(full, 0, "numbers from 1; to keep none, set `keep_alive` to False")
            setattr(options, name, value)
        elif name in _TIMES:
            setattr(options, name + "_ns", nanoseconds(full, value))
        elif name == "keep_alive":
            if not isinstance(value, bool):
                raise TypeError(f"option `{full}` is {value!r}: allowed are True and False")
            options.keep_alive = 0 if value else KEEP_ALIVE_OFF
        else:
            raise out_of_range(pool, f"a dict with {name!r}", ", ".join(_COUNTS + _TIMES + ("keep_alive",)))
    return options


def statistics(handle, pool):
    """What a pool has and did."""
    import json

    text = String()
    call(_statistics, handle, choice("pool", pool, POOLS), ctypes.byref(text))
    return Facts(json.loads(text.take().decode()))
