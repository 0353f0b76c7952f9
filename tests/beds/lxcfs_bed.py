"""A constrained cgroup v1 in which lxcfs renders /proc/meminfo, stat, cpuinfo and others, as in an LXC container.

    with lxcfs(bed) as container:
        print(container.run("cat /proc/meminfo"))
"""

import os
import subprocess
import time
from contextlib import contextmanager

from bed import CACHE, BedError, Unavailable, kill_session, scratch

LXCFS = CACHE / "lxcfs"

# Own pid namespace: lxcfs asks in which cgroup the asking process's init lives.
INSIDE = """
exec nsenter -t @PID@ -m unshare -mpf --kill-child sh -c '
    umount -l /proc && mount -t proc proc /proc
    for file in @MOUNT@/proc/*; do mount --bind "$file" "/proc/${file##*/}" || exit 125; done
    mount --bind @MOUNT@/sys/devices/system/cpu /sys/devices/system/cpu || exit 125
    umount -l @MOUNT@
    exec sh -c "$INNER"
'
"""


class Container:
    def __init__(self, bed, pid, mount):
        self.bed = bed
        self.prologue = INSIDE.replace("@PID@", str(pid)).replace("@MOUNT@", str(mount))

    def run(self, script, timeout=30, *, binary=None, check=True):
        """Runs a shell script inside and returns what it printed."""
        quoted = script.replace("'", "'\\''")
        return self.bed.run(f"INNER='{quoted}'; export INNER; {self.prologue}", timeout, binary=binary, check=check)


@contextmanager
def lxcfs(bed):
    """Serves one v1 bed. The mount exists in a namespace of its own only, and ends with the server."""
    if not LXCFS.exists() or not os.path.exists("/dev/fuse"):
        raise Unavailable("lxcfs bed: needs /dev/fuse and what tests/beds/install.sh unpacks")
    libraries = [LXCFS / "usr/lib/x86_64-linux-gnu", LXCFS / "usr/lib/x86_64-linux-gnu/lxcfs", LXCFS / "lib/x86_64-linux-gnu"]
    with scratch("lxcfs") as work:
        mount = work / "mount"
        mount.mkdir()
        server = subprocess.Popen(
            ["unshare", "-m", LXCFS / "usr/bin/lxcfs", "-f", "-p", work / "pid", mount],
            stdin=subprocess.DEVNULL,
            stdout=(work / "log").open("w"),
            stderr=subprocess.STDOUT,
            env={**os.environ, "LD_LIBRARY_PATH": ":".join(map(str, libraries))},
            start_new_session=True,
        )
        try:
            end = time.monotonic() + 10
            while f" {mount} " not in read_mountinfo(server.pid):
                if server.poll() is not None or time.monotonic() > end:
                    raise BedError(f"lxcfs did not start: {(work / 'log').read_text()[-1000:]}")
                time.sleep(0.05)
            yield Container(bed, server.pid, mount)
        finally:
            kill_session(server)
            server.wait()


def read_mountinfo(pid):
    try:
        with open(f"/proc/{pid}/mountinfo") as file:
            return file.read()
    except OSError:
        return ""
