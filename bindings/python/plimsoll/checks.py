"""What a checker is given: servers, and functions of the caller's own."""

import atexit
import ctypes
import itertools
import time
import weakref

from . import library
from .errors import InvalidArgumentError
from .handle import Owned
from .library import POINTER, SIZE, STATUS, call
from .options import c_text, out_of_range, nanoseconds, whole
from .outcome import Outcome
from .targets import Target, Targets, parsed

_new = library.function("plim_checks_new", STATUS, POINTER, POINTER)
_add_targets = library.function("plim_checks_add_targets", STATUS, POINTER, POINTER, POINTER)
_add_target = library.function("plim_checks_add_target", STATUS, POINTER, POINTER, SIZE, POINTER)
_add_own = library.function("plim_checks_add_own", STATUS, POINTER, POINTER, SIZE, POINTER)
_count = library.function("plim_checks_count", SIZE, POINTER)
_reason_name = library.function("plim_reason_name", ctypes.c_char_p, ctypes.c_int32)

_DAY = 86_400
# Seconds between two turns of a watched check at least.
_SHORTEST = 0.1
# Coroutine functions, and generators of them: `inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR`.
_ASYNC = 0x80 | 0x200
_STATUSES = {"healthy": 1, "degraded": 2, "unhealthy": 3, "unknown": 4}


class Answer(ctypes.Structure):
    """`plim_own_answer`."""

    _fields_ = [
        ("status", ctypes.c_int32),
        ("reason", ctypes.c_int32),
        ("message", POINTER),
        ("message_size", SIZE),
    ]


_CALL = ctypes.CFUNCTYPE(None, POINTER, ctypes.POINTER(Answer), POINTER)
FREE = ctypes.CFUNCTYPE(None, POINTER)
TELL = ctypes.CFUNCTYPE(None, POINTER, SIZE, POINTER)


class OwnOptions(ctypes.Structure):
    """`plim_own_options`."""

    _fields_ = [
        ("name", ctypes.c_char_p),
        ("host", ctypes.c_char_p),
        ("timeout_ns", ctypes.c_uint64),
        ("interval_ns", ctypes.c_uint64),
        ("priority", ctypes.c_int32),
        ("reserved", ctypes.c_int32),
        ("call", _CALL),
        ("user_data", POINTER),
        ("free", FREE),
        ("depends_on", ctypes.POINTER(ctypes.c_char_p)),
        ("depends_on_len", SIZE),
        ("labels", ctypes.POINTER(ctypes.c_char_p)),
        ("labels_len", SIZE),
    ]


class Check:
    """A check of the caller's own.

        def queue():
            waiting = ask_the_queue()
            return ("degraded", f"{waiting} wait") if waiting > 100 else True

        checker.check_all([plimsoll.Check("queue", queue, timeout=2), ...])

    Args:
        name: the name in outcomes.
        function: called without an argument, on a thread of the checker's, at the same time as others. It gives True
            (healthy), False (unhealthy), a status, a pair of status and message, or an `Outcome`. Whatever it raises
            makes it 'unknown', with the exception as the message. It must not call the checker that calls it.
        timeout: in how many seconds it should be back, up to a day. One that is back later is unhealthy ('deadline'),
            whatever it gives. Nothing can end a function that is not: it keeps its thread until it is, also when the
            interpreter ends. But a list of checks is over at its own deadline, and when it is cancelled: then what the
            function gives is dropped.
        host: checks of the same host ("host:port", or any other word) share its bounds; None for none.
        interval: every how many seconds it is run where it is watched; None for the checker's own.
        priority: which goes first where not everything can be checked at once, -1000 to 1000.
        depends_on: names of checks without which this one cannot work: where they are watched, and while one of them is
            unhealthy, this is 'unknown' ('dependency'), and the function is not called.
        labels: your own words for it, a dict of strings.
    """

    __slots__ = ("_name", "_function", "_timeout", "_host", "_interval", "_priority", "_depends_on", "_labels")

    def __init__(
        self, name, function, timeout=10.0, host=None, interval=None, priority=0, depends_on=(), labels=None
    ):
        if not callable(function):
            raise TypeError(f"`function` is {function!r}: allowed is what can be called")
        if _is_coroutine(function):
            raise TypeError(
                f"`function` is the coroutine function {function!r}, which a thread of the checker's cannot await: allowed "
                "is one that gives what came of it, such as `lambda: asyncio.run(function())`, or where it needs a loop of "
                "yours, `lambda: asyncio.run_coroutine_threadsafe(function(), loop).result(timeout)`"
            )
        c_text("name", name)
        if host is not None:
            c_text("host", host)
        nanoseconds("timeout", timeout, _DAY)
        if interval is not None:
            nanoseconds("interval", interval, 7 * _DAY, _SHORTEST)
        if isinstance(priority, bool) or not isinstance(priority, int):
            raise TypeError(f"`priority` is {priority!r}: allowed is a whole number")
        if not -1000 <= priority <= 1000:
            raise out_of_range("priority", priority, "-1000 to 1000")
        self._name = name
        self._function = function
        self._timeout = timeout
        self._host = host
        self._interval = interval
        self._priority = priority
        if isinstance(depends_on, str):
            raise TypeError(f"`depends_on` is {depends_on!r}: allowed is a list of names")
        self._depends_on = tuple(depends_on)
        for parent in self._depends_on:
            c_text("depends_on", parent)
        self._labels = dict(labels or {})
        for label in (*self._labels, *self._labels.values()):
            c_text("labels", label)

    @property
    def name(self):
        """The name in outcomes."""
        return self._name

    @property
    def function(self):
        """What is called."""
        return self._function

    @property
    def timeout(self):
        """In how many seconds it should be back."""
        return self._timeout

    @property
    def host(self):
        """Whose bounds it shares, or None."""
        return self._host

    @property
    def interval(self):
        """Every how many seconds it is run where it is watched, or None."""
        return self._interval

    @property
    def priority(self):
        """Which goes first, -1000 to 1000."""
        return self._priority

    @property
    def depends_on(self):
        """Names of those without which it cannot work, a tuple."""
        return self._depends_on

    @property
    def labels(self):
        """Your own words for it, a dict."""
        return dict(self._labels)

    def __repr__(self):
        return f"<plimsoll.Check {self._name!r}>"


def _is_coroutine(function):
    """Whether calling it gives something to await. By the flags of its code: `inspect` takes long to import."""
    while type(function).__name__ == "partial":
        function = function.func
    codes = (getattr(one, "__code__", None) for one in (function, getattr(type(function), "__call__", None)))
    return any(code is not None and code.co_flags & _ASYNC for code in codes)


# Functions that the library may call, by the number that it has in place of a pointer.
_functions = {}
_numbers = itertools.count(1)
# One for each call under way.
_under_way = set()
# Those that may call them.
_checkers = weakref.WeakSet()


def _called(own, answer, number):
    mark = object()
    _under_way.add(mark)
    try:
        try:
            status, reason, message = _judged(_functions[number]())
        except BaseException as error:  # Nothing may leave by this way, and nobody else would see it.
            status, reason = _STATUSES["unknown"], 0
            message = f"{type(error).__name__}: {_text(error)}"
        told = answer.contents
        most = told.message_size - 1
        text = message.encode("utf-8", "replace").replace(b"\0", b" ")
        if len(text) > most:
            text = text[:most].decode("utf-8", "ignore").encode()
        ctypes.memmove(told.message, text + b"\0", len(text) + 1)
        told.status = status
        told.reason = reason
    finally:
        _under_way.discard(mark)


def _text(error):
    try:
        return str(error)
    except Exception:
        return "and it cannot be shown"


def _judged(found):
    """Status, reason and message of what a function gave."""
    if found is True:
        return _STATUSES["healthy"], 0, ""
    if found is False:
        return _STATUSES["unhealthy"], 0, "the function gave False"
    if isinstance(found, Outcome):
        return _STATUSES[found.status], _reasons().get(found.reason, 0), found.message
    status, message = found if isinstance(found, tuple) and len(found) == 2 else (found, "")
    if isinstance(status, bool):
        status = "healthy" if status else "unhealthy"
    if not isinstance(status, str) or status not in _STATUSES or not isinstance(message, str):
        allowed = f"True, False, {', '.join(_STATUSES)}, a pair of one of these and a message, or an Outcome"
        raise TypeError(f"the function gave {found!r}: allowed are {allowed}")
    return _STATUSES[status], 0, message


def _reasons(known={}):  # noqa: B006 -- kept on purpose.
    """The library's numbers of reasons, by name."""
    if not known:
        for number in range(1, 1000):
            name = _reason_name(number)
            if name is None and number > 100:
                break
            if name is not None:
                known[name.decode()] = number
    return known


def _told(text, length, number):
    mark = object()
    _under_way.add(mark)
    try:
        import json

        # What it raises is told by `sys.unraisablehook`.
        _functions[number](json.loads(ctypes.string_at(text, length)))
    finally:
        _under_way.discard(mark)


def _freed(number):
    _functions.pop(number, None)


# Kept for ever: the library may hold them for as long.
_call = _CALL(_called)
_free = FREE(_freed)
_tell = TELL(_told)


def _end():
    """The interpreter ends: no function may be in the middle of Python by then."""
    for checker in list(_checkers):
        idle = 0
        # Threads that look up a name never come back to Python, and are not waited for.
        while checker.close(0.1) and idle < 20:
            idle = 0 if _under_way else idle + 1


def _will_end():
    if not _checkers and not _functions:
        atexit.unregister(_end)
        atexit.register(_end)


def teller(function):
    """What hands alerts to a function: the arguments for the library, once there is a checker."""
    if not callable(function):
        raise TypeError(f"`on_alert` is {function!r}: allowed are None and what can be called")

    def arguments(checker):
        _will_end()
        number = next(_numbers)
        _functions[number] = function
        _checkers.add(checker)
        return _tell, number, _free

    return arguments


def _c_texts(name, texts):
    """An array of texts for the library."""
    return (ctypes.c_char_p * len(texts))(*(c_text(name, text) for text in texts))


class Checks(Owned):
    """`plim_checks`."""

    __slots__ = ("has_functions",)
    _free = library.function("plim_checks_free", None, POINTER)

    def __init__(self):
        self._handle = None
        self._what = "checks"
        self.has_functions = False
        handle = POINTER()
        call(_new, ctypes.byref(handle))
        self._handle = handle.value

    def __len__(self):
        return _count(self._handle)

    def add(self, given):
        """Adds one thing to be checked."""
        if isinstance(given, Check):
            self._add_own(given)
        elif isinstance(given, Target):
            call(_add_target, self._handle, given._owner._handle, given._index)
        else:
            owner, count = parsed(given)
            if count != 1:
                told = "give its servers one by one, or `Targets.parse` of it"
                raise InvalidArgumentError(f"{count} servers stand where one thing to check is wanted: {told}", -1)
            call(_add_target, self._handle, owner._handle, 0)

    def _add_own(self, check):
        _will_end()
        number = next(_numbers)
        _functions[number] = check._function
        parents = _c_texts("depends_on", check._depends_on)
        labels = _c_texts("labels", [part for pair in check._labels.items() for part in pair])
        options = OwnOptions(
            name=c_text("name", check._name),
            host=None if check._host is None else c_text("host", check._host),
            timeout_ns=nanoseconds("timeout", check._timeout, _DAY),
            interval_ns=0
            if check._interval is None
            else nanoseconds("interval", check._interval, 7 * _DAY, _SHORTEST),
            priority=check._priority,
            call=_call,
            user_data=number,
            free=_free,
            depends_on=parents,
            depends_on_len=len(parents),
            labels=labels,
            labels_len=len(labels) // 2,
        )
        call(_add_own, self._handle, ctypes.byref(options), ctypes.sizeof(options))
        self.has_functions = True

    def add_targets(self, targets):
        """Adds those that are enabled."""
        if len(targets):
            call(_add_targets, self._handle, targets[0]._owner._handle)


def parts(given):
    """The single things to check; or none, and all of them as `Checks`."""
    allowed = "Targets, or a list of what may be checked: entries of Targets, dicts, texts, Checks"
    if isinstance(given, (str, dict, Target, Check)):
        raise TypeError(f"one {type(given).__name__} is given: allowed are {allowed}")
    if not hasattr(given, "__iter__"):
        raise TypeError(f"`targets` is {given!r}: allowed are {allowed}")
    if isinstance(given, Targets):
        made = Checks()
        made.add_targets(given)
        return (), made
    return tuple(given), Checks()


def collect(given, checker):
    """What is to be checked, for the library."""
    single, made = parts(given)
    for one in single:
        made.add(one)
    return noted(made, checker)


async def collect_without_blocking(given, checker, slice_seconds):
    """The same, by an event loop, which goes on in between."""
    import asyncio

    single, made = parts(given)
    begun = time.perf_counter()
    for one in single:
        made.add(one)
        if time.perf_counter() - begun > slice_seconds:
            await asyncio.sleep(0)
            begun = time.perf_counter()
    return noted(made, checker)


def noted(made, checker):
    if made.has_functions:
        _checkers.add(checker)
    return made
