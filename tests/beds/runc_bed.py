"""A real container, made by runc from a root file system of busybox and the binary (/bin/plimsoll).

    with Container(Limits(memory_limit_bytes=64 << 20), binary) as container:
        print(container.run("cat /proc/self/cgroup"))

Runs may follow each other in one Container; each is a container of its own in the same cgroup path, which is
gone between them. Everything is removed on leaving.
"""

import itertools
import json
import os
import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from bed import BedError, Unavailable, kill, make_rootfs, run

# What Docker gives by default, as far as it matters to a reader of /proc and /sys.
MASKED = ["/proc/acpi", "/proc/kcore", "/proc/keys", "/proc/latency_stats", "/proc/timer_list", "/proc/sched_debug"]
READ_ONLY = ["/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"]
_serial = itertools.count()


@dataclass
class Limits:
    """The resources of the container; None is no limit."""

    cpu_quota_us: int = None
    cpu_period_us: int = None
    cpus: str = None
    memory_limit_bytes: int = None
    pids_limit: int = None

    def resources(self):
        cpu = {"quota": self.cpu_quota_us, "period": self.cpu_period_us, "cpus": self.cpus}
        cpu = {key: value for key, value in cpu.items() if value is not None}
        found = {"devices": [{"allow": True, "access": "rwm"}]}
        if cpu:
            found["cpu"] = cpu
        if self.memory_limit_bytes is not None:
            found["memory"] = {"limit": self.memory_limit_bytes}
        if self.pids_limit is not None:
            found["pids"] = {"limit": self.pids_limit}
        return found


def mount(destination, kind, *options):
    return {"destination": destination, "type": kind, "source": kind, "options": list(options)}


class Container:
    def __init__(self, limits, binary=None, *, cgroup_namespace=True, path=None):
        if not shutil.which("runc"):
            raise Unavailable("runc bed: run tests/beds/install.sh")
        self.limits = limits
        self.binary = binary
        self.cgroup_namespace = cgroup_namespace
        self.name = f"plimsoll-{os.getpid()}-{next(_serial)}"
        self.path = path or f"/{self.name}/container"

    def __enter__(self):
        self.bundle = Path(tempfile.mkdtemp(prefix="plimsoll-runc-"))
        try:
            make_rootfs(self.bundle / "rootfs", self.binary)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        try:
            self.delete()
            self.remove_cgroups()
        finally:
            shutil.rmtree(self.bundle, ignore_errors=True)

    def run(self, script, timeout=30, *, check=True):
        """Runs a shell script as the container's first process and returns what it printed."""
        (self.bundle / "config.json").write_text(json.dumps(self.config(script)))
        try:
            return run(
                self.runc("run", "--bundle", self.bundle, self.name),
                timeout,
                what="runc bed",
                on_timeout=self.delete,
                check=check,
            )
        finally:
            self.delete()

    def runc(self, *words):
        return ["runc", "--root", self.bundle / "state", *words]

    def config(self, script):
        namespaces = ["pid", "network", "ipc", "uts", "mount"] + (["cgroup"] if self.cgroup_namespace else [])
        capabilities = ["CAP_KILL", "CAP_NET_BIND_SERVICE", "CAP_AUDIT_WRITE"]
        return {
            "ociVersion": "1.0.2",
            "process": {
                "terminal": False,
                "user": {"uid": 0, "gid": 0},
                "args": ["sh", "-c", script],
                "env": ["PATH=/bin", "HOME=/root"],
                "cwd": "/root",
                "capabilities": {kind: capabilities for kind in ("bounding", "effective", "permitted")},
                "rlimits": [{"type": "RLIMIT_NOFILE", "hard": 1024, "soft": 1024}],
                "noNewPrivileges": True,
            },
            "root": {"path": "rootfs", "readonly": False},
            "hostname": "bed",
            "mounts": [
                mount("/proc", "proc"),
                mount("/dev", "tmpfs", "nosuid", "strictatime", "mode=755", "size=65536k"),
                mount("/dev/shm", "tmpfs", "nosuid", "noexec", "nodev", "mode=1777", "size=65536k"),
                mount("/tmp", "tmpfs", "nosuid", "nodev", "mode=1777", "size=65536k"),
                mount("/sys", "sysfs", "nosuid", "noexec", "nodev", "ro"),
                mount("/sys/fs/cgroup", "cgroup", "nosuid", "noexec", "nodev", "relatime", "ro"),
            ],
            "linux": {
                "cgroupsPath": self.path,
                "resources": self.limits.resources(),
                "namespaces": [{"type": kind} for kind in namespaces],
                "maskedPaths": MASKED,
                "readonlyPaths": READ_ONLY,
            },
        }

    def delete(self):
        """Ends the container, whatever state it is in."""
        if (self.bundle / "state" / self.name).exists():
            subprocess.run(
                [str(word) for word in self.runc("delete", "--force", self.name)], capture_output=True, timeout=20
            )

    def directories(self):
        """The outermost directory of the container's path, in every hierarchy where it exists."""
        top = self.path.strip("/").split("/")[0]
        return [point / top for point in cgroup_mounts() if (point / top).is_dir()]

    def remove_cgroups(self):
        end = time.monotonic() + 10
        while tops := self.directories():
            for top in tops:
                for directory, _, _ in os.walk(top, topdown=False):
                    for pid in (Path(directory) / "cgroup.procs").read_text().split():
                        kill(int(pid))
                    try:
                        os.rmdir(directory)
                    except OSError:
                        pass
            if time.monotonic() > end:
                raise BedError(f"runc bed: cannot remove {', '.join(map(str, self.directories()))}")
            time.sleep(0.02)


def cgroup_mounts():
    """Every mounted hierarchy, v1 or v2."""
    found = []
    for line in Path("/proc/self/mountinfo").read_text().splitlines():
        fields, _, rest = line.partition(" - ")
        if rest.split()[0] in ("cgroup", "cgroup2"):
            found.append(Path(fields.split()[4]))
    return found
