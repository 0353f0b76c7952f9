"""Constrained cgroups v1, made by hand on this machine.

    with hierarchy([Level("outer", memory_limit_bytes=64 << 20), Level("inner", cpu_quota_us=50_000)]) as bed:
        print(bed.run("cat /proc/self/cgroup"))

The levels are nested in the given order in every controller that is mounted; scripts run in the innermost.
Everything is removed on leaving, after killing whatever still runs inside.
"""

import itertools
import os
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bed import BedError, Unavailable, kill, kill_session, run

CONTROLLERS = ("cpu", "cpuacct", "cpuset", "memory", "blkio", "pids")
_serial = itertools.count()


@dataclass
class Level:
    """One cgroup and its limits; what is None stays as the kernel made it.

    Cgroup v1 refuses a CPU quota above the parent's: below a tighter parent leave it None.
    """

    name: str
    cpu_quota_us: int = None
    cpu_period_us: int = None
    cpus: str = None
    memory_limit_bytes: int = None
    pids_limit: int = None


def mounts():
    """Controller -> mount point, and "unified" where cgroup v2 is mounted beside them."""
    found = {}
    for line in Path("/proc/self/mountinfo").read_text().splitlines():
        fields, _, rest = line.partition(" - ")
        root, point = fields.split()[3:5]
        kind, _, options = rest.split()[:3]
        if root != "/":
            continue
        if kind == "cgroup2":
            found.setdefault("unified", Path(point))
        elif kind == "cgroup":
            for option in options.split(","):
                if option in CONTROLLERS:
                    found.setdefault(option, Path(point))
    return found


def cgroup_paths(pid):
    """The process's path in each hierarchy that the bed makes children in."""
    for line in Path(f"/proc/{pid}/cgroup").read_text().splitlines():
        number, controllers, path = line.split(":", 2)
        if set(controllers.split(",")) & set(CONTROLLERS) or (number == "0" and "unified" in mounts()):
            yield path


def require():
    """Raises Unavailable where this machine has no cgroup v1 to make children in."""
    if os.geteuid() != 0:
        raise Unavailable("cgroup v1 bed: needs root")
    missing = set(CONTROLLERS) - set(mounts())
    if missing:
        raise Unavailable(f"cgroup v1 bed: no v1 hierarchy with {', '.join(sorted(missing))} is mounted here")


class Bed:
    def __init__(self, levels, mounted, top):
        self.mounted = mounted
        self.top = top
        self.path = "/" + "/".join([top] + [level.name for level in levels[1:]])

    def directory(self, controller, depth=0):
        """The directory of a level: 0 is the innermost, 1 its parent."""
        path = self.mounted[controller] / self.path.strip("/")
        return path if depth == 0 else path.parents[depth - 1]

    def read(self, controller, name, depth=0):
        return (self.directory(controller, depth) / name).read_text()

    def write(self, controller, name, value, depth=0):
        write(self.directory(controller, depth) / name, value)

    def enter(self, pid):
        """Moves a running process into the innermost level."""
        for directory in self._leaves():
            write(directory / "cgroup.procs", pid)

    def _leaves(self):
        return sorted({self.directory(controller) for controller in self.mounted})

    def command(self, script, namespaces=None):
        """The argument list that runs a shell script inside.

        namespaces: None        this machine as it is
                    "fresh"     own mount, pid, net, cgroup namespaces, with the v1 hierarchies mounted anew
                    "cgroup"    own cgroup namespace and nothing mounted for it: mount roots begin with /..
                    "bind"      own mount namespace in which each mount point shows the innermost cgroup alone
        """
        enter = 'for d in "$@"; do echo $$ >"$d/cgroup.procs" || exit 125; done; '
        leaves = [str(path) for path in self._leaves()]
        start = {
            None: 'exec sh -c "$SCRIPT"',
            "cgroup": 'exec unshare -C sh -c "$SCRIPT"',
            "fresh": "exec unshare -mpfnC --kill-child --mount-proc sh -c "
            f"'set -e; {self._fresh_mounts()}set +e; exec sh -c \"$SCRIPT\"'",
            "bind": f"exec unshare -m sh -c 'set -e; {self._bind_mounts()}set +e; exec sh -c \"$SCRIPT\"'",
        }[namespaces]
        return ["env", f"SCRIPT={script}", "sh", "-c", enter + start, "sh"] + leaves

    def _fresh_mounts(self):
        lines = ["ip link set lo up; ", "mount -t tmpfs -o mode=755 tmpfs /sys/fs/cgroup; "]
        points = {}
        for controller, point in self.mounted.items():
            points.setdefault(point, []).append(controller)
        for point, controllers in points.items():
            inside = f"/sys/fs/cgroup/{point.name}"
            kind = "cgroup2" if controllers == ["unified"] else "cgroup"
            options = "" if kind == "cgroup2" else f"-o {','.join(controllers)} "
            lines.append(f"mkdir {inside}; mount -t {kind} {options}{kind} {inside}; ")
        return "".join(lines)

    def _bind_mounts(self):
        return "".join(
            f"mount --bind {self.directory(controller)} {point}; "
            for controller, point in self.mounted.items()
        )

    def run(self, script, timeout=30, *, namespaces=None, binary=None, check=True):
        """Runs a shell script inside and returns what it printed; `plimsoll` is on its PATH if binary is given."""
        return run(
            self.command(script, namespaces),
            timeout,
            what=f"cgroup v1 bed ({namespaces or 'as is'})",
            env=environment(binary),
            on_timeout=self.kill,
            check=check,
        )

    @contextmanager
    def start(self, script, *, namespaces=None, binary=None):
        """A running script, as a Popen with a text pipe on its standard output; killed on leaving."""
        process = subprocess.Popen(
            self.command(script, namespaces),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
            env=environment(binary),
            start_new_session=True,
        )
        try:
            yield process
        finally:
            kill_session(process)
            process.stdout.close()
            process.wait()

    def kill(self):
        """Kills everything that runs in these cgroups."""
        for top in self.tops():
            for tasks in top.rglob("cgroup.procs"):
                for pid in tasks.read_text().split():
                    kill(int(pid))

    def remove(self):
        """Kills what is inside and removes every directory, innermost first."""
        end = time.monotonic() + 10
        while left := [top for top in self.tops() if top.exists()]:
            self.kill()
            for top in left:
                for directory, _, _ in os.walk(top, topdown=False):
                    try:
                        os.rmdir(directory)
                    except OSError:
                        pass
            if time.monotonic() > end:
                raise BedError(f"cgroup v1 bed: cannot remove {', '.join(map(str, left))}")
            time.sleep(0.02)

    def tops(self):
        return sorted({point / self.top for point in self.mounted.values()})


def environment(binary):
    """This process's environment, with the folder of the binary first on PATH."""
    env = dict(os.environ)
    if binary:
        env["PATH"] = f"{Path(binary).parent}:{env['PATH']}"
    return env


def write(path, value):
    try:
        with open(path, "w") as file:
            file.write(str(value))
    except OSError as error:
        raise BedError(f"writing {value!r} to {path}: {error}") from error


@contextmanager
def hierarchy(levels, top=None):
    """The levels, nested, in every v1 controller and in the unified hierarchy; yields a Bed.

    `top` names the outermost directory; otherwise it gets a name that no other run uses.
    """
    require()
    mounted = mounts()
    levels = list(levels)
    top = top or f"plimsoll-{os.getpid()}-{next(_serial)}-{levels[0].name}"
    bed = Bed(levels, mounted, top)
    try:
        for depth in reversed(range(len(levels))):
            level = levels[len(levels) - 1 - depth]
            for controller in mounted:
                bed.directory(controller, depth).mkdir(exist_ok=True)
            apply(bed, level, depth)
        yield bed
    finally:
        bed.remove()


def apply(bed, level, depth):
    """Writes the limits of one level. A cpuset refuses tasks until both of its sets are written."""
    parent = bed.directory("cpuset", depth).parent
    bed.write("cpuset", "cpuset.cpus", level.cpus or (parent / "cpuset.cpus").read_text().strip(), depth)
    bed.write("cpuset", "cpuset.mems", (parent / "cpuset.mems").read_text().strip(), depth)
    for controller, name, value in (
        ("cpu", "cpu.cfs_period_us", level.cpu_period_us),
        ("cpu", "cpu.cfs_quota_us", level.cpu_quota_us),
        ("memory", "memory.limit_in_bytes", level.memory_limit_bytes),
        ("pids", "pids.max", level.pids_limit),
    ):
        if value is not None:
            bed.write(controller, name, value, depth)
