"""Cgroups of the benchmark's own: made under the mounts that are there, and removed at the end."""

import os
import time


def mounts():
    """Mount point of each version 1 controller, and of version 2 under the name `unified`."""
    found = {}
    with open("/proc/self/mountinfo") as lines:
        for line in lines:
            left, right = line.split(" - ")
            point, (kind, _, options) = left.split()[4], right.split()[:3]
            if kind == "cgroup2":
                found.setdefault("unified", point)
            elif kind == "cgroup":
                for option in options.split(","):
                    found.setdefault(option, point)
    return found


CONTROLLERS = ["cpu", "cpuacct", "memory", "blkio", "pids"]


NAME = "plimsoll-bench-"


def clear_leftovers():
    """Removes what a run that was killed outright has left behind."""
    for point in set(mounts().values()):
        for name in os.listdir(point) if os.path.isdir(point) else []:
            if name.startswith(NAME) and not os.path.exists(f"/proc/{name[len(NAME):]}"):
                for path, _, _ in os.walk(os.path.join(point, name), topdown=False):
                    os.rmdir(path)


class Cgroup:
    """A cgroup `plimsoll-bench-PID` with a share of a CPU and a memory limit, `depth` levels below it.

    Everything is undone by `close`, also a half-made one."""

    def __init__(self, cpus=None, memory_bytes=None, depth=0):
        self.made, self.leaves, self.watch = [], {}, None
        known = mounts()
        try:
            clear_leftovers()
            tops = self._tops(known)
            for controller, top in tops.items():
                self._make(top)
                if controller != "unified" or len(tops) == 1:
                    self._limit(controller, top, cpus, memory_bytes)
                leaf = top
                for level in range(depth):
                    leaf = os.path.join(leaf, f"plimsoll-{level + 1}")
                    self._make(leaf)
                self.leaves[controller] = leaf
            if cpus:
                self.watch = os.path.join(tops.get("cpu") or tops["unified"], "cpu.stat")
        except Exception:
            self.close()
            raise

    @staticmethod
    def _tops(known):
        name = f"{NAME}{os.getpid()}"
        # Beside version 1 controllers the unified hierarchy has the cgroup's pressure.
        first = {c: os.path.join(known[c], name) for c in [*CONTROLLERS, "unified"] if c in known}
        if not first:
            raise OSError("no cgroup filesystem is mounted here")
        return first

    def _make(self, path):
        if path not in self.made:
            os.mkdir(path)
            self.made.append(path)

    @staticmethod
    def _limit(controller, top, cpus, memory_bytes):
        def write(name, value):
            with open(os.path.join(top, name), "w") as file:
                file.write(str(value))

        if cpus and controller == "cpu":
            write("cpu.cfs_period_us", 100_000)
            write("cpu.cfs_quota_us", int(cpus * 100_000))
        if memory_bytes and controller == "memory":
            write("memory.limit_in_bytes", memory_bytes)
        if controller == "unified":
            if cpus:
                write("cpu.max", f"{int(cpus * 100_000)} 100000")
            if memory_bytes:
                write("memory.max", memory_bytes)

    def enter(self, memory=True):
        """Moves the calling process in; without `memory`, it is not charged to the cgroup's limit (version 1)."""
        for controller, leaf in self.leaves.items():
            if controller == "memory" and not memory:
                continue
            with open(os.path.join(leaf, "cgroup.procs"), "w") as file:
                file.write("0")

    def close(self):
        """Removes the directories, deepest first; the kernel may need a moment after the last process."""
        for path in reversed(self.made):
            for _ in range(50):
                try:
                    os.rmdir(path)
                    break
                except FileNotFoundError:
                    break
                except OSError:
                    time.sleep(0.1)
            else:
                raise OSError(f"{path} could not be removed: something still runs in it")
        self.made = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
