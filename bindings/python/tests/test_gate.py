"""The gate: permits go back whatever happens, refusals are answers."""

import asyncio
import gc
import os
import pathlib
import pickle
import re
import threading
import time

import pytest

import plimsoll
from plimsoll.gate import HIGH, LOW


@pytest.fixture
def gate():
    marks = dict.fromkeys(("max_memory_usage_ratio", "max_throttled_ratio", "max_memory_pressure_ratio"))
    with plimsoll.Gate(max_concurrent=1, adaptive=False, **marks) as gate:
        yield gate


def wait_for(condition):
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.001)


def test_a_permit_goes_back_at_the_end(gate):
    with gate.acquire(timeout=5) as permit:
        assert permit
        assert gate.state().in_flight == 1
    assert gate.state().in_flight == 0
    permit.release()
    permit.release()
    assert gate.state().in_flight == 0


@pytest.mark.parametrize("raised, timed_out", [(KeyError, 0), (TimeoutError, 1), (KeyboardInterrupt, 0)])
def test_a_permit_goes_back_on_an_exception(gate, raised, timed_out):
    with pytest.raises(raised), gate.try_acquire():
        raise raised
    assert gate.state().in_flight == 0
    assert gate.state().statistics.timed_out == timed_out


def test_a_permit_goes_back_when_nobody_has_it_any_more(gate):
    permit = gate.try_acquire()
    assert gate.state().in_flight == 1
    del permit
    gc.collect()
    assert gate.state().in_flight == 0


def test_a_refusal_is_false_and_says_why(gate):
    with gate.acquire(priority=HIGH):
        refusal = gate.try_acquire()
        assert not refusal
        assert (refusal.reason, refusal.value, refusal.mark, refusal.unit) == ("concurrency", 1.0, 1.0, "count")
        assert 0 < refusal.retry_after < 1 and "at once" in str(refusal)
        with pytest.raises(plimsoll.RefusedError) as raised, refusal:
            pytest.fail("the block of a refusal runs")
        assert raised.value.refusal == refusal
        assert pickle.loads(pickle.dumps(raised.value)).refusal == refusal
        with pytest.raises(plimsoll.RefusedError) as raised:
            gate.acquire(timeout=0.01)
        assert raised.value.refusal.reason == "timed_out"
    assert gate.state().statistics.refused["concurrency"] == 1


def test_who_waits_is_served_in_order_of_priority(gate):
    served, threads = [], []

    def work(priority):
        with gate.acquire(priority, timeout=20):
            served.append(priority)

    with gate.acquire():
        for number, priority in enumerate((LOW, HIGH, 5)):
            threads.append(threading.Thread(target=work, args=(priority,)))
            threads[-1].start()
            wait_for(lambda: len(gate.waiting()) > number)
        waiting = gate.waiting()
        assert [one.priority for one in waiting] == [HIGH, 5, LOW]
        assert waiting[0].waited >= 0
    for thread in threads:
        thread.join()
    assert served == [HIGH, 5, LOW]


def test_closing_lets_all_go(gate):
    raised = []

    def work():
        try:
            gate.acquire(timeout=20)
        except plimsoll.ClosedError as error:
            raised.append(error)

    permit = gate.acquire()
    thread = threading.Thread(target=work)
    thread.start()
    wait_for(gate.waiting)
    gate.close()
    thread.join()
    assert len(raised) == 1
    with pytest.raises(plimsoll.ClosedError):
        gate.try_acquire()
    permit.release()


def test_a_child_has_a_gate_of_its_own(gate):
    permit = gate.acquire()
    child = os.fork()
    if child == 0:
        permit.release()
        right = gate.state().in_flight == 0 and bool(gate.try_acquire())
        os._exit(0 if right else 1)
    assert os.waitpid(child, 0)[1] == 0
    assert gate.state().in_flight == 1
    permit.release()


def test_the_load_is_its_own_or_a_monitors():
    with plimsoll.Gate() as gate:
        assert not gate.state().load.stale
        assert any(signal.reason == "memory" for signal in gate.state().load.signals)
    with plimsoll.Monitor() as monitor, plimsoll.Gate(monitor=monitor) as gate:
        assert gate.state().load.stale
        monitor.observe()
        gate.refresh()
        assert not gate.state().load.stale


@pytest.mark.parametrize(
    "wrong, error",
    [
        ({"max_concurrent": 0}, ValueError),
        ({"max_concurrent": "1"}, TypeError),
        ({"max_memory_usage_ratio": 1.5}, ValueError),
        ({"max_throttled_ratio": 0}, ValueError),
        ({"max_memory_usage_bytes": 0}, ValueError),
        ({"tolerance": 0.5}, ValueError),
        ({"release_after": 61}, ValueError),
        ({"monitor": object()}, TypeError),
    ],
)
def test_options_are_checked_and_named(wrong, error):
    with pytest.raises(error) as raised:
        plimsoll.Gate(**wrong)
    assert next(iter(wrong)) in str(raised.value)


def test_the_example_of_the_page_runs():
    page = pathlib.Path(__file__).parents[3] / "docs" / "gate.md"
    blocks = re.findall(r"^```python\n(.*?)^```", page.read_text(), re.DOTALL | re.MULTILINE)
    assert blocks
    for block in blocks:
        exec(compile(block, str(page), "exec"), {})


def test_an_event_loop_waits_in_order_of_priority(gate):
    order, ticks = [], []

    async def work(name, priority):
        with await gate.acquire_async(priority, timeout=20):
            order.append(name)
            await asyncio.sleep(0.01)

    async def ticking():
        while True:
            ticks.append(time.perf_counter())
            await asyncio.sleep(0.005)

    async def main():
        held = gate.acquire()
        clock = asyncio.ensure_future(ticking())
        low = asyncio.ensure_future(work("low", LOW))
        await asyncio.sleep(0.05)
        high = asyncio.ensure_future(work("high", HIGH))
        while gate.state().waiting != 2:
            await asyncio.sleep(0.001)
        await asyncio.sleep(0.1)
        assert order == [] and len(ticks) > 5
        held.release()
        await asyncio.gather(low, high)
        clock.cancel()

    asyncio.run(main())
    assert order == ["high", "low"]
    assert gate.state().in_flight == 0
    assert gate.state().statistics.granted_after_waiting == 2


def test_a_task_that_is_cancelled_leaves_the_queue(gate):
    before = len(os.listdir("/proc/self/fd"))

    async def main():
        held = gate.acquire()
        waits = asyncio.ensure_future(gate.acquire_async(timeout=None))
        while gate.state().waiting != 1:
            await asyncio.sleep(0.001)
        waits.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waits
        assert gate.state().waiting == 0
        held.release()
        assert gate.state().in_flight == 0
        (await gate.acquire_async(timeout=0)).release()

    asyncio.run(main())
    assert len(os.listdir("/proc/self/fd")) == before


def test_an_event_loop_is_refused_and_let_go(gate):
    async def main():
        with gate.acquire():
            for timeout in (0, 0.05):
                with pytest.raises(plimsoll.RefusedError) as caught:
                    await gate.acquire_async(timeout=timeout)
                assert caught.value.refusal.reason == "timed_out"
            waits = asyncio.ensure_future(gate.acquire_async(timeout=None))
            while gate.state().waiting != 1:
                await asyncio.sleep(0.001)
            gate.close()
            with pytest.raises(plimsoll.ClosedError):
                await waits

    asyncio.run(main())


def test_no_timeout_is_as_long_as_it_takes(gate):
    held = gate.acquire()
    got = []
    thread = threading.Thread(target=lambda: got.append(gate.acquire(timeout=None)))
    thread.start()
    wait_for(lambda: gate.state().waiting == 1)
    held.release()
    thread.join(20)
    assert got[0]


@pytest.mark.parametrize("priority", [1001, -1001, 99999, 2**40])
def test_a_priority_out_of_range_is_refused(gate, priority):
    for ask in (gate.try_acquire, gate.acquire):
        with pytest.raises(plimsoll.InvalidArgumentError, match="-1000 to 1000"):
            ask(priority=priority)
    with pytest.raises(plimsoll.InvalidArgumentError, match="-1000 to 1000"):
        asyncio.run(gate.acquire_async(priority=priority))


def test_a_limit_that_begins_below_its_least_is_refused():
    with pytest.raises(plimsoll.InvalidArgumentError, match="`initial_limit` is 5: allowed are `min_limit`, which is 10"):
        plimsoll.Gate(initial_limit=5, min_limit=10)
    with plimsoll.Gate(initial_limit=10, min_limit=10) as gate:
        assert gate.state().limit == 10
