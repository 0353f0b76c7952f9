"""The command of the Python package, `python -m plimsoll db --url`, as a process."""

import json
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

from servers import REPOSITORY

SECRET = "s3cret-of-ours"


def build(folder):
    """The package with its command in that folder, of links; and the variable that makes Python take it from there."""
    program = os.environ.get("PLIMSOLL_STATIC_BINARY")
    if program is None:
        build = ["cargo", "build", "--quiet", "--features", "cli", "--bin", "plimsoll"]
        subprocess.run(build, cwd=REPOSITORY, check=True, timeout=1800)
        target = Path(os.environ.get("CARGO_TARGET_DIR", REPOSITORY / "target"))
        program = (REPOSITORY / target / "debug" / "plimsoll").resolve()
    package = folder / "plimsoll"
    (package / "bin").mkdir(parents=True)
    for file in (REPOSITORY / "bindings" / "python" / "plimsoll").iterdir():
        if file.is_file():
            (package / file.name).symlink_to(file)
    (package / "bin" / "plimsoll").symlink_to(program)
    return {**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1", "NO_COLOR": "1"}


class Run:
    """A run of the command that goes on; `end` waits for it."""

    def __init__(self, environment, url, *options, without=(), terminal=False, **variables):
        code = f"import sys; sys.modules.update(dict.fromkeys({list(without)})); " * bool(without)
        code += "import sys; from plimsoll.command import main; sys.exit(main())"
        self.began = time.monotonic()
        ours, theirs = pty.openpty() if terminal else (None, subprocess.PIPE)
        self.process = subprocess.Popen(
            [sys.executable, "-c", code, "db", "--url", url, *options],
            env={**environment, **variables},
            stdout=subprocess.PIPE,
            stderr=theirs,
            text=True,
        )
        self.terminal = ours
        if terminal:
            os.close(theirs)

    def child(self):
        """The program that judges."""
        end = time.monotonic() + 10
        while time.monotonic() < end:
            children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
            if children and Path(f"/proc/{children[0]}/cmdline").read_bytes().startswith(b"plimsoll"):
                return int(children[0])
            time.sleep(0.01)
        raise AssertionError("there is no child")

    def interrupt(self, number=signal.SIGINT):
        self.process.send_signal(number)

    def end(self):
        """Exit code, output, errors; nothing of it with the secret in it."""
        out, err = self.process.communicate(timeout=60)
        if self.terminal is not None:
            err = b""
            try:
                while more := os.read(self.terminal, 65536):
                    err += more
            except OSError:  # its end, in Linux
                pass
            os.close(self.terminal)
            err = err.decode()
        self.seconds = time.monotonic() - self.began
        assert SECRET not in out + err and "Traceback" not in err, err
        return self.process.returncode, out, err

    def json(self):
        code, out, err = self.end()
        assert code in (0, 1), err
        (pool,) = json.loads(out)["pools"]
        return code, pool, err


def tree(pid):
    """A process with all that it started."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except FileNotFoundError:
        return []
    return [pid, *(below for child in children for below in tree(int(child)))]


class Stopped:
    """A server that hangs."""

    def __init__(self, *servers):
        self.servers = servers

    def __enter__(self):
        self.pids = [pid for server in self.servers for pid in tree(server.process.pid)]
        self.tell(signal.SIGSTOP)

    def __exit__(self, *_):
        self.tell(signal.SIGCONT)

    def tell(self, number):
        for pid in self.pids:
            try:
                os.kill(pid, number)
            except ProcessLookupError:  # a session that ended
                pass
