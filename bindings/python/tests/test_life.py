"""Threads, forks, closed descriptors, and the ends of interpreters."""

import multiprocessing
import os
import signal
import sys
import threading
import time

import pytest
from conftest import run

import plimsoll


def test_threads_share_a_sampler(sampler):
    failures = []

    def work(number):
        try:
            sample = plimsoll.Sample()
            for turn in range(200):
                sampler.read_into(sample)
                assert sample.host_memory_total_bytes > 0
                if turn % 50 == number:
                    sampler.cores(), sampler.problems, sampler.processes(top=1)
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_closing_while_others_read():
    sampler = plimsoll.Sampler()
    ended = []

    def work():
        sample = plimsoll.Sample()
        try:
            while True:
                sampler.read_into(sample)
        except plimsoll.ClosedError:
            ended.append(True)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    time.sleep(0.05)
    sampler.close()
    for thread in threads:
        thread.join(10)
    assert ended == [True] * 4


def test_other_threads_run_during_a_call(tmp_path):
    """A thread that is never asked to give way gives way in calls all the same."""
    lines = "".join(f"cpu{number} 1 0 0 0 0 0 0 0 0 0\n" for number in range(20_000))
    (tmp_path / "stat").write_text("cpu  0 0 0 0 0 0 0 0 0 0\n" + lines)
    interval = sys.getswitchinterval()
    done = []

    def work():
        with plimsoll.Sampler(groups=["cpu"], proc_root=tmp_path, sys_root=tmp_path) as sampler:
            sample = plimsoll.Sample()
            for _ in range(100):
                sampler.read_into(sample)
        done.append(True)

    thread = threading.Thread(target=work)
    sys.setswitchinterval(1000)
    try:
        thread.start()
        time.sleep(0.001)
        assert not done
    finally:
        sys.setswitchinterval(interval)
        thread.join()
    assert done


def in_a_child(work):
    """Forks, works in the child, and gives its exit status."""
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            work()
            status = 0
        except BaseException as failure:
            os.write(2, repr(failure).encode())
        finally:
            os._exit(status)
    for _ in range(1000):
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            return status
        time.sleep(0.01)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return "hangs"


# Python 3.12 warns of forks in a process with threads; that is the point of one of these tests.
fork_warns = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")


@fork_warns
def test_a_child_reads_of_itself(sampler):
    before = sampler.read()

    def work():
        hog = bytearray(64 << 20)
        after = sampler.read()
        assert after.generation != before.generation
        assert after.process_resident_bytes > before.process_resident_bytes + (len(hog) // 2)
        assert [process.ppid for process in sampler.processes() if process.pid == os.getpid()] == [
            os.getppid()
        ]
        sampler.close()

    assert in_a_child(work) == 0
    assert sampler.read().generation == before.generation


@fork_warns
def test_a_fork_in_the_middle_of_a_call(sampler):
    stop = threading.Event()

    def read():
        sample = plimsoll.Sample()
        while not stop.is_set():
            sampler.read_into(sample)

    thread = threading.Thread(target=read)
    thread.start()
    try:
        for _ in range(20):
            assert in_a_child(lambda: (sampler.read(), sampler.close())) == 0
    finally:
        stop.set()
        thread.join()


@fork_warns
def test_closing_all_descriptors(sampler):
    def work():
        before = sampler.read()
        limit = os.sysconf("SC_OPEN_MAX")
        os.closerange(3, min(limit, 65536))
        # Others get the numbers: they must be neither read nor closed.
        others = [os.open("/dev/null", os.O_RDONLY) for _ in range(200)]
        after = sampler.read()
        assert after.host_memory_total_bytes == before.host_memory_total_bytes
        assert after.host_load1 is not None and after.cgroup_id == before.cgroup_id
        sampler.close()
        for other in others:
            assert os.path.samestat(os.fstat(other), os.stat("/dev/null"))

    assert in_a_child(work) == 0


def of_another_process(pid, own, answers):
    with plimsoll.Sampler(target=pid, groups=["process"]) as sampler:
        answers.put((sampler.read(), own))


@fork_warns
@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_multiprocessing(method):
    context = multiprocessing.get_context(method)
    answers = context.Queue()
    child = context.Process(target=of_another_process, args=(os.getpid(), plimsoll.Sample(), answers))
    child.start()
    sample, own = answers.get(timeout=60)
    child.join(60)
    assert child.exitcode == 0
    assert sample.process_resident_bytes > 0 and own == plimsoll.Sample()


ENDS = {
    "global": "sampler = plimsoll.Sampler(); sampler.read()",
    "closed": "sampler = plimsoll.Sampler(); sampler.close()",
    "cycle": "holder = [plimsoll.Sampler()]; holder.append(holder)",
    "in a module": "import sys; sys.modules['keeper'] = keeper = type(sys)('keeper'); keeper.it = plimsoll.Sampler()",
    "in atexit": "import atexit; sampler = plimsoll.Sampler(); atexit.register(sampler.read)",
    "daemon thread": """
import threading
sampler = plimsoll.Sampler()
def work():
    while True:
        sampler.read()
threading.Thread(target=work, daemon=True).start()
sampler.read()
""",
    "finaliser that reads": """
class Host:
    def __init__(self): self.sampler = plimsoll.Sampler()
    def __del__(self): self.sampler.read()
host = Host()
""",
}


@pytest.mark.parametrize("end", sorted(ENDS))
def test_the_interpreter_ends_quietly(end):
    assert run("import plimsoll\n" + ENDS[end]) == ""


SUB = """
import sys
try:
    import _interpreters as interpreters
except ImportError:
    try:
        import _xxsubinterpreters as interpreters
    except ImportError:
        print("none")
        sys.exit()
import plimsoll
sampler = plimsoll.Sampler()
script = "import plimsoll; sampler = plimsoll.Sampler(); assert sampler.read().host_load1 is not None"
for _ in range(3):
    # The kind that shares the main one's lock: ctypes can be imported in it in every version.
    try:
        made = interpreters.create("legacy")
    except TypeError:
        try:
            made = interpreters.create(isolated=False)
        except TypeError:
            made = interpreters.create()
    failed = getattr(interpreters, "exec", None) or interpreters.run_string
    failure = failed(made, script)
    assert failure is None, failure
    interpreters.destroy(made)
    assert sampler.read().host_load1 is not None
print("fine")
"""


def test_subinterpreters_come_and_go():
    # Not in development mode: 3.12 asserts about subinterpreters of its own there.
    assert run(SUB, options=("-W", "error")) in ("fine\n", "none\n")
