"""What a monitor tells of its own accord: callbacks, and what becomes of what they raise."""

import gc
import json
import threading
import time
import weakref

import pytest
from conftest import captured, run
from test_life import fork_warns, in_a_child
from test_monitor_options import rules

import plimsoll


class Watched:
    """A monitor of a captured kernel, on which nothing but a fed metric changes."""

    def __init__(self, **options):
        self.monitor = plimsoll.Monitor(**captured("v2-psi"), thresholds=self.quiet(), **options)

    @staticmethod
    def quiet():
        return {rule: None for rule in rules() if rule != "metric.used"}

    def see(self, value, seconds=0.0):
        self.monitor.feed("queue", value, limit=100)
        self.monitor.observe()
        if seconds:
            time.sleep(seconds)
            self.monitor.observe()

    def fill(self):
        """From optimal to poor; takes a second, as one reading raises nothing."""
        self.see(0, 1.0)
        self.see(99, 1.0)


def test_events_and_levels_of_a_real_change():
    events, levels, threads = [], [], []

    def on_level(change):
        levels.append(change)
        threads.append(threading.get_ident())

    watched = Watched(on_event=events.append, on_level=on_level)
    watched.see(0, 1.0)
    assert [event["event"] for event in events] == ["baseline"]
    assert events[0]["level"] == "optimal" and events[0]["target"]["kind"] == "own"
    assert levels == []
    before = time.time()
    watched.see(99, 1.0)
    kinds = [event["event"] for event in events[1:]]
    assert (kinds[0], kinds[-1]) == ("bottleneck_raised", "level_changed")
    assert set(kinds[1:-1]) <= {"recommendation"}
    raised = events[1]
    assert (raised["component"], raised["rule"], raised["severity"]) == (
        "metric:queue",
        "metric.used",
        "critical",
    )
    (change,) = levels
    assert isinstance(change, plimsoll.LevelChange)
    assert (change.from_, change.to, change.direction) == ("optimal", "poor", "fall")
    assert before <= change.wall_time_seconds <= time.time()
    assert change.load_line > 1 and "queue" in change.summary
    assert change.to_dict()["from"] == "optimal"
    assert watched.monitor.diagnose().level == "poor"
    assert threads == [threading.get_ident()]


def test_only_one_of_the_two():
    told = []
    Watched(on_level=told.append).fill()
    assert [change.to for change in told] == ["poor"]
    told.clear()
    Watched(on_event=told.append).fill()
    kinds = [event["event"] for event in told]
    assert kinds[:2] == ["baseline", "bottleneck_raised"] and kinds[-1] == "level_changed"


def test_a_real_kernel():
    events = []
    low = {"high": (1e-6, 1e-7), "critical": (2e-6, 1e-7)}
    with plimsoll.Monitor(thresholds={"disk_space.used": low}, on_event=events.append) as monitor:
        monitor.observe()
        time.sleep(1)
        monitor.observe()
    raised = [event for event in events if event["event"] == "bottleneck_raised"]
    assert "disk_space.used" in [event["rule"] for event in raised]
    json.dumps(events)


def test_what_a_callback_raises_is_raised_by_observe():
    class Mine(Exception):
        pass

    told = []

    def on_level(change):
        told.append(change)
        raise Mine("no pager")

    watched = Watched(on_level=on_level)
    with pytest.raises(Mine, match="no pager") as caught:
        watched.fill()
    assert caught.traceback[-1].name == "on_level"
    # The sample was taken, and it is not raised again.
    assert watched.monitor.diagnose().level == "poor"
    watched.monitor.observe()
    assert len(told) == 1


def test_all_are_called_and_nothing_that_is_raised_is_lost():
    told = []

    def wrong(event):
        kind = event["event"] if isinstance(event, dict) else "level"
        told.append(kind)
        if kind in ("bottleneck_raised", "level_changed", "level"):
            raise KeyError(kind)

    watched = Watched(on_event=wrong, on_level=wrong)
    with pytest.raises(KeyError) as caught:
        watched.fill()
    assert [kind for kind in told if kind != "recommendation"] == [
        "baseline",
        "bottleneck_raised",
        "level_changed",
        "level",
    ]
    raised = [caught.value, caught.value.__context__, caught.value.__context__.__context__]
    assert [error.args[0] for error in raised] == ["level", "level_changed", "bottleneck_raised"]


def test_an_interrupt_in_a_callback_is_raised_by_observe():
    def on_event(_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Watched(on_event=on_event).fill()


def test_callbacks_may_call_the_monitor():
    lines = []

    def on_event(event):
        lines.append(monitor.load_line())
        assert monitor.diagnose().observed.samples == len(lines)
        if len(lines) == 1:
            monitor.feed("queue", 9, limit=1)
            monitor.observe()
            assert monitor.load_line().resource == "metric:queue"

    with plimsoll.Monitor(on_event=on_event, **captured("v2-psi")) as monitor:
        monitor.observe()
        assert len(lines) == 1


def test_a_callback_may_close_the_monitor():
    told = []

    def on_event(event):
        told.append(event["event"])
        watched.monitor.close()

    watched = Watched(on_event=on_event)
    watched.monitor.observe()
    assert told == ["baseline"]
    with pytest.raises(plimsoll.ClosedError):
        watched.monitor.observe()


def test_wrong_callbacks():
    for name in ("on_event", "on_level"):
        with pytest.raises(TypeError, match=f"{name}.*callable"):
            plimsoll.Monitor(**{name: "print"})


def test_callbacks_live_as_long_as_the_monitor():
    class Sink:
        def take(self, event):
            self.event = event

    sink = Sink()
    gone = weakref.ref(sink)
    monitor = plimsoll.Monitor(groups="load", on_event=sink.take, on_level=sink.take)
    del sink
    gc.collect()
    monitor.observe()
    assert gone().event["event"] == "baseline"
    gc.disable()
    try:
        monitor.close()
        assert gone() is None, "closed, it calls nobody"
    finally:
        gc.enable()


def test_a_dropped_monitor_drops_its_callbacks_at_once():
    class Sink:
        def take(self, event):
            raise ValueError

    sink = Sink()
    gone = weakref.ref(sink)
    monitor = plimsoll.Monitor(groups="load", on_event=sink.take)
    dropped = weakref.ref(monitor)
    gc.collect()
    gc.disable()
    try:
        with pytest.raises(ValueError):
            monitor.observe()
        del monitor, sink
        assert (dropped(), gone()) == (None, None)
    finally:
        gc.enable()


def test_a_cycle_through_a_callback_is_collected():
    class Owner:
        def __init__(self):
            self.monitor = plimsoll.Monitor(groups="load", on_event=self.take)

        def take(self, event):
            pass

    owner = Owner()
    owner.monitor.observe()
    gone = weakref.ref(owner)
    del owner
    gc.collect()
    assert gone() is None


def test_threads_observe_at_once():
    """Each thread gets what was raised in its own call, and nothing is lost."""
    raised, told = [], []

    def on_event(event):
        told.append(threading.get_ident())
        raise LookupError(threading.get_ident())

    def work():
        # Each reset begins a life, of which the next observation tells.
        for _ in range(50):
            monitor.reset()
            try:
                monitor.observe()
            except LookupError as error:
                raised.append((threading.get_ident(), error.args[0]))

    with plimsoll.Monitor(groups="load", on_event=on_event) as monitor:
        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
    assert len(raised) == len(told) > 0
    assert all(thread == telling for thread, telling in raised)


def test_closing_while_others_observe():
    ended = []

    def work():
        try:
            while True:
                monitor.reset()
                monitor.observe()
        except plimsoll.ClosedError:
            ended.append(True)

    monitor = plimsoll.Monitor(groups="load", on_event=lambda event: None)
    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    time.sleep(0.05)
    monitor.close()
    for thread in threads:
        thread.join(10)
    assert ended == [True] * 3


@fork_warns
def test_a_child_is_told_too():
    events = []
    monitor = plimsoll.Monitor(groups=["load", "process"], on_event=events.append)
    monitor.observe()
    assert len(events) == 1

    def work():
        monitor.observe()
        assert [event["event"] for event in events] == ["baseline"] * 2, "a life of its own"
        monitor.close()

    assert in_a_child(work) == 0
    monitor.observe()
    assert len(events) == 1


@fork_warns
def test_a_fork_while_another_thread_is_in_a_callback():
    events, inside, leave = [], threading.Event(), threading.Event()

    def on_event(event):
        events.append(event)
        if threading.current_thread() is thread:
            inside.set()
            leave.wait(30)

    monitor = plimsoll.Monitor(groups="load", on_event=on_event)
    thread = threading.Thread(target=monitor.observe)
    thread.start()
    try:
        assert inside.wait(30)

        def work():
            monitor.observe()
            assert len(events) == 2
            assert monitor.load_line() is not None
            monitor.close()

        assert in_a_child(work) == 0
    finally:
        leave.set()
        thread.join()
    monitor.close()


@fork_warns
def test_a_fork_in_a_callback():
    statuses = []

    def on_event(_):
        statuses.append(in_a_child(lambda: None))

    with plimsoll.Monitor(groups="load", on_event=on_event) as monitor:
        monitor.observe()
        monitor.observe()
    assert statuses == [0]


def test_the_interpreter_may_end_with_a_monitor_that_calls():
    run("import plimsoll; m = plimsoll.Monitor(on_event=lambda event: None); m.observe()")
    run("import plimsoll; m = plimsoll.Monitor(on_event=lambda event: m); m.observe()")


def test_the_interpreter_may_end_while_a_thread_is_in_a_callback():
    script = """
import threading, time, plimsoll
inside = threading.Event()
def on_event(event):
    inside.set()
    while True:
        time.sleep(0.001)
monitor = plimsoll.Monitor(groups="load", on_event=on_event)
threading.Thread(target=monitor.observe, daemon=True).start()
inside.wait()
print("ended")
"""
    assert run(script, options=()) == "ended\n"
