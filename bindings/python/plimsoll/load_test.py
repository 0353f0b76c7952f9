"""Load tests of servers and of functions."""

import ctypes
import itertools
import json
import os

from . import beside, library
from .checks import FREE
from .handle import Owned
from .library import POINTER, SIZE, STATUS, String, call
from .load_result import LoadResult
from .options import c_text, nanoseconds

_load = library.function(
    "plim_load_test_load", STATUS, ctypes.c_char_p, SIZE, ctypes.c_char_p, ctypes.c_char_p, POINTER, POINTER
)
_parse = library.function("plim_load_test_parse", STATUS, ctypes.c_char_p, ctypes.c_char_p, POINTER, POINTER)
_add_own = library.function("plim_load_test_add_own", STATUS, POINTER, POINTER, SIZE, POINTER)
_run = library.function("plim_load_test_run", STATUS, POINTER, POINTER, POINTER, POINTER, POINTER)
_cancel = library.function("plim_load_test_cancel", None, POINTER)

# `PLIM_REASON_REPORTED`
_REPORTED = 4
# Different exceptions of functions that are told apart.
_MOST_EXCEPTIONS = 20


class _Turn(ctypes.Structure):
    """`plim_load_turn`."""

    _fields_ = [("number", ctypes.c_uint64), ("user", ctypes.c_uint32), ("reserved", ctypes.c_uint32)]


class LoadProgress(ctypes.Structure):
    """How a test goes, once a second. What is not known is NaN.

    elapsed_seconds, remaining_seconds: since it began, and until it is to end.
    level: requests per second that are due, or users.
    per_second, p50_seconds, p99_seconds, errors: of the last second.
    ok, failed, timed_out: since it began.
    stage, stages: the stage, counted from 0, and how many there are.
    """

    _fields_ = [
        ("elapsed_seconds", ctypes.c_double),
        ("remaining_seconds", ctypes.c_double),
        ("level", ctypes.c_double),
        ("per_second", ctypes.c_double),
        ("p50_seconds", ctypes.c_double),
        ("p99_seconds", ctypes.c_double),
        ("errors", ctypes.c_uint64),
        ("ok", ctypes.c_uint64),
        ("failed", ctypes.c_uint64),
        ("timed_out", ctypes.c_uint64),
        ("stage", ctypes.c_uint64),
        ("stages", ctypes.c_uint64),
    ]

    def __repr__(self):
        return f"<plimsoll.LoadProgress {self.elapsed_seconds:.0f} s, {self.per_second:.0f}/s>"


_CALL = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.POINTER(_Turn), POINTER)
_PROGRESS = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.POINTER(LoadProgress), POINTER)


class _OwnOptions(ctypes.Structure):
    """`plim_load_own_options`."""

    _fields_ = [
        ("name", ctypes.c_char_p),
        ("timeout_ns", ctypes.c_uint64),
        ("weight", ctypes.c_double),
        ("call", _CALL),
        ("user_data", POINTER),
        ("free", FREE),
    ]


# Functions that the library may call, and their exceptions, by the number that it has in place of a pointer.
_functions = {}
_numbers = itertools.count(1)


def _called(turn, number):
    function, exceptions = _functions[number]
    try:
        return _REPORTED if function() is False else 0
    except BaseException as error:  # Nothing may leave by this way; it is in the result.
        try:
            text = f"{type(error).__name__}: {error}"
        except Exception:
            text = type(error).__name__
        if text in exceptions or len(exceptions) < _MOST_EXCEPTIONS:
            exceptions[text] = exceptions.get(text, 0) + 1
        return _REPORTED


def _freed(number):
    _functions.pop(number, None)


# Kept for ever: the library may hold them for as long.
_call = _CALL(_called)
_free = FREE(_freed)


class LoadTest(Owned):
    """A load test of servers and functions.

        result = plimsoll.LoadTest("http://127.0.0.1:8080/", rate=500, duration=30,
                                   thresholds=["p99 < 300ms", "error_rate < 1%"]).run()
        print(result.passed, result.total.latency.p99_seconds)

    Only load what is yours.

    Args:
        of: what is put under load: a URL, an entry of `servers` of a configuration as a dict, a function that is called
            without an argument (False and whatever it raises is a failure), or a list of these.
        rate: requests per second, whatever the targets do; a list for steps. Latencies count from when each was due.
        users: so many users, each of whom waits for an answer before the next request; a list for steps. What stands
            still is asked less, so that its latencies are flattered.
        stages: instead of both, a list of dicts, `{"at": 50, "for": 10}` or `{"to": 500, "for": 5}`, with `model`.
        model: 'open' or 'closed': what levels of `stages` are, requests per second or users.
        duration: how long a level is held, in seconds.
        ramp_up, warm_up, ramp_down: seconds before and after the levels that do not count.
        connections: with a rate, requests under way at once.
        think: how long a user waits between an answer and the next request, in seconds, on average.
        thresholds: what it has to show, such as "p99 < 300ms".
        stop_when: conditions over the last ten seconds that end it early.
        timeout: the deadline of each request, in seconds; of servers that are dicts their own.
        check_first: whether each server is checked once before, and one that does not work raises NotFoundError.
        name: what it is called in reports.
    """

    __slots__ = ("_exceptions",)
    _free = library.function("plim_load_test_free", None, POINTER)

    def __init__(
        self,
        of,
        rate=None,
        users=None,
        *,
        stages=None,
        model=None,
        duration=10.0,
        ramp_up=None,
        warm_up=None,
        ramp_down=None,
        connections=None,
        think=None,
        thresholds=(),
        stop_when=(),
        timeout=10.0,
        check_first=True,
        name=None,
    ):
        self._handle = None
        self._exceptions = {}
        nanoseconds("timeout", timeout, 86_400)
        everything = list(of) if isinstance(of, (list, tuple)) else [of]
        functions = [one for one in everything if callable(one)]
        servers = [_server(one, timeout) for one in everything if not callable(one)]
        scenario = {
            "name": name or (_name_of(everything[0]) if everything else "load"),
            "rate": rate,
            "users": users,
            "stages": stages,
            "model": model,
            "duration": duration if stages is None else None,
            "ramp_up": ramp_up,
            "warm_up": warm_up,
            "ramp_down": ramp_down,
            "connections": connections,
            "think": think,
            "thresholds": list(thresholds),
            "stop_when": list(stop_when),
            "check_first": check_first,
        }
        scenario = {key: value for key, value in scenario.items() if value is not None}
        try:
            text = json.dumps({"servers": servers, "benchmarking": {"scenarios": [scenario]}})
        except TypeError as error:
            raise TypeError(f"what a load test is given is text, numbers, lists and dicts: {error}") from None
        self._make(scenario["name"], _parse, c_text("scenario", text), None)
        for function in functions:
            self._add(function, timeout)

    def _make(self, what, function, *arguments):
        handle = POINTER()
        call(function, *arguments, ctypes.byref(handle))
        self._handle = handle.value
        self._what = what

    def _add(self, function, timeout):
        number = next(_numbers)
        _functions[number] = (function, self._exceptions)
        options = _OwnOptions(
            name=c_text("name", _name_of(function)),
            timeout_ns=nanoseconds("timeout", timeout, 86_400),
            call=_call,
            user_data=number,
            free=_free,
        )
        call(_add_own, self._handle, ctypes.byref(options), ctypes.sizeof(options))

    @classmethod
    def load(cls, path, scenario=None, environment=None):
        """The load test of a configuration file: `scenario` is one of its `benchmarking.scenarios`, None where there is only
        one; `environment` names one of its `environments`."""
        path = os.fsencode(path)
        test = cls.__new__(cls)
        test._handle = None
        test._exceptions = {}
        texts = [None if text is None else c_text(name, text) for name, text in
                 (("environment", environment), ("scenario", scenario))]  # fmt: skip
        test._make(os.fsdecode(path), _load, path, len(path), *texts)
        return test

    def run(self, progress=None):
        """Runs it, waits for its end, and gives a `LoadResult`.

        `progress` is called once a second with a `LoadProgress`; what it raises ends the test, and is raised. So does Ctrl-C.
        """
        states = []

        def told(state, _):
            states.append(LoadProgress.from_buffer_copy(state.contents))
            return 0

        def work():
            text = String()
            call(_run, self._handle, callback, None, ctypes.byref(text))
            return text.take().decode()

        def listen():
            while progress is not None and states:
                progress(states.pop(0))

        self._exceptions.clear()
        callback = _PROGRESS(told)
        return LoadResult(beside.run("plimsoll-load", work, listen, self.cancel), dict(self._exceptions))

    def cancel(self):
        """Gives up the run under way, from another thread: it gives what was measured until then. A later run ends at once."""
        _cancel(self._handle)


def _name_of(one):
    if isinstance(one, str):
        return one
    if isinstance(one, dict):
        return str(one.get("name", "load"))
    return getattr(one, "__name__", None) or type(one).__name__


def _server(one, timeout):
    """An entry of `servers`."""
    if isinstance(one, str):
        return {"name": one, "timeout": timeout, "rest": {"url": one}}
    if isinstance(one, dict):
        return one
    raise TypeError(f"`of` is {one!r}: allowed are URLs, dicts, functions, and lists of them")
