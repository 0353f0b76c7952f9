"""What a monitor tells of its own accord."""

import json

from .part import Part
from .record import member


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


def tell(lines, on_event, on_level):
    """Calls the callbacks with the events in `lines`, each a JSON object.

    All are called, whatever one of them raises. That is raised in the end, and if several did, the
    last of it, with the others as its context.
    """
    calls = []
    for line in lines.splitlines():
        if on_event is not None:
            calls.append((on_event, json.loads(line)))
        if on_level is not None:
            event = json.loads(line)
            if event["event"] == "level_changed":
                calls.append((on_level, LevelChange._of(event)))
    _call_all(iter(calls))


def _call_all(calls):
    for function, told in calls:
        try:
            function(told)
        finally:
            _call_all(calls)
