"""The memory of a test does not grow with its length."""

import os
import time
from pathlib import Path

import pytest

from bed import begin, found

MOST_GROWTH = 8 << 20


def most_resident(url, seconds):
    process = begin("--url", url, "--rate", 2000, "--for", f"{seconds}s")
    most = 0
    while process.poll() is None:
        try:
            status = Path(f"/proc/{process.pid}/statm").read_text()
        except OSError:
            break
        if status:
            most = max(most, int(status.split()[1]) * os.sysconf("SC_PAGE_SIZE"))
        time.sleep(0.1)
    found(process)
    return most


@pytest.mark.parametrize(("short", "long"), [(3, 20), pytest.param(10, 600, marks=pytest.mark.long)])
def test_a_long_one_needs_as_much_as_a_short_one(nginx, short, long):
    little, much = most_resident(nginx.url, short), most_resident(nginx.url, long)
    assert much - little < MOST_GROWTH, (little, much)
