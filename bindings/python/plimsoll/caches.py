"""Caches: what is kept of names, tokens and outcomes, and what the host puts in."""

import ctypes

from . import library
from .errors import PlimsollError
from .library import NOT_ENOUGH_DATA, POINTER, SIZE, STATUS, String, call
from .options import c_text, nanoseconds, out_of_range, wait, whole
from .outcome import Facts

_NAME = ctypes.c_char_p
_TIME = ctypes.c_uint64

_create = library.function("plim_cache_create", STATUS, POINTER, POINTER, SIZE, POINTER)
_get = library.function("plim_cache_get", STATUS, POINTER, _NAME, _NAME, POINTER, POINTER, POINTER)
_set = library.function("plim_cache_set", STATUS, POINTER, _NAME, _NAME, _NAME, SIZE, _TIME, POINTER)
_set_absent = library.function("plim_cache_set_absent", STATUS, POINTER, _NAME, _NAME, _TIME, POINTER)
_remove = library.function("plim_cache_remove", STATUS, POINTER, _NAME, _NAME, POINTER)
_clear = library.function("plim_cache_clear", STATUS, POINTER, _NAME, POINTER)
_statistics = library.function("plim_cache_statistics", STATUS, POINTER, POINTER, POINTER)

_FETCH = ctypes.CFUNCTYPE(STATUS, POINTER, POINTER)
_get_or_fetch = library.function(
    "plim_cache_get_or_fetch", STATUS, POINTER, _NAME, _NAME, _TIME, _FETCH, POINTER, POINTER, POINTER
)
_fetched_set = library.function("plim_fetched_set", STATUS, POINTER, _NAME, SIZE, _TIME, POINTER)
_fetched_fail = library.function("plim_fetched_fail", STATUS, POINTER, _NAME, POINTER)

_ABSENT = 3
_FAILED = -1
_NO_END = 2**64 - 1
_MOST_SECONDS = 30 * 86_400


class CategoryOptions(ctypes.Structure):
    """`plim_category`."""

    _fields_ = [
        ("name", ctypes.c_char_p),
        ("ttl_ns", ctypes.c_uint64),
        ("max_size", ctypes.c_uint64),
        ("max_bytes", ctypes.c_uint64),
    ]


def category_options(name, ttl=None, max_size=None, max_bytes=None):
    """The struct for a category."""
    options = CategoryOptions(name=c_text("category", name))
    if ttl is not None:
        options.ttl_ns = nanoseconds(f"caches.{name}.ttl", ttl, _MOST_SECONDS)
    for member, given in (("max_size", max_size), ("max_bytes", max_bytes)):
        if given is None:
            continue
        full = f"caches.{name}.{member}"
        # To the library 0 would mean the default.
        if whole(full, given) == 0:
            raise out_of_range(full, 0, "numbers from 1")
        setattr(options, member, given)
    return options


def caches_options(given):
    """The array for a dict of categories, or for None."""
    if given is None:
        given = {}
    if not isinstance(given, dict):
        raise TypeError(f"option `caches` is {given!r}: allowed are None and a dict")
    categories = (CategoryOptions * len(given))()
    for place, (name, options) in enumerate(given.items()):
        allowed = "ttl", "max_size", "max_bytes"
        if not isinstance(options, dict) or any(option not in allowed for option in options):
            raise out_of_range(f"caches.{name}", repr(options), "dicts with " + ", ".join(allowed))
        categories[place] = category_options(name, **options)
    return categories


def _bytes(value):
    if isinstance(value, str):
        return value.encode()
    if isinstance(value, bytes):
        return value
    try:
        return bytes(memoryview(value))
    except TypeError:
        raise TypeError(f"`value` is {value!r}: allowed are None, bytes and a string") from None


class Caches:
    """The caches of a `ProbeContext`, by category: `config`, `auth_tokens`, `dns`, `results`, and your own.

        context.cache.set("config", "limits", b"...", ttl=30)
        context.cache.get("config", "limits")

    Values are bytes; a text is put in as UTF-8. What you put in shares a category's room and counts with what the
    library keeps there itself, but neither can name the other's: no token and no outcome is to be had here. In `dns` the
    key is a name and the value its addresses, one a line: until they expire no name server is asked for it. A child
    after a fork begins with empty caches.
    """

    __slots__ = ("_context",)

    def __init__(self, context):
        self._context = context

    def get(self, category, key, default=None):
        """The value of a key as bytes, or `default` where none is known."""
        value = String()
        names = c_text("category", category), c_text("key", key)
        status = call(_get, self._context._handle, *names, ctypes.byref(value), None)
        return default if status == _ABSENT else value.take()

    def set(self, category, key, value, ttl=None):
        """Puts in bytes, or a text, for `ttl` seconds or the category's time. None as the value: it is known that there
        is none."""
        names = c_text("category", category), c_text("key", key)
        time = 0 if ttl is None else nanoseconds("ttl", ttl, _MOST_SECONDS)
        if value is None:
            call(_set_absent, self._context._handle, *names, time)
            return
        value = _bytes(value)
        call(_set, self._context._handle, *names, value, len(value), time)

    def get_or_fetch(self, category, key, function, ttl=None, timeout=30.0):
        """The value of a key as bytes, None where it is known that there is none; or else what `function` gives: it is
        called by one of all threads that ask at the same time, without an argument, and the others wait.

        Args:
            function: gives bytes, a text, or None where there is no value. What it raises is raised here, and to those
                who waited a PlimsollError that says so; it is not remembered. It must not ask for its own key.
            ttl: for how many seconds that is kept; None for the category's time.
            timeout: for how many seconds another's function is waited for, before TimeoutError is raised; None for as
                long as it takes.
        """
        names = c_text("category", category), c_text("key", key)
        time = 0 if ttl is None else nanoseconds("ttl", ttl, _MOST_SECONDS)
        longest = _NO_END if timeout is None else wait("timeout", timeout)
        if not callable(function):
            raise TypeError(f"`function` is {function!r}: allowed is what can be called")
        raised = []

        def fetch(fetched, _):
            try:
                found = function()
                value = b"" if found is None else _bytes(found)
                call(_fetched_set, fetched, value, len(value), time)
                return _ABSENT if found is None else 0
            except BaseException as error:  # Nothing may leave by this way; it is raised below.
                raised.append(error)
                message = f"{type(error).__name__}: {error}".encode("utf-8", "replace").replace(b"\0", b" ")
                _fetched_fail(fetched, message, None)
                return _FAILED

        value = String()
        places = _FETCH(fetch), None, ctypes.byref(value)
        try:
            status = call(_get_or_fetch, self._context._handle, *names, longest, *places)
        except PlimsollError:
            if raised:
                raise raised[0] from None
            raise
        if status == NOT_ENOUGH_DATA:
            raise TimeoutError(f"another's fetch of this key is not over after {timeout} s")
        return None if status == _ABSENT else value.take()

    def is_known(self, category, key):
        """Whether a value is known, or that there is none."""
        value = String()
        known = ctypes.c_int32()
        names = c_text("category", category), c_text("key", key)
        call(_get, self._context._handle, *names, ctypes.byref(value), ctypes.byref(known))
        value.take()
        return bool(known.value)

    def remove(self, category, key):
        """Takes out what is known of a key. Whether there was something."""
        names = c_text("category", category), c_text("key", key)
        return call(_remove, self._context._handle, *names) != _ABSENT

    def clear(self, category):
        """Takes out everything of a category, the library's own with it."""
        call(_clear, self._context._handle, c_text("category", category))

    def create(self, category, ttl=300.0, max_size=1000, max_bytes=1 << 24):
        """Makes a category of your own, which stays for as long as the context does. A child after a fork has those of
        the context's options only."""
        options = category_options(category, ttl, max_size, max_bytes)
        call(_create, self._context._handle, ctypes.byref(options), ctypes.sizeof(options))

    def statistics(self):
        """What happened in each category in this process: `Facts` by name, each `Facts` with `hits`, `misses`,
        `fetches`, `evictions`, `expiries`, `entries` and `bytes`."""
        import json

        text = String()
        call(_statistics, self._context._handle, ctypes.byref(text))
        return Facts(json.loads(text.take().decode())["categories"])

    def __repr__(self):
        return f"<Caches of {self._context!r}>"
