"""Servers as processes: started, awaited, ended with all that they started, by the id they were started with."""

import os
import re
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parent.parent
BUILD = REPOSITORY / "build" / "servers"

# Long, for a machine that also compiles; a server that is ready is seen within 20 ms.
START_LIMIT = 60
END_LIMIT = 10


class Running:
    """A server that listens on the loopback. `port` is what it said on a line `listening PORT`."""

    def __init__(self, command, environment=None, port=None):
        self.command = [str(word) for word in command]
        self.log = tempfile.NamedTemporaryFile(prefix="plimsoll-server-", suffix=".log")
        self.process = subprocess.Popen(
            self.command,
            stdin=subprocess.DEVNULL,
            stdout=self.log,
            stderr=subprocess.STDOUT,
            env={**os.environ, **(environment or {})},
            start_new_session=True,
        )
        try:
            self.port = port or self.await_port()
            self.await_connection()
        except BaseException:
            self.end()
            raise

    def said(self):
        return Path(self.log.name).read_text(errors="replace")

    def await_port(self):
        return self.poll("said where it listens", lambda: re.search(r"^listening (\d+)$", self.said(), re.M)).group(1)

    def await_connection(self):
        self.port = int(self.port)

        def connects():
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return True
            except OSError:
                return False

        self.poll("accepted a connection", connects)

    def poll(self, what, happened, limit=START_LIMIT):
        end = time.monotonic() + limit
        while time.monotonic() < end:
            if answer := happened():
                return answer
            if self.process.poll() is not None:
                raise RuntimeError(f"{self.command}: exit {self.process.returncode}\n{self.said()[-2000:]}")
            time.sleep(0.02)
        raise RuntimeError(f"{self.command}: has not {what} after {limit} s\n{self.said()[-2000:]}")

    def resident_bytes(self):
        statm = Path(f"/proc/{self.process.pid}/statm").read_text()
        return int(statm.split()[1]) * os.sysconf("SC_PAGE_SIZE")

    def end(self):
        """Asks, then kills, and kills what is left of its session."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(END_LIMIT)
            except subprocess.TimeoutExpired:
                pass
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()
        self.log.close()


def free_port():
    """For a server that must be told a port: free now, and so soon afterwards it still is."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


def left_over(marker):
    """Processes that carry the words in their environment: what a check has started and not ended."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            if marker.encode() in (entry / "environ").read_bytes():
                found.append((int(entry.name), (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()))
        except OSError:
            pass  # it is gone, or not ours
    return found
