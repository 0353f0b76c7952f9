"""Many checks at once, of servers that are really there and of functions."""

import functools
import contextlib
import gc
import json
import os
import pickle
import signal
import subprocess
import sys
import threading
import time

import pytest
from conftest import PACKAGE, TOP, descriptors, run
from servers import http_server
from test_life import fork_warns, in_a_child
from test_probes import rest

import plimsoll


@pytest.fixture
def checker():
    with plimsoll.Checker(max_concurrent=4) as made:
        yield made


@pytest.fixture
def server():
    with http_server() as made:
        yield made


def threads():
    """Those of the library."""
    found = []
    for task in os.listdir("/proc/self/task"):
        with contextlib.suppress(OSError):  # it may have ended meanwhile
            with open(f"/proc/self/task/{task}/comm") as comm:
                found.append(comm.read().strip())
    return [name for name in found if name.startswith("plimsoll")]


def gone(name="plimsoll"):
    """None is left, once the kernel has reaped those that were joined: that is a moment later."""
    until = time.monotonic() + 10
    while any(found.startswith(name) for found in threads()) and time.monotonic() < until:
        time.sleep(0.001)
    return not any(found.startswith(name) for found in threads())


def own(name, function, **more):
    return plimsoll.Check(name, function, **more)


def test_one_outcome_for_each_in_order(checker, server):
    server.answers["/ill"] = (500, {}, b"")
    told = []
    targets = plimsoll.Targets.parse(rest(server.url + "/", name="entry"))
    outcomes = checker.check_all(
        [
            rest(server.url + "/ill"),
            targets[0],
            own("mine", lambda: ("degraded", "7 wait")),
            json.dumps(rest(server.url + "/", name="text")),
            rest("http://127.0.0.1:1/", name="nobody"),
        ],
        progress=lambda done, of: told.append((done, of)),
    )
    assert [(outcome.name, outcome.status, outcome.reason) for outcome in outcomes] == [
        ("server", "unhealthy", "http_status"),
        ("entry", "healthy", "ok"),
        ("mine", "degraded", "reported"),
        ("text", "healthy", "ok"),
        ("nobody", "unhealthy", "connect_refused"),
    ]
    assert all(isinstance(outcome, plimsoll.Outcome) for outcome in outcomes)
    assert outcomes[2].message == "7 wait" and outcomes[2].kind == "custom"
    assert told == [(done, 5) for done in range(1, 6)]
    assert checker.check_all([]) == []
    statistics = checker.statistics()
    assert statistics.checked == 5 and statistics.workers == 4 and statistics.rest_pool.created >= 1
    assert statistics.lateness.p99_seconds == 0.0 and "nanos" not in repr(statistics)
    assert statistics.rest_pool.most_in_use >= 1 and statistics.rest_pool.waited_for_host == 0
    assert statistics.rest_pool.per_host[0].created >= 1


def test_a_function_keeps_its_timeout_and_no_list_waits_for_it(checker):
    gate = threading.Event()

    def slow():
        return gate.wait(20)

    late = plimsoll.Check("late", lambda: time.sleep(0.3) or True, timeout=0.1)
    outcome = checker.check_all([late])[0]
    assert (outcome.status, outcome.reason) == ("unhealthy", "deadline") and "had 0.100 s" in outcome.message
    begun = time.monotonic()
    outcomes = checker.check_all([plimsoll.Check("slow", slow), plimsoll.Check("quick", lambda: True)], deadline=0.3)
    assert [(outcome.status, outcome.reason) for outcome in outcomes] == [("unknown", "cancelled"), ("healthy", "ok")]
    assert time.monotonic() - begun < 1.5
    assert checker.statistics().running == 1
    begun = time.monotonic()
    with checker.stream([plimsoll.Check("slow", slow)]) as run:
        run.cancel()
        assert next(run)[1].reason == "cancelled"
    assert time.monotonic() - begun < 1.5
    gate.set()
    while checker.statistics().running:
        time.sleep(0.01)


def test_all_of_a_configuration_that_are_enabled(checker, server):
    one = {"rest": {"url": server.url + "/"}}
    targets = plimsoll.Targets.parse({"servers": [dict(one, name="a"), dict(one, name="b", enabled=False)]})
    assert [outcome.name for outcome in checker.check_all(targets)] == ["a"]
    assert [outcome.name for outcome in checker.check_all(list(targets))] == ["a", "b"]


def test_they_run_at_the_same_time():
    """The server answers nobody before all have asked."""
    with http_server(together=8) as server, plimsoll.Checker(max_concurrent=16) as checker:
        outcomes = checker.check_all([rest(server.url + "/together", timeout="20s")] * 8)
    assert [outcome.status for outcome in outcomes] == ["healthy"] * 8


@pytest.mark.parametrize(
    "given, status, message",
    [
        (True, "healthy", ""),
        (False, "unhealthy", "the function gave False"),
        ("degraded", "degraded", ""),
        (("unhealthy", "größer \U0001f600"), "unhealthy", "größer \U0001f600"),
        ((False, "why"), "unhealthy", "why"),
        (("healthy", "a\0b"), "healthy", "a b"),
        (("healthy", "ü" * 2000), "healthy", "ü" * 511),
        (None, "unknown", "TypeError: the function gave None: allowed are True, False"),
        ("helthy", "unknown", "TypeError: the function gave 'helthy'"),
    ],
)
def test_what_a_function_gives(checker, given, status, message):
    (outcome,) = checker.check_all([own("mine", lambda: given)])
    assert (outcome.status, outcome.message[: len(message)]) == (status, message)


def test_what_a_function_raises(checker):
    class Silent(Exception):
        def __str__(self):
            raise RuntimeError

    def fails(error):
        raise error

    errors = ValueError("no queue"), SystemExit(3), Silent()
    outcomes = checker.check_all([own("mine", lambda error=error: fails(error)) for error in errors])
    assert {(outcome.status, outcome.reason) for outcome in outcomes} == {("unknown", "local")}
    assert [outcome.message.split(":")[0] for outcome in outcomes] == ["ValueError", "SystemExit", "Silent"]
    assert "no queue" in outcomes[0].message


def test_a_function_may_give_an_outcome(checker, server):
    server.answers["/"] = (503, {}, b"")
    context = checker.context
    (outcome,) = checker.check_all([own("mine", lambda: context.probe(rest(server.url + "/")))])
    assert (outcome.name, outcome.status, outcome.reason) == ("mine", "unhealthy", "http_status")
    assert "503" in outcome.message


def test_functions_run_on_threads_of_the_checker(checker):
    seen = []

    def function():
        seen.append(threading.get_native_id())
        return True

    checker.check_all([own("mine", function)] * 3)
    assert len(seen) == 3 and threading.get_native_id() not in seen


def test_a_function_may_not_call_its_checker(checker):
    found = []

    def function():
        with pytest.raises(plimsoll.PlimsollError, match="callback of this checker") as refused:
            checker.check_all([])
        found.append(refused.value.code)
        return True

    assert checker.check_all([own("mine", function)])[0].status == "healthy"
    assert found == [-103]


def test_outcomes_as_they_come(checker):
    gate = threading.Event()
    with checker.stream([own("late", lambda: gate.wait(20)), own("early", lambda: True)]) as run:
        index, outcome = next(run)
        assert (index, outcome.name, run.done, len(run)) == (1, "early", 1, 2)
        gate.set()
        index, outcome = next(run)
        assert (index, outcome.status) == (0, "healthy")
        with pytest.raises(StopIteration):
            next(run)
        with pytest.raises(StopIteration):
            next(run)
    with pytest.raises(TypeError, match="pickled"):
        pickle.dumps(run)


def test_what_is_left_is_given_up(checker):
    """By the end of a `with`, of the last reference, and on demand."""
    called = []

    def function():
        called.append(1)
        time.sleep(0.01)
        return True

    many = [own("mine", function)] * 200
    with checker.stream(many) as run:
        next(run)
    checker.stream(many)
    gc.collect()
    run = checker.stream(many)
    run.cancel()
    outcomes = [outcome for _, outcome in run]
    assert len(outcomes) == 200 and sum(outcome.reason == "cancelled" for outcome in outcomes) > 150
    run = checker.stream(many)
    checker.cancel_all()
    assert sum(outcome.reason == "cancelled" for _, outcome in run) > 150
    assert len(called) < 200


def test_a_deadline(checker, server):
    began = time.monotonic()
    with http_server(together=9) as silent:
        outcomes = checker.check_all(
            [rest(silent.url + "/together", timeout="30s"), rest(server.url + "/")], deadline=0.3
        )
        silent.together.abort()
    assert time.monotonic() - began < 15
    assert [outcome.reason for outcome in outcomes] == ["cancelled", "ok"]


def test_so_many_at_once(checker):
    running, most = [], []

    def function():
        running.append(1)
        most.append(len(running))
        time.sleep(0.01)
        running.pop()
        return True

    checker.check_all([own("mine", function)] * 12, max_concurrent=2)
    assert max(most) <= 2


def test_a_single_check(checker, server):
    ticket = checker.submit(rest(server.url + "/"))
    assert ticket and ticket.result(timeout=20).status == "healthy"
    assert ticket.done and ticket.result() is ticket.result(0) and "over" in repr(ticket)
    gate = threading.Event()
    ticket = checker.submit(own("mine", lambda: gate.wait(20)))
    assert not ticket.done
    with pytest.raises(TimeoutError):
        ticket.result(timeout=0.05)
    gate.set()
    assert ticket.result().status == "healthy"


def test_a_full_queue_refuses():
    gate = threading.Event()
    with plimsoll.Checker(max_concurrent=1, queue=2) as checker:
        tickets = []
        for _ in range(20):
            answer = checker.submit(own("mine", lambda: gate.wait(20)))
            if not answer:
                break
            tickets.append(answer)
        assert isinstance(answer, plimsoll.Refusal) and 2 <= len(tickets) < 20
        assert (answer.reason, answer.mark) == ("queue_full", 2.0) and answer.retry_after > 0
        gate.set()
        assert {ticket.result(20).status for ticket in tickets} == {"healthy"}


def test_a_gate_has_a_say(server):
    with plimsoll.Gate(max_concurrent=1, adaptive=False) as gate:
        with plimsoll.Checker(max_concurrent=2, gate=gate, admission_wait=0.05) as checker:
            assert checker.check_all([rest(server.url + "/")])[0].status == "healthy"
            with gate.acquire(timeout=5):
                (outcome,) = checker.check_all([rest(server.url + "/")])
            assert (outcome.status, outcome.reason) == ("unknown", "not_admitted")
            assert checker.gate is gate
    with plimsoll.Checker() as checker:
        assert checker.gate is None
    with pytest.raises(TypeError, match="`gate`"):
        plimsoll.Checker(gate=3)


def test_what_a_closed_checker_lent_is_closed(server):
    checker = plimsoll.Checker(max_concurrent=1)
    assert repr(checker) == "<plimsoll.Checker of 1 at once>"
    context = checker.context
    context.cache.set("config", "key", "value")
    checker.close()
    assert repr(checker) == "<plimsoll.Checker of 1 at once, closed>"
    assert repr(context) == "<plimsoll.ProbeContext of a checker, closed>"
    for called in (
        lambda: context.probe(rest(server.url + "/")),
        lambda: context.request(server.url + "/"),
        lambda: context.cache.get("config", "key"),
        lambda: context.cache.set("config", "key", "value"),
        lambda: context.pool("rest"),
        lambda: checker.context.request(server.url + "/"),
    ):
        with pytest.raises(plimsoll.ClosedError, match="checker"):
            called()
    context.close()
    checker.close()


def test_an_outcome_without_a_message_is_shown_without_one(checker):
    (found,) = checker.check_all([own("mine", lambda: True)])
    assert repr(found) == "<Outcome of 'mine': healthy (ok)>"


def test_what_a_function_depends_on():
    parent = own("parent", lambda: False)
    child = plimsoll.Check("child", lambda: True, depends_on=["parent"], labels={"team": "shop"})
    assert child.depends_on == ("parent",) and child.labels == {"team": "shop"}
    with plimsoll.Checker(interval=0.1, unhealthy_interval=0.1, rise=1, fall=1, jitter=0) as checker:
        checker.watch([parent, child])
        end = time.monotonic() + 20
        while not any(state.last is not None and state.last.reason == "dependency" for state in checker.states()):
            assert time.monotonic() < end
            time.sleep(0.01)
        assert [state.name for state in checker.states()] == ["parent", "child"]
        with pytest.raises(plimsoll.InvalidArgumentError, match="depends on `none`"):
            checker.watch([plimsoll.Check("child", lambda: True, depends_on=["none"])])
    for wrong in ({"depends_on": "parent"}, {"depends_on": [3]}, {"labels": {"a": 1}}):
        with pytest.raises(TypeError, match=next(iter(wrong))):
            plimsoll.Check("mine", lambda: True, **wrong)


async def _coroutine():
    return True


class _Awaited:
    async def __call__(self):
        return True

    async def method(self):
        return True


async def _generator():
    yield True


@pytest.mark.parametrize(
    "function", [_coroutine, functools.partial(_coroutine), _Awaited(), _Awaited().method, _generator]
)
def test_a_coroutine_function_is_refused_with_advice(function):
    with pytest.raises(TypeError, match="asyncio.run"):
        plimsoll.Check("mine", function)


def test_what_is_no_list_of_targets_says_what_is_expected(checker):
    for wrong in (None, 3):
        with pytest.raises(TypeError, match="`targets` is (None|3): allowed are Targets, or a list"):
            checker.check_all(wrong)
    secret = "https://user:secret@shop.example/health"
    with pytest.raises(plimsoll.ConfigurationError, match='{"name": "shop", "rest": {"url": ') as caught:
        checker.check_all([secret])
    assert "secret" not in str(caught.value)
    with pytest.raises(plimsoll.ConfigurationError, match='"rest"'):
        plimsoll.Targets.parse(secret)


def test_all_options_of_the_library_are_to_be_had():
    options = {
        "breaker_failures": 2,
        "breaker_longest_open": 60,
        "breaker_half_open": 3,
        "retry_base": 0.001,
        "retry_most": 0.002,
        "batch_size": 4,
        "batch_age": 0.05,
    }
    calls = []
    with plimsoll.Checker(attempts=3, **options) as checker:
        begun = time.monotonic()
        (found,) = checker.check_all([own("mine", lambda: calls.append(1))])
        assert found.status == "unknown" and time.monotonic() - begun < 5
        # One of low priority alone waits for company, for as long as it may.
        ticket = checker.submit(plimsoll.Check("low", lambda: True, priority=-10))
        assert ticket.result(timeout=3).status == "healthy"
    for name in ("breaker_half_open", "batch_size"):
        with pytest.raises(plimsoll.InvalidArgumentError, match=name):
            plimsoll.Checker(**{name: 0})


@pytest.mark.parametrize("interval", [0.01, 0, float("nan"), 604801, float("inf")])
def test_an_interval_out_of_range_is_told_in_the_same_words(interval):
    for make in (
        lambda: plimsoll.Checker(interval=interval),
        lambda: plimsoll.Checker(unhealthy_interval=interval),
        lambda: plimsoll.Check("mine", lambda: True, interval=interval),
    ):
        with pytest.raises(plimsoll.InvalidArgumentError, match="allowed are 0.1 to 604800 seconds"):
            make()


def test_a_gate_that_nobody_else_holds_goes_on():
    with plimsoll.Checker(gate=plimsoll.Gate()) as checker:
        gc.collect()
        (found,) = checker.check_all([own("mine", lambda: True)])
        assert (found.status, found.reason) == ("healthy", "ok")


def test_as_a_configuration_says(tmp_path, server):
    file = tmp_path / "servers.yaml"
    file.write_text(
        f"servers: [{{name: a, rest: {{url: '{server.url}/'}}}}]\n"
        "performance_optimization: {resource_limits: {max_concurrent_checks: 3}}\n"
        "gate: {max_concurrent: 10}\n"
        "environments: {big: {performance_optimization: {resource_limits: {max_concurrent_checks: 5}}}}\n"
    )
    for environment, workers in ((None, 3), ("big", 5)):
        with plimsoll.Checker.load(file, environment) as checker:
            assert [outcome.reason for outcome in checker.check_all(plimsoll.Targets.load(file))] == ["ok"]
            assert checker.statistics().workers == workers and str(file) in repr(checker)
            assert checker.gate.state().max_concurrent == 10 and str(file) in repr(checker.gate)
            with checker.gate.acquire():
                assert checker.gate.state().in_flight == 1
    file.write_text("servers: [{name: a, rst: {}}]\n")
    with pytest.raises(plimsoll.ConfigurationError, match="rst"):
        plimsoll.Checker.load(file)


def test_watching(server):
    with plimsoll.Checker(interval=0.1, rise=1, fall=1, jitter=0) as checker:
        events = checker.events(timeout=20)
        changed = checker.watch([rest(server.url + "/"), own("mine", lambda: True, interval=3600)])
        assert (changed.added, changed.kept) == (("server", "mine"), 0)
        seen = {}
        while len(seen) < 2:
            event = next(events)
            if event.event == "changed":
                seen[event.name] = event.to
                assert isinstance(event.outcome, plimsoll.Outcome)
        assert seen == {"server": "healthy", "mine": "healthy"}
        server.answers["/"] = (500, {}, b"")
        event = next(event for event in events if event.event == "changed")
        assert (event.name, event["from"], event.to) == ("server", "healthy", "unhealthy")
        first, second = checker.states()
        assert (first.name, first.status, first.last.reason) == ("server", "unhealthy", "http_status")
        assert second.last.kind == "custom"
        changed = checker.watch([rest(server.url + "/")])
        assert (changed.removed, changed.kept) == (("mine",), 1)
        checker.watch([])
        assert checker.states() == ()
        waiting = checker.events()
        assert list(checker.events(timeout=0.3))[-1:] != [None]
    assert list(waiting) == []


def test_what_to_change(checker, server):
    """Of a pool of one connection it is said, and of a checker that has done little nothing."""
    assert checker.check_all([rest(server.url + "/")])[0].status == "healthy"
    assert checker.recommendations() == ()
    pool = {"max_connections": 1, "max_connections_per_host": 1}
    with plimsoll.Checker(max_concurrent=8, rest_pool=pool) as small:
        assert {outcome.status for outcome in small.check_all([rest(server.url + "/")] * 200)} == {"healthy"}
        (advice,) = (found for found in small.recommendations() if found.rule == "connection_pool.small")
    assert isinstance(advice, plimsoll.Recommendation)
    (action,) = advice.actions
    assert action.target == "performance_optimization.connection_pools.rest_pool.max_connections"
    assert action.value == "2" and "from 1 to 2" in advice.title and 0 < advice.gain <= 1
    assert {"pool_requests": 200.0}.items() <= {found.name: found.value for found in advice.evidence.readings}.items()


def test_closing(server):
    before = descriptors()
    checker = plimsoll.Checker(max_concurrent=3)
    run = checker.stream([rest(server.url + "/")] * 2)
    assert run.fileno() >= 0 and checker.fileno() >= 0
    list(run)
    # Each gives itself its name.
    until = time.monotonic() + 10
    while len(threads()) < 4 and time.monotonic() < until:
        time.sleep(0.01)
    assert len(threads()) >= 4
    context = checker.context
    assert context.probe(rest(server.url + "/")).phases.reused
    assert checker.close(10) == 0 and gone()
    assert checker.close() == 0
    for call in (checker.states, checker.recommendations, checker.statistics, lambda: checker.check_all([]), checker.fileno):
        with pytest.raises(plimsoll.ClosedError, match="the checker is closed"):
            call()
    with pytest.raises(plimsoll.ClosedError):
        checker.events()
    del run, checker, context, call
    gc.collect()
    assert descriptors() == before


def test_a_function_that_does_not_return():
    begun, gate = threading.Event(), threading.Event()
    checker = plimsoll.Checker(max_concurrent=2)
    run = checker.stream([own("mine", lambda: begun.set() or gate.wait(20))])
    # That a check runs does not say yet that its function does.
    assert begun.wait(20)
    assert checker.close(timeout=0.2) == 1
    gate.set()
    assert checker.close(timeout=20) == 0 and gone()
    assert len(list(run)) == 1


def test_functions_are_let_go(checker):
    from plimsoll import checks

    before = len(checks._functions)
    checker.check_all([own("mine", lambda: True)] * 50)
    gc.collect()
    until = time.monotonic() + 5
    while len(checks._functions) > before and time.monotonic() < until:
        time.sleep(0.01)
    assert len(checks._functions) == before


@fork_warns
def test_a_child_checks_with_threads_of_its_own(checker, server):
    target = plimsoll.Targets.parse(rest(server.url + "/"))[0]
    checker.check_all([target])
    left = checker.stream([target])

    def work():
        assert checker.check_all([target, own("mine", lambda: True)])[1].status == "healthy"
        with pytest.raises(plimsoll.ClosedError, match="process that began it"):
            next(left)
        assert checker.close(20) == 0

    assert in_a_child(work) == 0
    assert [outcome.status for _, outcome in left] == ["healthy"]
    assert checker.check_all([target])[0].status == "healthy"


INTERRUPTED = """
import os, signal, sys, threading, time, plimsoll
checker = plimsoll.Checker()
gate = threading.Event()
started = threading.Event()
def function():
    started.set()
    return gate.wait(30)
# Whoever runs this in the background may have had it ignored.
signal.signal(signal.SIGINT, signal.default_int_handler)

def interrupt():
    started.wait(30)
    # The check may begin before the call waits for it; what is raised while an object is freed Python itself throws away.
    time.sleep(0.1)
    os.kill(os.getpid(), signal.SIGINT)
threading.Thread(target=interrupt).start()
began = time.monotonic()
try:
    {call}
except KeyboardInterrupt:
    print("interrupted", time.monotonic() - began < 10)
gate.set()
"""


@pytest.mark.parametrize(
    "call",
    [
        "checker.check_all([plimsoll.Check('a', function)])",
        "checker.submit(plimsoll.Check('a', function)).result()",
        "checker.watch([plimsoll.Check('a', function)]); next(checker.events(timeout=30))",
        "next(iter(checker.stream([plimsoll.Check('a', function)])))",
    ],
)
def test_ctrl_c_is_answered(call):
    assert run(INTERRUPTED.format(call=call)) == "interrupted True\n"


ENDS = """
import threading, time, plimsoll
checker = plimsoll.Checker(interval=0.1, max_concurrent=4)
def function():
    time.sleep(0.3)
    return True
{use}
print("end")
"""


@pytest.mark.parametrize(
    "use",
    [
        "checker.check_all([plimsoll.Check('a', function)])",
        "run = checker.stream([plimsoll.Check('a', function)] * 9); time.sleep(0.1)",
        "checker.watch([plimsoll.Check('a', function)]); time.sleep(0.1)",
        "checker.watch([{'name': 'b', 'rest': {'url': 'http://127.0.0.1:1/'}}]); time.sleep(0.1)",
        "ticket = checker.submit(plimsoll.Check('a', function)); del checker; time.sleep(0.1)",
    ],
)
def test_the_interpreter_ends_quietly(use):
    assert run(ENDS.format(use=use)) == "end\n"


def test_what_is_wrong_is_told(checker):
    wrong = (
        ({"max_concurrent": 0}, "max_concurrent"),
        ({"max_concurrent": 2000}, "max_concurrent"),
        ({"queue": 0}, "queue"),
        ({"interval": 0.01}, "interval"),
        ({"jitter": 0.6}, "jitter"),
        ({"rise": 0}, "rise"),
        ({"rest_pool": {"max_connections": 0}}, "rest_pool.max_connections"),
    )
    for options, words in wrong:
        with pytest.raises(plimsoll.InvalidArgumentError, match=words):
            plimsoll.Checker(**options)
    one = {"name": "a", "rest": {"url": "http://127.0.0.1:1/"}}
    for given in (one, "name: a", own("a", lambda: True)):
        with pytest.raises(TypeError, match="one .* is given"):
            checker.check_all(given)
    with pytest.raises(plimsoll.InvalidArgumentError, match="2 servers stand"):
        checker.check_all([{"servers": [dict(one, name="a"), dict(one, name="b")]}])
    with pytest.raises(plimsoll.ConfigurationError):
        checker.check_all([{"name": "a", "rst": {}}])
    with pytest.raises(TypeError, match="allowed"):
        checker.check_all([3])
    with pytest.raises(plimsoll.InvalidArgumentError, match="a"):
        checker.watch([one, one])
    with pytest.raises(TypeError, match="can be called"):
        own("a", 3)
    with pytest.raises(plimsoll.InvalidArgumentError, match="priority"):
        own("a", print, priority=2000)
    with pytest.raises(plimsoll.InvalidArgumentError, match="timeout"):
        own("a", print, timeout=-1)
    with pytest.raises(TypeError, match="pickled"):
        pickle.dumps(checker)


def test_nothing_of_it_is_loaded_before_it_is_used():
    script = """
import sys, plimsoll
assert not {"plimsoll.checker", "plimsoll.checks", "plimsoll.runs", "plimsoll.readable"} & set(sys.modules)
plimsoll.Checker().close()
assert not {"typing", "dataclasses", "logging", "asyncio", "plimsoll.readable"} & set(sys.modules)
print(len([name for name in sys.modules if name.startswith("plimsoll.")]) > 3)
"""
    assert run(script, options=("-W", "error")) == "True\n"


def test_the_example(tmp_path, server):
    server.answers["/ill"] = (500, {}, b"")
    file = tmp_path / "servers.json"
    servers = [
        {"name": "well", "rest": {"url": server.url + "/"}},
        {"name": "ill", "rest": {"url": server.url + "/ill"}},
    ]
    file.write_text(json.dumps({"servers": servers}))
    done = subprocess.run(
        [sys.executable, "-W", "error", os.path.join(TOP, "examples", "python", "checker.py"), str(file)],
        env=dict(os.environ, PYTHONPATH=PACKAGE),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        timeout=60,
    )
    lines = [line.split()[:3] for line in done.stdout.splitlines()]
    wanted = [["healthy", "ok", "scratch"], ["healthy", "ok", "well"], ["unhealthy", "http_status", "ill"]]
    assert sorted(lines) == wanted, done.stderr
    assert done.returncode == 1 and done.stderr == ""


def test_signals_stay_with_python(checker, server):
    """The checker's threads take none."""
    checker.check_all([rest(server.url + "/")])
    got = []
    before = signal.signal(signal.SIGUSR1, lambda *_: got.append(threading.get_ident()))
    try:
        os.kill(os.getpid(), signal.SIGUSR1)
        until = time.monotonic() + 5
        while not got and time.monotonic() < until:
            time.sleep(0.01)
    finally:
        signal.signal(signal.SIGUSR1, before)
    assert got == [threading.main_thread().ident]
