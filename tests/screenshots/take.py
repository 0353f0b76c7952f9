"""Makes the pictures of docs/images: `make screenshots`, as root.

A container with half a CPU and 96 MiB computes more than it may; `watch`, a diagnosis and `serve` look at it.
"""

import base64
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parents[1]
sys.path[:0] = [str(HERE.parent / "beds"), str(HERE.parent / "report")]

from browser import Browser  # noqa: E402
from cgroup_v1 import Level, hierarchy  # noqa: E402
from terminal import Terminal  # noqa: E402

IMAGES = REPOSITORY / "docs/images"
ROWS, COLUMNS = 30, 112
WORK = "import sys; kept = bytearray(24 << 20)\nwhile True: sum(range(1000))"
MOST_BYTES = 200_000


@contextmanager
def serving(command, pid):
    """Yields where the live page is."""
    service = subprocess.Popen(
        [command, "serve", "--pid", str(pid), "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE, text=True
    )
    try:
        yield re.search(r"http://\S+/", service.stdout.readline()).group(0)
    finally:
        service.terminate()
        service.communicate(timeout=20)


@contextmanager
def container():
    """Yields the pid of a process in it."""
    level = Level("web", cpu_quota_us=50_000, cpu_period_us=100_000, memory_limit_bytes=96 << 20, pids_limit=64)
    with hierarchy([level], top="plimsoll-web") as bed:
        # So that the quota binds, and not what else runs on this machine.
        bed.write("cpu", "cpu.shares", 32768)
        workers = [subprocess.Popen(["python3", "-c", WORK]) for _ in range(2)]
        try:
            for worker in workers:
                bed.enter(worker.pid)
            yield workers[0].pid
        finally:
            for worker in workers:
                worker.kill()
                worker.wait()


def watch(command, pid, seconds):
    """The screen of `watch` after so long."""
    inside = f"stty rows {ROWS} cols {COLUMNS}; exec {command} watch --pid {pid} --interval 500ms"
    script = subprocess.Popen(
        ["script", "--quiet", "--return", "--command", inside, "/dev/null"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "TERM": "xterm-256color", "SHELL": "/bin/sh"},
    )
    try:
        time.sleep(seconds)
        script.stdin.write(b"q")
        script.stdin.flush()
        drawn = script.communicate(timeout=20)[0].decode()
    finally:
        script.kill()
        script.wait()
    terminal = Terminal(ROWS, COLUMNS)
    # What follows is the terminal as it was before.
    terminal.feed(drawn[: drawn.rindex("\x1b[?1049l")])
    return terminal


def picture(browser, path, height, heading=None):
    """So much of the page that is open, from its top or from a heading on."""
    find = "[...document.querySelectorAll('h2')].find(one => one.textContent.startsWith(%s))" % json.dumps(heading)
    top = browser.run(f"{find}.getBoundingClientRect().top + scrollY - 12") if heading else 0
    clip = {"x": 0, "y": top, "width": 900, "height": height, "scale": 1}
    data = browser.send("Page.captureScreenshot", clip=clip, captureBeyondViewport=True)
    path.write_bytes(base64.b64decode(data["data"]))


def main():
    command = os.environ["PLIMSOLL_STATIC_BINARY"]
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        verdict = Path(scratch) / "verdict.html"
        with container() as pid, serving(command, pid) as live, Browser() as browser:
            screen = watch(command, pid, 12)
            (IMAGES / "watch.svg").write_text(screen.svg("plimsoll watch"))
            subprocess.run(
                [command, "diagnose", "--pid", str(pid), "--for", "30s", "--fail-on", "never", "--html", verdict],
                check=True,
                stdout=subprocess.DEVNULL,
            )
            # By now it has a minute to draw.
            browser.open(live, 900)
            time.sleep(3)
            picture(browser, IMAGES / "live.png", 1100)
            browser.open(verdict, 900)
            picture(browser, IMAGES / "report.png", 1000)
            picture(browser, IMAGES / "charts.png", 800, "History")
    for path in sorted(IMAGES.iterdir()):
        print(f"{path.relative_to(REPOSITORY)}: {path.stat().st_size} bytes")
        assert path.stat().st_size < MOST_BYTES, path


main()
