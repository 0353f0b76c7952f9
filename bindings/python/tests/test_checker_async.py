"""A checker in an event loop of asyncio: by its descriptor, without a thread and without blocking the loop."""

import asyncio
import threading
import time

import pytest
from servers import http_server, slow_server
from test_checker import gone, own
from test_probes import rest

import plimsoll


def drive(work, timeout=60):
    """Runs a coroutine function in a loop of its own."""

    async def bounded():
        return await asyncio.wait_for(work(), timeout)

    return asyncio.run(bounded())


class Ticker:
    """What the other tasks of the loop notice: how long they wait, and how much of that the loop was busy."""

    def __init__(self):
        self.waits = []
        self.busy = 0.0

    async def __aenter__(self):
        self._task = asyncio.ensure_future(self._tick())
        return self

    async def __aexit__(self, *exception):
        self._task.cancel()

    async def _tick(self):
        while True:
            began, worked = time.perf_counter(), time.thread_time()
            await asyncio.sleep(0.001)
            self.waits.append(time.perf_counter() - began)
            self.busy = max(self.busy, time.thread_time() - worked)


@pytest.fixture
def alone(monkeypatch):
    """No executor and no thread of Python's."""

    def refuse(*arguments, **named):
        raise AssertionError("the loop had help")

    monkeypatch.setattr(asyncio.base_events.BaseEventLoop, "run_in_executor", refuse)
    monkeypatch.setattr(threading.Thread, "start", refuse)


def answers(*given):
    return [own(str(place), lambda answer=answer: answer) for place, answer in enumerate(given)]


def test_one_outcome_for_each_in_order(alone):
    told = []

    async def work():
        async with plimsoll.Checker(max_concurrent=4) as checker:
            given = answers(True, ("degraded", "why"), False)
            return await checker.check_all_async(given, progress=lambda done, of: told.append((done, of)))

    outcomes = drive(work)
    assert [outcome.status for outcome in outcomes] == ["healthy", "degraded", "unhealthy"]
    assert told == [(1, 3), (2, 3), (3, 3)] and gone()


def test_outcomes_as_they_come(alone):
    gate = threading.Event()
    seen = []

    async def work():
        async with plimsoll.Checker(max_concurrent=4) as checker:
            late = own("late", lambda: gate.wait(20))
            async for index, outcome in checker.stream_async([late] + answers(True, True)):
                seen.append((index, outcome.status))
                if len(seen) == 2:
                    gate.set()
            assert [item async for item in checker.stream_async([])] == []

    drive(work)
    assert sorted(seen[:2]) == [(1, "healthy"), (2, "healthy")] and seen[2:] == [(0, "healthy")]


def test_real_servers():
    async def work():
        async with plimsoll.Checker() as checker:
            targets = [rest(server.url + "/"), rest("http://127.0.0.1:1/")]
            return await checker.check_all_async(targets, deadline=20)

    with http_server() as server:
        assert [outcome.reason for outcome in drive(work)] == ["ok", "connect_refused"]


def test_the_loop_goes_on():
    """200 checks of 50 ms, 50 at once: no other task waits for more than the loop needs for a few outcomes."""

    async def work(targets):
        async with plimsoll.Checker(max_concurrent=50, max_concurrent_per_host=50) as checker:
            # Its threads, and what is imported.
            await checker.check_all_async(targets[:1])
            async with Ticker() as ticker:
                began = time.perf_counter()
                outcomes = await checker.check_all_async(targets)
                took = time.perf_counter() - began
        return outcomes, ticker, took

    with slow_server(0.05) as url:
        targets = [rest(url + "/", name=f"server {number}", timeout="30s") for number in range(200)]
        outcomes, ticker, took = drive(lambda: work(targets))
    assert {outcome.status for outcome in outcomes} == {"healthy"}
    waits = sorted(ticker.waits)
    # The processor may be with others for a while; the loop itself is never busy for so long.
    assert ticker.busy < 0.02, ticker.busy
    assert waits[len(waits) // 2] < 0.02 and waits[-1] < max(0.2, took / 2), (waits[len(waits) // 2], waits[-1], took)
    assert len(waits) > 10


def test_a_cancelled_task_gives_up_what_is_left():
    running = threading.Event()
    called = []

    def function():
        called.append(1)
        running.set()
        time.sleep(0.02)
        return True

    async def work():
        async with plimsoll.Checker(max_concurrent=2) as checker:
            task = asyncio.ensure_future(checker.check_all_async([own("mine", function)] * 500))
            while not running.is_set():
                await asyncio.sleep(0.005)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            while checker.statistics().running:
                await asyncio.sleep(0.005)
            # Breaking off does the same.
            stream = checker.stream_async([own("mine", function)] * 500)
            async for _ in stream:
                break
            await stream.aclose()
            while checker.statistics().running:
                await asyncio.sleep(0.005)
            # And so does a time that is up.
            with pytest.raises(asyncio.TimeoutError):
                await asyncio.wait_for(checker.check_all_async([own("mine", function)] * 500), 0.05)

    drive(work)
    assert len(called) < 250


def test_several_tasks_at_the_same_time(alone):
    async def work():
        async with plimsoll.Checker(max_concurrent=4) as checker:
            lists = [answers(*[True] * count) for count in (1, 5, 20)]
            found = await asyncio.gather(*map(checker.check_all_async, lists))
            # Two that wait for the same single check.
            gate = threading.Event()
            ticket = checker.submit(own("mine", lambda: gate.wait(20)))

            async def result():
                return (await ticket).status

            asyncio.get_running_loop().call_later(0.05, gate.set)
            return [len(outcomes) for outcomes in found], await asyncio.gather(result(), result())

    assert drive(work) == ([1, 5, 20], ["healthy", "healthy"])


def test_events(alone):
    async def work():
        async with plimsoll.Checker(interval=0.1) as checker:
            seen = []

            async def listen():
                async for event in checker.events_async():
                    seen.append(event.event)

            listener = asyncio.ensure_future(listen())
            await asyncio.sleep(0)
            checker.watch(answers(True))
            while len(seen) < 3:
                await asyncio.sleep(0.005)
            another = asyncio.ensure_future(listen())
            await asyncio.sleep(0.05)
            another.cancel()
            await checker.close_async()
            # It ends with the checker.
            await asyncio.wait_for(listener, 10)
        return seen

    assert "checked" in drive(work)


def test_a_descriptor_that_nobody_reads_costs_nothing():
    """What waits to be fetched does not keep the loop awake."""

    async def work():
        async with plimsoll.Checker(max_concurrent=4) as checker:
            stream = checker.stream_async(answers(*[True] * 50))
            await stream.__anext__()
            worked = time.thread_time()
            await asyncio.sleep(0.3)
            spent = time.thread_time() - worked
            await stream.aclose()
            return spent

    assert drive(work) < 0.1


def test_loops_in_several_threads():
    found = []
    with plimsoll.Checker(max_concurrent=4) as checker:

        def work():
            found.append(len(drive(lambda: checker.check_all_async(answers(*[True] * 30)))))

        workers = [threading.Thread(target=work) for _ in range(3)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join(60)
    assert found == [30, 30, 30]
