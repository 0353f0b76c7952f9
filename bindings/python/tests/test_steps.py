"""Steps: what they used, how they ended, what they are part of."""

import asyncio
import gc
import inspect
import json
import os
import pickle
import threading
import time

import pytest
from conftest import only, run

import plimsoll
from plimsoll import step_book, step_run

MIB = 1 << 20


def test_a_step_is_counted(book):
    with book.step("sleep") as run:
        time.sleep(0.02)
        assert run.running and run.seconds is None
    assert run.outcome == "ok" and not run.running and run.seconds >= 0.02
    with book.step("sleep"):
        pass
    step = only(book, "sleep")
    assert (step.runs, step.ok, step.failed, step.running, step.outermost) == (2, 2, 0, 0, 2)
    assert step.wall.max_seconds == run.seconds
    assert step.wall.p99_seconds == pytest.approx(run.seconds, rel=0.03)
    assert step.wall.p50_seconds < 0.01


def test_cpu_time_is_that_of_the_step(book):
    with book.step("wait") as wait:
        time.sleep(0.1)
    with book.step("work") as work:
        until = time.process_time() + 0.1
        while time.process_time() < until:
            pass
    assert wait.cpu_seconds < 0.05 and wait.thread_cpu_seconds < 0.05
    assert 0.1 <= work.cpu_seconds <= work.seconds + 0.05
    assert work.thread_cpu_seconds == pytest.approx(work.cpu_seconds, abs=0.05)


@pytest.mark.parametrize(
    "outcomes, said",
    [
        (["failed"], "'post' failed in its only run."),
        (["failed", None], "'post' failed 1 of 2 times."),
        (["Timeout", "Timeout", None], "'post' failed 2 of 3 times, with Timeout."),
        (["Timeout", "Timeout", "Rejected"], "'post' failed in all of its 3 runs, mostly with Timeout."),
    ],
)
def test_the_sentence_about_failures(book, outcomes, said):
    for outcome in outcomes:
        book.begin("post").end(outcome)
    assert book.steps().summary == said


def test_what_measuring_costs_is_not_counted(book):
    before = time.process_time()
    for _ in range(2000):
        with book.step("nothing"):
            pass
    whole = (time.process_time() - before) / 2000
    # Next to nothing of it, however slow the machine is.
    assert only(book, "nothing").cpu.p50_seconds < whole / 5


def test_of_other_threads_cpu_time_counts_and_is_told_apart(book):
    def burn():
        until = time.thread_time() + 0.1
        while time.thread_time() < until:
            pass

    with book.step("work") as work:
        thread = threading.Thread(target=burn)
        thread.start()
        thread.join()
    assert work.cpu_seconds >= 0.1
    assert work.thread_cpu_seconds < 0.05


def test_io_is_that_of_the_step(book, tmp_path):
    path = tmp_path / "written"
    with book.step("write") as write:
        path.write_bytes(b"x" * MIB)
    with book.step("read") as read:
        path.read_bytes()
    if write.call_written_bytes is None:
        pytest.skip("this kernel counts no I/O")
    assert write.call_written_bytes >= MIB and read.call_read_bytes >= MIB
    assert write.call_read_bytes < MIB and read.call_written_bytes < MIB
    assert only(book, "write").io.call_written_bytes == write.call_written_bytes


def test_descriptors_that_stay_open_are_seen(book):
    with book.step("open") as opened:
        ends = os.pipe()
    with book.step("close") as closed:
        for end in ends:
            os.close(end)
    if opened.descriptors_growth is None:
        pytest.skip("this kernel does not count them")
    assert (opened.descriptors_growth, closed.descriptors_growth) == (2, -2)


def test_what_is_raised_is_the_outcome_and_goes_on(book):
    for kind in (ValueError, ValueError, KeyboardInterrupt):
        with pytest.raises(kind), book.step("fails"):
            raise kind("no")
    with book.step("fails"):
        pass
    step = only(book, "fails")
    assert (step.ok, step.failed, step.failures) == (1, 3, {"ValueError": 2, "KeyboardInterrupt": 1})


def test_a_failure_without_an_exception(book):
    with book.step("send") as run:
        run.fail("Rejected")
    assert run.outcome == "Rejected"
    run.end("again")
    assert only(book, "send").failures == {"Rejected": 1}
    with pytest.raises(TypeError, match="what failed"), book.step("send") as run:
        run.fail(3)


def test_steps_within_steps(book):
    for name in ("fetch", "post", "post"):
        with book.step("order"), book.step(name) as inner:
            assert inner.parent.name == "order"
    steps = book.steps()
    assert [step.name for step in steps.steps] == ["order", "fetch", "post"]
    assert steps.find("order").outermost == 3 and steps.find("order").parents == {}
    assert steps.find("post").parents == {"order": 2} and steps.find("post").outermost == 0
    assert all(step.overlapped == 0 for step in steps.steps)
    assert "\n  post " in steps.table()


def test_a_decorator(book):
    @book.step("double")
    def double(number):
        """Twice."""
        return number * 2

    @book.step
    def alone():
        return 1

    assert double(4) == 8 and alone() == 1
    assert (double.__name__, double.__doc__) == ("double", "Twice.")
    names = [step.name for step in book.steps().steps]
    assert names == ["double", "test_a_decorator.alone"]
    with pytest.raises(TypeError, match="generator"):

        @book.step("numbers")
        def numbers():
            yield 1


def test_a_decorator_of_a_coroutine_function_spans_its_awaits(book):
    @book.step("fetch")
    async def fetch():
        await asyncio.sleep(0.05)
        return 3

    assert inspect.iscoroutinefunction(fetch)
    assert asyncio.run(fetch()) == 3
    assert only(book, "fetch").wall.max_seconds >= 0.05


def test_tasks_have_steps_of_their_own(book):
    async def one(name, around):
        with book.step(name) as run:
            await asyncio.sleep(0.02)
            assert run.parent is around
            assert step_run.current() is run

    async def all():
        with book.step("all") as around:
            await asyncio.gather(one("a", around), one("b", around))
            assert step_run.current() is around
        assert step_run.current() is None

    asyncio.run(all())
    steps = book.steps()
    assert [steps.find(name).parents for name in "ab"] == [{"all": 1}] * 2
    # They went on at the same time: none can be told from the others by what the process used.
    assert [step.overlapped for step in steps.steps] == [1, 1, 1]
    assert steps.find("a").memory.judged_runs == 0


def test_a_task_that_outlives_its_step_is_no_part_of_it(book):
    async def later():
        await asyncio.sleep(0.03)
        with book.step("late") as run:
            assert run.parent is None

    async def main():
        with book.step("start"):
            task = asyncio.ensure_future(later())
            await asyncio.sleep(0)
        await task

    asyncio.run(main())
    assert only(book, "late").outermost == 1


def test_a_cancelled_task_is_told(book):
    async def main():
        async def wait():
            with book.step("wait"):
                await asyncio.sleep(60)

        task = asyncio.ensure_future(wait())
        await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(main())
    assert only(book, "wait").failures == {"CancelledError": 1}


def test_many_threads_lose_nothing(book):
    def work():
        for _ in range(200):
            with book.step("outer"), book.step("inner"):
                pass

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    steps = book.steps()
    assert [(step.name, step.runs, step.running) for step in steps.steps] == [("outer", 1600, 0), ("inner", 1600, 0)]
    assert steps.find("inner").parents == {"outer": 1600}


def test_one_object_may_be_entered_again(book):
    recursive = book.step("recursive")
    with recursive, recursive as inner:
        assert inner.parent.name == "recursive"
    assert only(book, "recursive").runs == 2
    assert step_run.current() is None
    assert "recursive" in book.steps().table()


def test_runs_that_nobody_ends_end_with_those_around(book):
    with book.step("order"):
        forgotten = book.begin("forgotten")
    assert forgotten.outcome == "ok"
    assert only(book, "forgotten").runs == 1
    assert step_run.current() is None


def test_a_run_that_is_thrown_away_does_not_count_for_ever(book):
    def generator():
        with book.step("halfway"):
            yield

    begun = generator()
    next(begun)
    assert only(book, "halfway").running == 1
    del begun
    gc.collect()
    assert only(book, "halfway").running == 0

    def in_a_thread():
        book.begin("dropped").drop()
        book.begin("abandoned")

    thread = threading.Thread(target=in_a_thread)
    thread.start()
    thread.join()
    gc.collect()
    steps = book.steps()
    assert [(step.runs, step.running) for step in steps.steps[1:]] == [(0, 0), (0, 0)]
    with book.step("after") as run:
        pass
    assert not run.overlapped


def test_memory_is_bounded(book):
    for number in range(step_book.MOST_STEPS + 50):
        with book.step(f"step {number}"):
            pass
    for number in range(100):
        kind = type(f"Error{number}", (Exception,), {})
        with pytest.raises(kind), book.step(f"parent {number}"), book.step("step 0"):
            raise kind
    steps = book.steps()
    assert len(steps.steps) == step_book.MOST_STEPS + 1
    assert steps.find("(other)").runs == 150
    assert len(steps.find("step 0").failures) == 17 and len(steps.find("step 0").parents) == 17
    assert steps.find("step 0").failed == 100


def test_beginning_anew(book):
    with book.step("a"):
        pass
    with book.step("b"):
        with book.step("a"):
            pass
        assert book.steps(reset=True).find("a").runs == 2
        assert [(step.name, step.runs, step.running) for step in book.steps().steps] == [("b", 0, 1)]
    assert [(step.name, step.runs, step.running) for step in book.steps().steps] == [("b", 1, 0)]


def test_a_child_begins_an_empty_book():
    script = """
import os, threading, plimsoll
with plimsoll.step("before"):
    pass
with plimsoll.step("around"):
    plimsoll.step_book.book._lock.acquire()   # as another thread may have it
    child = os.fork()
    if child == 0:
        with plimsoll.step("within"):
            pass
    else:
        plimsoll.step_book.book._lock.release()
        assert os.waitpid(child, 0)[1] == 0
names = [(step.name, step.runs) for step in plimsoll.steps().steps]
if child == 0:
    assert names == [("within", 1)], names
    os._exit(0)
print(names)
"""
    # The fork of a process with one thread, though the lock says otherwise.
    assert run("import plimsoll.step_book\n" + script) == "[('before', 1), ('around', 1)]\n"


def test_values_can_be_kept(book):
    with book.step("order"), pytest.raises(KeyError), book.step("post"):
        raise KeyError
    steps = book.steps()
    document = json.loads(steps.to_json())
    assert document["schema"] == "plimsoll.steps/1"
    assert document["steps"][1]["failures"] == {"KeyError": 1}
    assert plimsoll.Steps.from_json(steps.to_json()).table() == steps.table()
    assert pickle.loads(pickle.dumps(steps)) == steps
    assert steps.summary.startswith("'post' failed in its only run, with KeyError.")
    for kept in (book, book.begin("run")):
        with pytest.raises(TypeError, match="pickled"):
            pickle.dumps(kept)
    step_run.current().end()


def test_a_page_is_whole_and_shows_no_markup_of_names(book):
    with book.step("<b>order</b>"):
        pass
    page = book.steps().to_html()
    assert "&lt;b&gt;order" in page and "<b>order" not in page
    assert "http" not in page and "<script" not in page


def test_names_are_checked(book):
    for wrong in ("", "x" * 201, "a\nb"):
        with pytest.raises(ValueError, match="printable"):
            book.step(wrong)
    with pytest.raises(TypeError, match="a string"):
        book.begin(None)


def test_the_book_of_the_process():
    script = """
import plimsoll

@plimsoll.step("double")
def double(number):
    return number * 2

with plimsoll.step("order"):
    double(3)
print(*(step.name for step in plimsoll.steps().steps))
print(plimsoll.steps())
"""
    printed = run(script)
    assert printed.startswith("order double\nSTEP ")
    assert "\n  double " in printed


def test_nothing_can_be_read_and_work_goes_on(book):
    with book.step("warm"):
        pass
    book._reader._sampler.close()
    with book.step("blind") as run:
        pass
    assert (run.outcome, run.read_bytes, run.memory_growth_bytes) == ("ok", None, None)
    assert 0 <= run.cpu_seconds < 0.05
    assert "blind" in book.steps().table()
