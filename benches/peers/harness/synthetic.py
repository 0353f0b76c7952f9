"""A /proc and a /sys of a machine of any size, as plain files: to see what a reading costs where nobody
here can go. Only the files that grow are made up; the others are copied from this machine.

Run by itself it leaves the tree for a person to look at:
    python3 -m harness.synthetic DIRECTORY --cores 256 --disks 200 --interfaces 500 --ancestors 16"""

import argparse
import os
import random
import shutil

PID = 1000
COPIED = ["meminfo", "vmstat", "loadavg"]
COPIED_OF_PROCESS = ["stat", "statm", "status", "io", "limits", "net/snmp", "net/sockstat"]


class Tree:
    """The files of one machine. Numbers are as wide as after some weeks of work, and the same every time."""

    def __init__(self, root, cores=2, disks=1, interfaces=1, ancestors=1):
        self.root, self.cores, self.disks = root, cores, disks
        self.interfaces, self.ancestors = interfaces, ancestors
        self.random = random.Random(18)

    @property
    def proc(self):
        return os.path.join(self.root, "proc")

    @property
    def sys(self):
        return os.path.join(self.root, "sys")

    def write(self, path, text):
        path = os.path.join(self.root, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as file:
            file.write(text)

    def numbers(self, count, most=9_999_999_999):
        return " ".join(str(self.random.randrange(most // 10, most)) for _ in range(count))

    def make(self):
        """Writes everything; returns the two roots."""
        self.host()
        self.block_devices()
        self.network()
        self.process()
        self.cgroups()
        return self.proc, self.sys

    def host(self):
        lines = [f"cpu  {self.numbers(10)}"]
        lines += [f"cpu{core} {self.numbers(10, 99_999_999)}" for core in range(self.cores)]
        # A machine has a few interrupts of its own and several queues per core; most numbers are zero.
        interrupts = ["0"] * (64 + 4 * self.cores)
        interrupts[::4] = [self.numbers(1, 999_999) for _ in interrupts[::4]]
        lines.append(f"intr {self.numbers(1)} {' '.join(interrupts)}")
        lines += [f"ctxt {self.numbers(1)}", "btime 1760000000", f"processes {self.numbers(1, 99_999_999)}"]
        lines += ["procs_running 3", "procs_blocked 0", f"softirq {self.numbers(11)}"]
        self.write("proc/stat", "\n".join(lines) + "\n")
        for name in COPIED:
            self.write(f"proc/{name}", open(f"/proc/{name}").read())
        for resource in ("cpu", "memory", "io"):
            self.write(f"proc/pressure/{resource}", self.pressure())
        self.write("sys/devices/system/cpu/online", f"0-{self.cores - 1}\n")

    def pressure(self):
        line = f"avg10=1.53 avg60=0.87 avg300=0.22 total={self.numbers(1)}"
        return f"some {line}\nfull {line}\n"

    def block_devices(self):
        lines = [f"   7 {number:7} loop{number} " + " ".join("0" * 17) for number in range(8)]
        for number in range(self.disks):
            name = f"nvme{number}n1"
            numbers = self.numbers(11, 99_999_999) + " " + " ".join("0" * 6)
            lines.append(f" 259 {number:7} {name} {numbers}")
            self.write(f"sys/block/{name}/stat", numbers + "\n")
            self.write(f"sys/block/{name}/dev", f"259:{number}\n")
            os.makedirs(os.path.join(self.sys, "block", name, "device"), exist_ok=True)
        for number in range(8):
            self.write(f"sys/block/loop{number}/dev", f"7:{number}\n")
        self.write("proc/diskstats", "\n".join(lines) + "\n")

    def network(self):
        def line(name):
            return f"{name:>6}: {self.numbers(2)} 0 12 0 0 0 0 {self.numbers(2)} 0 3 0 0 0 0"

        lines = [
            "Inter-|   Receive                                                |  Transmit",
            " face |bytes    packets errs drop fifo frame compressed multicast"
            "|bytes    packets errs drop fifo colls carrier compressed",
            line("lo"),
        ]
        lines += [line(f"veth{number}") for number in range(self.interfaces)]
        self.write(f"proc/{PID}/net/dev", "\n".join(lines) + "\n")

    def process(self):
        for name in COPIED_OF_PROCESS:
            self.write(f"proc/{PID}/{name}", open(f"/proc/self/{name}").read())
        self.write(f"proc/{PID}/mountinfo", "42 1 0:28 / /sys/fs/cgroup rw,relatime - cgroup2 cgroup2 rw\n")
        self.write(f"proc/{PID}/cgroup", f"0::/{'/'.join(self.levels())}\n")
        for descriptor in range(32):
            self.write(f"proc/{PID}/fd/{descriptor}", "")
        os.makedirs(os.path.join(self.proc, str(PID), "task", str(PID)), exist_ok=True)
        self.link("self", str(PID))
        self.link("thread-self", f"{PID}/task/{PID}")
        self.link("net", "self/net")

    def link(self, name, target):
        os.symlink(target, os.path.join(self.proc, name))

    def levels(self):
        """The path below the root cgroup: `ancestors` of them above the process's own, root included."""
        return [f"level{depth}" for depth in range(1, self.ancestors)] + ["own"]

    def cgroups(self):
        top = "sys/fs/cgroup"
        self.cgroup(top, root=True)
        for name in self.levels():
            top = f"{top}/{name}"
            self.cgroup(top, root=False)

    def cgroup(self, path, root):
        usage = [f"{key} {self.numbers(1)}" for key in ("usage_usec", "user_usec", "system_usec")]
        throttling = [f"{key} {self.numbers(1, 99_999)}" for key in ("nr_periods", "nr_throttled", "throttled_usec")]
        parts = ["anon", "file", "kernel", "kernel_stack", "pagetables", "percpu", "sock", "vmalloc", "shmem"]
        parts += ["file_mapped", "file_dirty", "file_writeback", "swapcached", "anon_thp", "file_thp", "shmem_thp"]
        parts += ["inactive_anon", "active_anon", "inactive_file", "active_file", "unevictable"]
        parts += ["slab_reclaimable", "slab_unreclaimable", "slab", "workingset_refault_anon"]
        parts += ["workingset_refault_file", "pgscan", "pgsteal", "pgfault", "pgmajfault", "pgrefill", "pgactivate"]
        devices = [f"259:{number} rbytes={self.numbers(1)} wbytes={self.numbers(1)} rios=5102 wios=80120 dbytes=0 dios=0"
                   for number in range(self.disks)]
        files = {
            "cgroup.procs": f"{PID}\n",
            "cpu.stat": "\n".join(usage + throttling) + "\n",
            "cpuset.cpus.effective": f"0-{self.cores - 1}\n",
            "memory.stat": "".join(f"{key} {self.numbers(1, 999_999_999)}\n" for key in parts),
            "io.stat": "\n".join(devices) + "\n",
            "cpu.pressure": self.pressure(),
            "memory.pressure": self.pressure(),
            "io.pressure": self.pressure(),
        }
        if not root:
            events = "low 0\nhigh 0\nmax 7\noom 0\noom_kill 0\noom_group_kill 0\n"
            files.update({
                "cpu.max": "150000 100000\n", "memory.current": "734003200\n", "memory.max": "1073741824\n",
                "memory.high": "max\n", "memory.events": events, "memory.swap.current": "0\n",
                "memory.swap.max": "max\n", "pids.current": "37\n", "pids.max": "4096\n",
            })
        for name, text in files.items():
            self.write(f"{path}/{name}", text)

    def remove(self):
        shutil.rmtree(self.root, ignore_errors=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("directory")
    for name, default in (("cores", 2), ("disks", 1), ("interfaces", 1), ("ancestors", 1)):
        parser.add_argument(f"--{name}", type=int, default=default)
    chosen = vars(parser.parse_args())
    print(*Tree(chosen.pop("directory"), **chosen).make(), sep="\n")


if __name__ == "__main__":
    main()
