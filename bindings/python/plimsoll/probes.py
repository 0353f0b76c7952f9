"""Probes: one honest check of one REST endpoint or MCP server."""

import ctypes

from . import library
from .caches import Caches, caches_options
from .handle import Handle
from .library import POINTER, SIZE, STATUS, String, call, text_of
from .options import c_text, nanoseconds, wait, whole
from .outcome import Outcome
from .pools import PoolOptions, pool_options, statistics
from .targets import single

_new = library.function("plim_probe_context_new", STATUS, POINTER, SIZE, POINTER, POINTER)
_close = library.function("plim_probe_context_close", STATUS, POINTER, ctypes.c_uint64, POINTER, POINTER)
_sweep = library.function("plim_probe_context_sweep", STATUS, POINTER, POINTER)
_metrics = library.function("plim_probe_context_metrics", STATUS, POINTER, POINTER, POINTER)
_probe = library.function("plim_probe", STATUS, POINTER, POINTER, SIZE, POINTER, SIZE, POINTER, POINTER)


class ProbeOptions(ctypes.Structure):
    """`plim_probe_options`."""

    _fields_ = [
        ("user_agent", ctypes.c_char_p),
        ("header_bytes", ctypes.c_uint64),
        ("mcp_pool", PoolOptions),
        ("rest_pool", PoolOptions),
        ("dns_negative_ttl_ns", ctypes.c_uint64),
        ("dns_stale_ns", ctypes.c_uint64),
        ("caches", POINTER),
        ("caches_len", SIZE),
        ("cleanup_interval_ns", ctypes.c_uint64),
    ]


def probe_options(
    user_agent=None,
    header_bytes=32768,
    mcp_pool=None,
    rest_pool=None,
    dns_negative_ttl=5.0,
    dns_stale=3600.0,
    caches=None,
    cleanup_interval=60.0,
):
    """The struct for what a `ProbeContext` takes."""
    categories = caches_options(caches)
    options = ProbeOptions(
        user_agent=None if user_agent is None else c_text("user_agent", user_agent),
        # Not the default, which 0 would mean, but too few.
        header_bytes=whole("header_bytes", header_bytes) or 1,
        mcp_pool=pool_options("mcp_pool", mcp_pool),
        rest_pool=pool_options("rest_pool", rest_pool),
        dns_negative_ttl_ns=nanoseconds("dns_negative_ttl", dns_negative_ttl),
        dns_stale_ns=nanoseconds("dns_stale", dns_stale),
        caches=ctypes.addressof(categories) if categories else None,
        caches_len=len(categories),
        cleanup_interval_ns=nanoseconds("cleanup_interval", cleanup_interval, 86_400),
    )
    # For as long as the struct is used.
    options._categories = categories
    return options


class ProbeContext(Handle):
    """What probes share: two pools of connections, names, tokens, what was learnt of servers.

        with plimsoll.ProbeContext() as context:
            outcome = context.probe({"name": "shop", "rest": {"url": "https://shop.example/health"}})
            print(outcome.status, outcome.reason, outcome.message)

    Args:
        user_agent: what servers see; None for "plimsoll/VERSION".
        header_bytes: bytes of an answer's head at most, 1024 to 1048576.
        mcp_pool, rest_pool: the bounds of the connections to MCP servers, and of those to REST endpoints, as
            dicts; what is not in them has its default: `max_connections` (100) and
            `max_connections_per_host` (30, host and port), `keep_alive` (True); and in seconds `idle_age`
            (4, for how long a connection is kept without use; not given, as long as a server tells, and for a
            watched host until its next turn, up to 120), `connect_timeout` (10), `read_timeout`
            (30, for the next bytes of an answer), `cleanup_interval` (1, see `sweep`).
        dns_negative_ttl: for how many seconds a failed look-up is remembered.
        dns_stale: for how many seconds an answer is used after that, while it is looked up anew.
        caches: how much is kept and for how long, as a dict of dicts by category: `config`, `auth_tokens`, `dns`,
            `results` and your own, each with `ttl` (seconds), `max_size` (entries) and `max_bytes`; what is not in
            it has its default: 300, 3600, 600 and 60 seconds.
        cleanup_interval: every how many seconds what has expired is swept out of the caches, see `sweep`.

    Any number of threads may probe through one at the same time: other Python threads run while one
    waits for a server. It goes on in a child after a fork, with connections of its own. It starts no
    thread but for looking up names, at most two.
    """

    __slots__ = ()
    _free = library.function("plim_probe_context_free", None, POINTER)

    def __init__(
        self,
        user_agent=None,
        header_bytes=32768,
        mcp_pool=None,
        rest_pool=None,
        dns_negative_ttl=5.0,
        dns_stale=3600.0,
        caches=None,
        cleanup_interval=60.0,
    ):
        self._handle = None
        self._what = f"plimsoll/{library.VERSION}" if user_agent is None else repr(user_agent)
        options = probe_options(
            user_agent, header_bytes, mcp_pool, rest_pool, dns_negative_ttl, dns_stale, caches, cleanup_interval
        )
        handle = POINTER()
        call(_new, ctypes.byref(options), ctypes.sizeof(options), ctypes.byref(handle))
        self._handle = handle.value

    @classmethod
    def _of(cls, handle, what):
        """One that something else lends."""
        made = cls.__new__(cls)
        made._handle = handle
        made._what = what
        return made

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

    def request(
        self,
        url=None,
        method=None,
        headers=None,
        body=None,
        target=None,
        pool="rest",
        timeout=None,
        connect_timeout=None,
        body_bytes=None,
        redirects=None,
    ):
        """Sends one request over a connection of a pool, and gives a `Response`, whatever its status. Raises
        RequestError, which says why, where no answer came; it is a RequestTimeoutError where the time was up. A
        request that may be repeated is sent again, once, where a kept connection turns out closed.

        Args:
            url: what is asked for; None for that of the target.
            method: "GET" unless there is a body, then "POST"; or that of the target.
            headers: further headers, a dict or pairs.
            body: bytes, or a text in UTF-8.
            target: whose credentials, TLS, proxy, URL and headers are used: as for `probe`.
            pool: "rest" or "mcp".
            timeout: seconds for everything, the wait for a connection included; 10, or those of the target.
            connect_timeout: seconds for making one connection; 5, or those of the target.
            body_bytes: bytes of the answer's body at most; 1 MiB, or those of the target.
            redirects: how many are followed, to the same host; 10, or as the target says.
        """
        from .request import send

        bounds = timeout, connect_timeout, body_bytes, redirects
        return send(self._handle, url, method, headers, body, target, pool, *bounds)

    def pool(self, pool):
        """What the pool "mcp" or "rest" has and did in this process: `Facts` with `open`, `in_use`, `idle`, `waiting`,
        `created`, `reused`, `closed_idle`, `retried`, `waited`, `wait_seconds`, `refused`, and `per_host`, of which each
        has `host`, `open`, `in_use`, `idle`."""
        return statistics(self._handle, pool)

    def metrics(self):
        """What its pools and caches have and did as metrics, in the text format 0.0.4 of Prometheus; docs/metrics.md lists the
        names, and `plimsoll.metrics` puts them on a page with others. Raises NotBuiltError where the library was built without
        it."""
        return text_of(_metrics, self._handle)

    @property
    def cache(self):
        """The `Caches`: what is kept of names, tokens and outcomes, and what you put in."""
        return Caches(self)

    def sweep(self):
        """Closes connections that were idle too long, without waiting for the next probe to do so, and takes what has
        expired out of the caches. To be called every second or so by who probes seldom."""
        call(_sweep, self._handle)

    def close(self, timeout=0.1):
        """Ends all connections, so that probes of other threads fail soon, and the threads that look up
        names, for which it waits so many seconds at most. Gives the number of those that are stuck in a
        lookup and end with it. All later calls raise ClosedError; closing again waits again."""
        self._ended = True
        if not self._handle:
            return 0
        stuck = ctypes.c_uint32()
        call(_close, self._handle, wait("timeout", timeout), ctypes.byref(stuck))
        return stuck.value
