"""What a monitor tells of its own accord, and how Python is called with it."""

import ctypes
import json
from _thread import get_ident

from .library import POINTER, SIZE
from .part import Part
from .record import member

EventFunction = ctypes.CFUNCTYPE(None, ctypes.c_char_p, SIZE, POINTER)
LevelFunction = ctypes.CFUNCTYPE(None, ctypes.c_int32, ctypes.c_int32, ctypes.c_char_p, SIZE, POINTER)


class LevelChange(Part):
    """A change of the level."""

    __slots__ = ()
    _keys = {"from_": "from"}
    from_ = member(0, "The level until now: 'optimal', 'good', 'degraded' or 'poor'.")
    to = member(1, "The level from now on.")
    direction = member(2, "'rise' for better, 'fall' for worse.")
    wall_time_seconds = member(3, "When, in seconds since 1970.")
    summary = member(4, "The verdict in a sentence.")
    load_line = member(5, "How laden the container is, as one number, or None.")


def functions(on_event, on_level, raised):
    """What the library can call; to be kept as long as it may.

    Nothing may be raised into the library. What a callback raises is put into `raised` by thread, for
    the call of `observe` under way there to raise. That is the first of them; what others raise in
    the same call goes to `sys.unraisablehook`, as ctypes has it.
    """

    def keep(error):
        if raised.setdefault(get_ident(), error) is not error:
            raise error

    def event(text, _length, _data):
        try:
            on_event(json.loads(text))
        except BaseException as error:
            keep(error)

    def level(_from, _to, text, _length, _data):
        try:
            on_level(LevelChange.from_json(text))
        except BaseException as error:
            keep(error)

    return (
        EventFunction() if on_event is None else EventFunction(event),
        LevelFunction() if on_level is None else LevelFunction(level),
    )
