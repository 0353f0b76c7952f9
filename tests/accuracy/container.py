"""The container of a scenario on this machine: cgroups v1, a filesystem and a network of its own.

Everything has a name that begins with `plimsoll-accuracy-PID-`, and is removed on leaving. What a killed run left
behind is found by these names and removed by the next run (`remove_leftovers`).
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "beds"))

from cgroup_v1 import Level, hierarchy, mounts  # noqa: E402

BUILD = HERE.parent.parent / "build" / "accuracy"
PREFIX = "plimsoll-accuracy-"
TROUBLE = BUILD / "trouble"
# Names of network namespaces and of loop devices are few and shared: one at a time.
_alone = threading.Lock()
_serial = 0


def build_programs():
    """Compiles tests/accuracy/programs, statically: the same program runs in the booted kernel."""
    sources = sorted((HERE / "programs").glob("*.c"))
    newest = max(path.stat().st_mtime for path in (HERE / "programs").iterdir())
    if TROUBLE.exists() and TROUBLE.stat().st_mtime > newest:
        return
    BUILD.mkdir(parents=True, exist_ok=True)
    command = ["gcc", "-O1", "-Wall", "-Wextra", "-Werror", "-static", "-pthread", "-o", TROUBLE, *sources]
    subprocess.run(command, check=True, timeout=120)


def sh(*words, check=True):
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, timeout=30)
    if check and done.returncode != 0:
        raise RuntimeError(f"{' '.join(map(str, words))}: {done.stderr.strip() or done.stdout.strip()}")
    return done.stdout


class Container:
    """Where a scenario's processes run."""

    def __init__(self, scenario, work, bed, neighbour):
        self.scenario = scenario
        self.work = work  # a folder on disk
        self.bed = bed
        self.neighbour = neighbour
        self.fs = None  # mount point of its own filesystem
        self.namespaces = {}  # "container" and "peer" -> file to enter the network namespace by
        self.peer = None  # address of the other end
        self.processes = {}  # number -> Popen

    def directories(self, bed, psi):
        """Cgroups to enter. Without `psi` the unified hierarchy is left alone, as a container engine on v1 does."""
        return sorted({bed.directory(name) for name in bed.mounted if psi or name != "unified"})

    def start(self, number, process):
        """Starts a process of the scenario where it belongs."""
        words = [str(TROUBLE), "launch"]
        if process.where in ("container", "neighbour"):
            bed = self.bed if process.where == "container" else self.neighbour
            words += [f"cgroup={path}" for path in self.directories(bed, self.scenario.psi)]
        if process.where in self.namespaces:
            words.append(f"netns={self.namespaces[process.where]}")
        for option in ("nofile", "nproc", "uid"):
            value = getattr(process, option)
            if value is not None:
                words.append(f"{option}={value}")
        argv = [self.fill(word) for word in process.argv]
        # What starts again is told with which command: its words are filled in as well.
        argv = [str(TROUBLE) if word == "trouble" else word for word in argv]
        with open(self.work / f"output.{number}", "w") as output:
            self.processes[number] = subprocess.Popen(
                [*words, "--", *argv],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env={"PATH": os.environ["PATH"], "PLIMSOLL_MARKS": str(self.marks(number))},
                cwd=self.work,
                start_new_session=True,
            )
        return self.processes[number]

    def fill(self, word):
        for key, value in (("dir", self.work), ("fs", self.fs), ("peer", self.peer), ("trouble", TROUBLE)):
            word = str(word).replace("{" + key + "}", str(value))
        return word

    def marks(self, number):
        return self.work / f"marks.{number}"

    def output(self, number):
        path = self.work / f"output.{number}"
        return path.read_text(errors="replace") if path.exists() else ""

    def kernel_file(self, name):
        """A kernel file by its name: of the container's cgroup by its controller, of its network, of its disk."""
        if name == "disk":
            device = os.stat(self.work).st_dev
            return Path(f"/sys/dev/block/{os.major(device)}:{os.minor(device)}/stat")
        if name.startswith("net/"):
            return Path(f"/proc/{self.processes[0].pid}") / name
        return self.bed.directory(name.split(".")[0]) / name

    def loss(self, share):
        """Drops this share of what reaches the peer."""
        sh("nsenter", f"--net={self.namespaces['peer']}", "iptables", "-w", "-A", "INPUT", "-m", "statistic",
           "--mode", "random", "--probability", share, "-j", "DROP")

    def narrow(self, rate):
        """Lets so much through the container's interface: the rest is dropped at its queue."""
        sh("nsenter", f"--net={self.namespaces['container']}", "tc", "qdisc", "add", "dev", "veth0", "root", "tbf",
           "rate", rate, "burst", "16kb", "limit", "16kb")

    def end(self):
        """Kills what was started."""
        for process in self.processes.values():
            try:
                os.killpg(process.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        self.bed.kill()
        if self.neighbour:
            self.neighbour.kill()
        for process in self.processes.values():
            process.wait(10)


@contextmanager
def container(scenario, number):
    """A fresh container with the scenario's limits."""
    name = f"{PREFIX}{os.getpid()}-{number}"
    with ExitStack() as stack:
        work = BUILD / "work" / name
        stack.callback(shutil.rmtree, work, ignore_errors=True)
        work.mkdir(parents=True)
        work.chmod(0o777)
        level = Level(
            name,
            cpu_quota_us=int(scenario.cpus * 100_000) if scenario.cpus else None,
            cpu_period_us=100_000 if scenario.cpus else None,
            cpus=scenario.cpuset,
            memory_limit_bytes=scenario.memory_mib << 20 if scenario.memory_mib else None,
            pids_limit=scenario.pids,
        )
        bed = stack.enter_context(hierarchy([level], top=name))
        neighbour = None
        if any(process.where == "neighbour" for process in scenario.processes):
            neighbour = stack.enter_context(hierarchy([Level(name)], top=name + "-neighbour"))
        made = Container(scenario, work, bed, neighbour)
        stack.callback(made.end)
        limit_rest(made)
        if scenario.filesystem:
            made.fs = stack.enter_context(filesystem(scenario.filesystem, work))
        if scenario.network:
            stack.enter_context(network(made, number))
        yield made


def limit_rest(made):
    scenario = made.scenario
    # Far more than what else may run on this machine, so that the quota binds and not the machine's other work.
    made.bed.write("cpu", "cpu.shares", scenario.shares or 32768)
    if scenario.shares:
        if made.neighbour:
            made.neighbour.write("cpu", "cpu.shares", 8192)
    device = os.stat(made.work).st_dev
    disk = f"{os.major(device)}:{os.minor(device)}"
    if scenario.write_mib_per_second:
        rate = int(scenario.write_mib_per_second * (1 << 20))
        made.bed.write("blkio", "blkio.throttle.write_bps_device", f"{disk} {rate}")
    if scenario.read_operations_per_second:
        made.bed.write("blkio", "blkio.throttle.read_iops_device", f"{disk} {scenario.read_operations_per_second}")


@contextmanager
def filesystem(wanted, work):
    point = work / "fs"
    point.mkdir()
    with ExitStack() as stack:
        if wanted.kind == "tmpfs":
            options = f"size={wanted.mib}m,mode=777" + (f",nr_inodes={wanted.inodes}" if wanted.inodes else "")
            sh("mount", "-t", "tmpfs", "-o", options, "plimsoll-accuracy", point)
        else:
            image = work / "image"
            with open(image, "wb") as file:
                file.truncate(wanted.mib << 20)
            inodes = ["-N", wanted.inodes] if wanted.inodes else []
            sh("mkfs.ext4", "-q", "-m", "0", "-O", "^has_journal", *inodes, image)
            with _alone:
                # With `loop` the device is let go by itself when the filesystem is.
                sh("mount", "-o", "loop", image, point)
            point.chmod(0o777)
        stack.callback(unmount, point)
        yield point


def unmount(point):
    for _ in range(50):
        if subprocess.run(["umount", point], capture_output=True).returncode == 0:
            return
        time.sleep(0.1)
    sh("umount", "--lazy", point)


@contextmanager
def network(made, number):
    """Two network namespaces of our own, joined by one link; the addresses are seen by nobody else."""
    short = f"{PREFIX}{os.getpid()}-{number}"
    ends = {"container": f"{short}-c", "peer": f"{short}-p"}
    with ExitStack() as stack:
        with _alone:
            for name in ends.values():
                sh("ip", "netns", "add", name)
                stack.callback(sh, "ip", "netns", "del", name, check=False)
        sh("ip", "-n", ends["container"], "link", "add", "veth0", "type", "veth",
           "peer", "name", "veth0", "netns", ends["peer"])
        for host, name in enumerate(ends.values(), 1):
            sh("ip", "-n", name, "addr", "add", f"10.77.0.{host}/24", "dev", "veth0")
            for device in ("veth0", "lo"):
                sh("ip", "-n", name, "link", "set", device, "up")
        made.namespaces = {end: f"/run/netns/{name}" for end, name in ends.items()}
        made.peer = "10.77.0.2"
        yield


def remove_leftovers():
    """Removes what runs left behind that could not clean up (killed by SIGKILL). Returns what it removed."""
    removed = []

    def dead(name):
        found = re.match(rf"{PREFIX}(\d+)-", name)
        return found and not Path(f"/proc/{found[1]}").exists()

    for point in set(mounts().values()):
        for top in point.glob(f"{PREFIX}*"):
            if dead(top.name):
                for tasks in top.rglob("cgroup.procs"):
                    for pid in tasks.read_text().split():
                        if int(pid) > 0:
                            os.kill(int(pid), signal.SIGKILL)
                for _ in range(100):
                    try:
                        top.rmdir()
                        break
                    except OSError:
                        time.sleep(0.02)
                removed.append(str(top))
    for line in Path("/proc/self/mountinfo").read_text().splitlines():
        point = Path(line.split()[4])
        if any(dead(part) for part in point.parts):
            unmount(point)
            removed.append(str(point))
    if Path("/run/netns").exists():
        for name in os.listdir("/run/netns"):
            if dead(name):
                sh("ip", "netns", "del", name, check=False)
                removed.append(name)
    work = BUILD / "work"
    if work.exists():
        for folder in work.iterdir():
            if dead(folder.name):
                shutil.rmtree(folder, ignore_errors=True)
                removed.append(str(folder))
    return removed
