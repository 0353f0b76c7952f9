"""What every bed shares: where things lie, and how a command is run with a hard end."""

import os
import re
import shutil
import signal
import subprocess
import tempfile
import threading
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parent.parent
CACHE = Path(os.environ.get("PLIMSOLL_BEDS_CACHE", REPOSITORY / "build" / "beds"))
CAPTURE = HERE / "capture.sh"


class BedError(Exception):
    """The bed itself failed; what was tested inside it has not been judged."""


class Unavailable(BedError):
    """This machine cannot carry the bed, and the reason is the message."""


def busybox():
    """The static busybox that install.sh provides."""
    for candidate in ("/bin/busybox", "/usr/bin/busybox"):
        if os.path.exists(candidate):
            return Path(candidate)
    raise BedError("busybox is missing: run tests/beds/install.sh")


def copy_program(root, name):
    """This system's own program with the libraries it needs, where busybox's lacks something."""
    program = Path(shutil.which(name))
    listing = subprocess.run(["ldd", program], check=True, capture_output=True, text=True, timeout=10).stdout
    for library in re.findall(r"(/\S+) \(", listing):
        target = root / library.lstrip("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(library, target)
    (root / "bin" / name).unlink(missing_ok=True)
    shutil.copy(program, root / "bin" / name)


def make_rootfs(directory, binary=None):
    """A root file system of busybox and the binary; returns its path."""
    root = Path(directory)
    for name in ("bin", "dev", "etc", "proc", "root", "run", "sys", "tmp"):
        (root / name).mkdir(parents=True, exist_ok=True)
    shutil.copy(busybox(), root / "bin" / "busybox")
    applets = subprocess.run(
        [root / "bin" / "busybox", "--list"], check=True, capture_output=True, text=True, timeout=10
    ).stdout.split()
    for applet in applets:
        link = root / "bin" / applet
        if applet != "busybox" and not link.exists():
            link.symlink_to("busybox")
    shutil.copy(CAPTURE, root / "bin" / "capture.sh")
    if binary:
        shutil.copy(binary, root / "bin" / "plimsoll")
    return root


@contextmanager
def scratch(prefix):
    """A directory that is gone afterwards."""
    directory = tempfile.mkdtemp(prefix=f"plimsoll-{prefix}-")
    try:
        yield Path(directory)
    finally:
        shutil.rmtree(directory, ignore_errors=True)


def run(command, timeout, *, what, stdin=None, env=None, cwd=None, on_timeout=None, check=True, stop=None):
    """Runs a command in a session of its own; at the timeout, or when the event `stop` is set, the session is killed.

    Returns its standard output. A failure carries what the command wrote to standard error.
    """
    process = subprocess.Popen(
        [str(word) for word in command],
        stdin=subprocess.PIPE if stdin is not None else subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
        env=env,
        cwd=cwd,
        start_new_session=True,
    )
    if stop:
        # Its end is the process's: communicate() below returns when the session is killed.
        threading.Thread(target=end_at, args=(stop, process), daemon=True).start()
    try:
        out, err = process.communicate(stdin, timeout=timeout)
    except subprocess.TimeoutExpired:
        if on_timeout:
            on_timeout()
        kill_session(process)
        out, err = process.communicate()
        raise BedError(f"{what}: not done after {timeout} s\nstdout: {out[-2000:]}\nstderr: {err[-2000:]}") from None
    except BaseException:
        kill_session(process)
        process.wait()
        raise
    if check and process.returncode != 0:
        raise BedError(f"{what}: exit {process.returncode}\nstdout: {out[-2000:]}\nstderr: {err[-2000:]}")
    return out


def end_at(stop, process):
    """Kills the process's session once the event is set, unless it ends before."""
    while process.poll() is None:
        if stop.wait(0.2):
            kill_session(process)
            return


def kill_session(process):
    """Kills the session that run() opened for the process."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


def kill(pid):
    """Kills one process that a cgroup of ours lists. A pid of 0 is a process out of sight, not our own group."""
    if pid > 0:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
