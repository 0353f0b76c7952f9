"""Whether to begin the next task."""

import asyncio
import time

import pytest
from conftest import run

import plimsoll

MARKS = ("max_memory_usage_ratio", "max_throttled_ratio", "max_memory_pressure_ratio")
# Whatever else goes on on this machine counts for nothing.
ALONE = {**dict.fromkeys(MARKS), "load_line": False}


@pytest.fixture
def idle():
    with plimsoll.Monitor() as monitor:
        pacer = plimsoll.Pacer(monitor, **ALONE)
        yield pacer
        pacer.close()


@pytest.fixture
def laden():
    with plimsoll.Monitor() as monitor:
        pacer = plimsoll.Pacer(monitor, **{**ALONE, "max_memory_usage_bytes": 1})
        yield pacer
        pacer.close()


def test_an_idle_container_goes_on(idle):
    answer = idle.should_pause()
    assert not answer
    assert (answer.reason, answer.message, answer.retry_after) == (None, "", 0.0)
    assert idle.pause_while_laden(timeout=0)


def test_a_laden_one_pauses_and_says_why(laden):
    answer = laden.should_pause()
    assert answer
    assert answer.reason == "memory" and "memory" in str(answer) and answer.retry_after > 0
    begun = time.monotonic()
    assert not laden.pause_while_laden(timeout=1)
    assert 1 <= time.monotonic() - begun < 5


def test_asking_often_is_cheap(idle):
    idle.should_pause()
    begun = time.monotonic()
    for _ in range(1000):
        idle.should_pause()
    assert time.monotonic() - begun < 1


def test_a_fed_metric_can_make_it_pause_and_go_on():
    with plimsoll.Monitor() as monitor:
        pacer = plimsoll.Pacer(monitor, **{**ALONE, "load_line": True})
        monitor.feed("queue", 100, limit=10)
        answer = pacer.should_pause()
        assert answer.reason == "load_line" and answer.reading >= 1
        monitor.feed("queue", 0, limit=10)
        time.sleep(0.6)
        assert pacer.pause_while_laden(timeout=30) or pacer.should_pause().reading >= 0.9


def test_a_loop_goes_on_meanwhile(laden):
    async def main():
        turns = 0

        async def turn():
            nonlocal turns
            while True:
                turns += 1
                await asyncio.sleep(0.01)

        other = asyncio.ensure_future(turn())
        went_on = await laden.pause_while_laden_async(timeout=1)
        other.cancel()
        return went_on, turns

    went_on, turns = asyncio.run(main())
    # Of a hundred; a machine that is busy gives fewer.
    assert not went_on and turns > 4


def test_the_question_does_not_stop_the_loop(laden):
    async def main():
        longest, last = 0.0, time.monotonic()

        async def turn():
            nonlocal longest, last
            while True:
                now = time.monotonic()
                longest, last = max(longest, now - last), now
                await asyncio.sleep(0.005)

        other = asyncio.ensure_future(turn())
        await asyncio.sleep(0)
        begun = time.monotonic()
        pause = await laden.should_pause_async()
        took = time.monotonic() - begun
        # The other one has its turn, and sees for how long it had none.
        await asyncio.sleep(0.01)
        other.cancel()
        return pause, longest, took

    pause, longest, took = asyncio.run(main())
    assert pause and pause.reason
    # Two readings a quarter of a second apart, twice, during which others go on.
    assert took >= 0.45 and longest < took * 0.7


def test_the_one_of_the_process():
    script = """
import plimsoll, time
begun = time.monotonic()
answer = plimsoll.should_pause()
print(type(answer).__name__, time.monotonic() - begun < 5, plimsoll.pause_while_laden(timeout=0) in (True, False))
"""
    assert run(script) == "Pause True True\n"


def test_in_a_child_after_a_fork():
    script = """
import os, plimsoll
plimsoll.should_pause()
child = os.fork()
if child == 0:
    plimsoll.should_pause()
    os._exit(0)
print(os.waitpid(child, 0)[1])
"""
    assert run(script) == "0\n"


def test_options_are_checked(idle):
    with pytest.raises(TypeError, match="priority"):
        idle.should_pause("high")
    with pytest.raises(TypeError, match="timeout"):
        idle.pause_while_laden(timeout="soon")
