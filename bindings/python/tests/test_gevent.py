"""In a process in which gevent has replaced threads, locks, sockets and time."""

import pytest
from conftest import run

pytest.importorskip("gevent")

PATCHED = "from gevent import monkey; monkey.patch_all()\nimport gevent\nimport plimsoll\n"
CHECK = """
def check(checker, function):
    return checker.check_all([plimsoll.Check("own", function)])[0]
"""


def test_greenlets_read_and_observe():
    script = """
with plimsoll.Sampler() as sampler, plimsoll.Monitor() as monitor:
    def work():
        for _ in range(20):
            assert sampler.read().host_memory_total_bytes > 0
            monitor.observe()
            gevent.sleep(0)
        return True
    workers = [gevent.spawn(work) for _ in range(10)]
    gevent.joinall(workers, timeout=20, raise_error=True)
    print(all(worker.value for worker in workers), monitor.diagnose().level is not False)
"""
    assert run(PATCHED + CHECK + script, options=("-W", "error")) == "True True\n"


def test_a_check_of_another_thread_beside_greenlets():
    """In gevent's own pool of threads, as whatever waits has to be: the greenlets go on meanwhile."""
    script = """
import threading
from gevent import get_hub
from gevent.monkey import get_original
sleep = get_original("time", "sleep")
ticks = []
def tick():
    while True:
        ticks.append(1)
        gevent.sleep(0.01)
ticking = gevent.spawn(tick)
def slow():
    sleep(0.5)
    return True, "done"
with plimsoll.Checker(max_concurrent=2) as checker:
    outcome = get_hub().threadpool.apply(check, (checker, slow))
    ticking.kill()
    print(outcome.message, len(ticks) > 5)
"""
    assert run(PATCHED + CHECK + script, options=("-W", "error")) == "done True\n"


def test_a_gate_between_greenlets():
    script = """
with plimsoll.Gate(max_concurrent=1, initial_limit=1, load_line=False) as gate:
    told = []
    def work(number):
        while True:
            answer = gate.try_acquire()
            if answer:
                break
            gevent.sleep(0.001)
        with answer:
            told.append(number)
            gevent.sleep(0.001)
            assert told[-1] == number
    workers = [gevent.spawn(work, number) for number in range(10)]
    gevent.joinall(workers, timeout=20, raise_error=True)
    print(sorted(told) == list(range(10)))
"""
    assert run(PATCHED + CHECK + script, options=("-W", "error")) == "True\n"


def test_a_fork_of_a_process_with_greenlets():
    script = """
import os
sampler = plimsoll.Sampler()
sampler.read()
checker = plimsoll.Checker(max_concurrent=2)
assert check(checker, lambda: True).status == "healthy"
pid = gevent.fork()
if pid == 0:
    ok = sampler.read().host_memory_total_bytes > 0 and check(checker, lambda: True).status == "healthy"
    os._exit(0 if ok else 1)
# Not gevent's own: about once in 300 times it waits for ever for a child that ended at once, without Plimsoll as well.
print(monkey.get_original("os", "waitpid")(pid, 0)[1])
"""
    assert run(PATCHED + CHECK + script, options=("-W", "error", "-W", "ignore:.*fork:DeprecationWarning")) == "0\n"
