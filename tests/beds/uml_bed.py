"""A booted kernel with cgroup v2 but no PSI, one processor and no cpuset: user-mode Linux.

    results = boot([Script("limits", "cat /sys/fs/cgroup/cgroup.controllers")], binary)

It boots in a second or two as an ordinary process; its root file system is a folder of this machine.
"""

import os

from bed import CACHE, Unavailable, run, scratch
from qemu_bed import collect, prepare

KERNEL = CACHE / "uml" / "usr" / "bin" / "linux.uml"


def boot(scripts, binary=None, *, timeout=None, memory_mib=256):
    """Boots once, runs every Script in turn, and returns name -> Result."""
    if not KERNEL.exists():
        raise Unavailable("uml bed: run tests/beds/install.sh")
    timeout = timeout or 30 + sum(script.seconds for script in scripts)
    with scratch("uml") as work:
        root = prepare(work / "root", scripts, binary, "/results", "poweroff")
        command = [KERNEL, f"mem={memory_mib}M", "rootfstype=hostfs", f"hostfs={work},", "rootflags=/root", "rw", "init=/init"]
        command += [f"uml_dir={work}", "umid=bed", "con=null", "con0=null,fd:1", "ssl=null", "panic=-1", "quiet"]
        # It keeps its memory in an unlinked file under TMPDIR, all its processes in one session.
        log = run(command, timeout, what="uml bed", env={"PATH": "/usr/bin:/bin", "TMPDIR": tmpfs(work)}, check=False)
        results = root / "results"
        return collect(results.read_text(errors="replace") if results.exists() else "", scripts, log)


def tmpfs(otherwise):
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else str(otherwise)
