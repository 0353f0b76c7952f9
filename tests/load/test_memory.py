"""The memory of a test does not grow with its length."""

import os
import subprocess
import time
from pathlib import Path

import pytest

from bed import command

MOST_GROWTH = 8 << 20


def most_resident(url, seconds):
    words = [command(), "load", "--url", url, "--rate", "2000", "--for", f"{seconds}s", "--json", os.devnull]
    # Nobody reads what it prints while it runs: a pipe would be full of the document.
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL)
    most = 0
    while process.poll() is None:
        try:
            status = Path(f"/proc/{process.pid}/statm").read_text()
        except OSError:
            break
        if status:
            most = max(most, int(status.split()[1]) * os.sysconf("SC_PAGE_SIZE"))
        time.sleep(0.1)
    assert process.wait(60) == 0
    return most


@pytest.mark.parametrize(("short", "long"), [(3, 20), pytest.param(10, 600, marks=pytest.mark.long)])
def test_a_long_one_needs_as_much_as_a_short_one(nginx, short, long):
    little, much = most_resident(nginx.url, short), most_resident(nginx.url, long)
    assert much - little < MOST_GROWTH, (little, much)
