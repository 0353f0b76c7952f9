"""The worker of docs/how-to/rpa-worker.md takes no task while its container is too laden."""

import os
import re

from conftest import TOP, run

with open(os.path.join(TOP, "docs", "how-to", "rpa-worker.md"), encoding="utf-8") as document:
    WORKER = re.search(r"^```python\n(# worker.py\n.*?)^```", document.read(), re.DOTALL | re.MULTILINE).group(1)

# Its clock and its load line are ours; the monitor is a real one.
SCRIPT = """
import io, os, sys, threading, time, plimsoll
from types import SimpleNamespace
os.chdir(sys.argv[1])
sys.stderr = io.StringIO()  # where the worker tells of the level
slept, now = [], [0.0]
time.monotonic = lambda: now[0]
def sleep(seconds):
    slept.append(seconds)
    now[0] += seconds
time.sleep = sleep
answers = iter({answers})
plimsoll.Monitor.load_line = lambda self: SimpleNamespace(advice=next(answers))
exec(compile({worker!r}, "worker.py", "exec"))
print(slept)
"""


def worked(answers, tmp_path):
    printed = run(SCRIPT.format(worker=WORKER, answers=answers), str(tmp_path))
    said, slept = printed.splitlines()
    return said, eval(slept)


def test_it_waits_before_a_task(tmp_path):
    said, slept = worked("['refuse'] * 3 + ['slow'] + ['accept'] * 9", tmp_path)
    assert (said, slept) == ("all done", [0.5] * 3 + [0.1, 0.1] + [0.1] * 9)


def test_it_leaves_what_it_cannot_bear(tmp_path):
    said, slept = worked("['accept'] * 4 + ['refuse'] * 100", tmp_path)
    assert said == "too laden: 6 tasks are left"
    assert slept == [0.1] * 4 + [0.5] * (len(slept) - 4) and 55 < len(slept) < 70
