"""Probes: one honest check of one REST endpoint or MCP server."""

import ctypes

from . import library
from .handle import Handle
from .library import POINTER, SIZE, STATUS, String, call
from .options import c_text, nanoseconds, whole
from .outcome import Outcome
from .targets import single

# To the library 0 connections would mean the default.
CONNECTIONS_NONE = -1

_new = library.function("plim_probe_context_new", STATUS, POINTER, SIZE, POINTER, POINTER)
_close = library.function("plim_probe_context_close", STATUS, POINTER, ctypes.c_uint64, POINTER, POINTER)
_probe = library.function("plim_probe", STATUS, POINTER, POINTER, SIZE, POINTER, SIZE, POINTER, POINTER)


class ProbeOptions(ctypes.Structure):
    """`plim_probe_options`."""

    _fields_ = [
        ("user_agent", ctypes.c_char_p),
        ("idle_connections", ctypes.c_int64),
        ("idle_connections_per_host", ctypes.c_int64),
        ("idle_age_ns", ctypes.c_uint64),
        ("header_bytes", ctypes.c_uint64),
    ]


class ProbeContext(Handle):
    """What probes share: kept connections, names, tokens, what was learnt of servers.

        with plimsoll.ProbeContext() as context:
            outcome = context.probe({"name": "shop", "rest": {"url": "https://shop.example/health"}})
            print(outcome.status, outcome.reason, outcome.message)

    Args:
        user_agent: what servers see; None for "plimsoll/VERSION".
        idle_connections: connections kept for later probes at most, altogether; 0 for none.
        idle_connections_per_host: connections kept at most for one host and port; 0 for none.
        idle_age: for how many seconds a connection is kept without use, 0 to 3600.
        header_bytes: bytes of an answer's head at most, 1024 to 1048576.

    Any number of threads may probe through one at the same time: other Python threads run while one
    waits for a server. It goes on in a child after a fork, with connections of its own. It starts no
    thread but for looking up names, at most two.
    """

    __slots__ = ()
    _free = library.function("plim_probe_context_free", None, POINTER)

    def __init__(
        self,
        user_agent=None,
        idle_connections=100,
        idle_connections_per_host=3,
        idle_age=4.0,
        header_bytes=32768,
    ):
        self._handle = None
        self._what = f"plimsoll/{library.VERSION}" if user_agent is None else repr(user_agent)
        options = ProbeOptions(
            user_agent=None if user_agent is None else c_text("user_agent", user_agent),
            idle_connections=whole("idle_connections", idle_connections) or CONNECTIONS_NONE,
            idle_connections_per_host=whole("idle_connections_per_host", idle_connections_per_host)
            or CONNECTIONS_NONE,
            idle_age_ns=nanoseconds("idle_age", idle_age),
            # Not the default, which 0 would mean, but too few.
            header_bytes=whole("header_bytes", header_bytes) or 1,
        )
        handle = POINTER()
        call(_new, ctypes.byref(options), ctypes.sizeof(options), ctypes.byref(handle))
        self._handle = handle.value

    def probe(self, target):
        """Checks a server once and gives an `Outcome`, whatever the server does. Returns at the target's
        deadline at the latest; Ctrl-C is answered then.

        Args:
            target: an entry of `Targets`; or what stands in a configuration's `servers`, as a dict or as
                a text in YAML or JSON. Raises ConfigurationError where that makes no sense.
        """
        target = single(target)
        text = String()
        call(_probe, self._handle, target._owner._handle, target._index, None, 0, ctypes.byref(text))
        return Outcome.from_json(text.take().decode())

    def close(self, timeout=0.1):
        """Ends all connections, so that probes of other threads fail soon, and the threads that look up
        names, for which it waits so many seconds at most. Gives the number of those that are stuck in a
        lookup and end with it. All later calls raise ClosedError; closing again waits again."""
        if not self._handle:
            return 0
        stuck = ctypes.c_uint32()
        call(_close, self._handle, nanoseconds("timeout", timeout) // 1_000_000, ctypes.byref(stuck))
        return stuck.value
