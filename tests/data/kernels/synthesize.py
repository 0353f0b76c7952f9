"""Makes the synthetic trees from a captured one: `python3 tests/data/kernels/synthesize.py`.

They show what could not be captured, with numbers that follow from small formulas, so that a second run
changes nothing.
"""

import shutil
from pathlib import Path

HERE = Path(__file__).resolve().parent
BASE = HERE / "v2-psi"
OWN = "sys/fs/cgroup/plimsoll-outer/inner"


def copy(directory, name):
    tree = Path(directory) / name
    shutil.rmtree(tree, ignore_errors=True)
    shutil.copytree(BASE, tree, symlinks=True)
    return tree


def rewrite(path, change):
    path.write_text(change(path.read_text()))


def replace_lines(text, values):
    """Replaces the value of each `key:` line, in kB, and drops the lines whose value is None."""
    lines = []
    for line in text.splitlines():
        key = line.split(":")[0]
        if key not in values:
            lines.append(line)
        elif values[key] is not None:
            lines.append(f"{key + ':':<15} {values[key]:>8} kB")
    return "\n".join(lines) + "\n"


def lxcfs_like(directory):
    """lxcfs 5 over /proc: a container of 96 MiB that it lets see one processor of two."""
    tree = copy(directory, "lxcfs-like")
    files = ["cpuinfo", "diskstats", "loadavg", "meminfo", "slabinfo", "stat", "swaps", "uptime"]
    paths = [f"/proc/{name}" for name in files] + ["/sys/devices/system/cpu"]
    mounts = "".join(
        f"{70 + number} {22 if path.startswith('/sys') else 21} 0:43 {path} {path} rw,nosuid,nodev,relatime"
        " - fuse.lxcfs lxcfs rw,user_id=0,group_id=0,allow_other\n"
        for number, path in enumerate(paths)
    )
    rewrite(tree / "proc/self/mountinfo", lambda text: text + mounts)

    stat = dict(line.split() for line in (tree / OWN / "memory.stat").read_text().splitlines())
    limit = 96 << 10
    used = int((tree / OWN / "memory.current").read_text()) >> 10
    cached = int(stat["file"]) >> 10
    active_file, inactive_file = int(stat["active_file"]) >> 10, int(stat["inactive_file"]) >> 10
    anon = int(stat["anon"]) >> 10
    meminfo = {
        "MemTotal": limit,
        "MemFree": limit - used,
        # lxcfs adds all page cache, without the kernel's watermarks.
        "MemAvailable": limit - used + cached,
        "Buffers": 0,
        "Cached": cached,
        "SwapCached": 0,
        "Active": anon + active_file,
        "Inactive": inactive_file,
        "Active(anon)": anon,
        "Inactive(anon)": 0,
        "Active(file)": active_file,
        "Inactive(file)": inactive_file,
        "Unevictable": 0,
        "SwapTotal": 0,
        "SwapFree": 0,
        "AnonPages": anon,
        "Mapped": int(stat["file_mapped"]) >> 10,
        "Shmem": int(stat["shmem"]) >> 10,
        "Slab": 0,
        "SReclaimable": 0,
        "SUnreclaim": 0,
        # Everything below comes from the host unchanged, so that parts do not add up to the whole.
    }
    rewrite(tree / "proc/meminfo", lambda text: replace_lines(text, meminfo))

    # One processor for a quota of 0.5; idle time is made up from the container's uptime. Interrupts and context
    # switches stay the host's.
    def stat_lines(text):
        rest = [line for line in text.splitlines() if not line.startswith("cpu")]
        view = "31 0 112 801 0 0 0 0 0 0"
        return "\n".join([f"cpu  {view}", f"cpu0 {view}"] + rest) + "\n"

    rewrite(tree / "proc/stat", stat_lines)
    (tree / "proc/uptime").write_text("9.00 8.01\n")
    (tree / "proc/loadavg").write_text("0.02 0.01 0.00 1/2 42\n")
    (tree / "proc/swaps").write_text("Filename\t\t\t\tType\t\tSize\tUsed\tPriority\n")
    (tree / "proc/diskstats").write_text("259       0 nvme0n1 97 0 99328 290 0 0 0 0 0 200 290\n")
    # The mount over /sys/devices/system/cpu shows the one; `possible` is left as the host has it.
    (tree / "sys/devices/system/cpu/online").write_text("0\n")


def cores_256(directory):
    """A machine of 256 processors, 1 TiB and many interrupts."""
    tree = copy(directory, "cores-256")
    cores = 256

    def core(number):
        # Nearly nine months of uptime, so that sums pass 32 bits; each core differs.
        user, system, idle = 41_000_000 + number * 9_973, 7_300_000 + number * 541, 2_180_000_000 - number * 12_007
        return [user, 1_200 + number, system, idle, 30_100 + number * 7, 0, 52_000 + number * 3, 900 + number, 0, 0]

    rows = [core(number) for number in range(cores)]
    totals = [sum(column) for column in zip(*rows)]
    # Most of a large machine's interrupt numbers are unused.
    counts = [(number * 7_919 + 31) * 1_009 if number % 11 == 3 else 0 for number in range(5_600)]
    softirqs = [number * 88_001_003 + 17 for number in range(10)]
    lines = ["cpu  " + " ".join(map(str, totals))]
    lines += [f"cpu{number} " + " ".join(map(str, row)) for number, row in enumerate(rows)]
    lines += [
        "intr " + " ".join(map(str, [sum(counts)] + counts)),
        "ctxt 918273645546",
        "btime 1772000000",
        "processes 81726354",
        "procs_running 97",
        "procs_blocked 3",
        "softirq " + " ".join(map(str, [sum(softirqs)] + softirqs)),
    ]
    (tree / "proc/stat").write_text("\n".join(lines) + "\n")
    (tree / "proc/loadavg").write_text("96.41 88.07 71.93 97/9120 81726354\n")
    (tree / "proc/uptime").write_text("23098765.43 5540000000.21\n")
    total = 1 << 30
    meminfo = {
        "MemTotal": total,
        "MemFree": total // 3,
        "MemAvailable": total // 2,
        "Cached": total // 5,
        "Committed_AS": total // 4,
        "Percpu": 1_048_576,
    }
    rewrite(tree / "proc/meminfo", lambda text: replace_lines(text, meminfo))
    for name in ("online", "possible", "present"):
        (tree / "sys/devices/system/cpu" / name).write_text(f"0-{cores - 1}\n")
    cpuinfo = (tree / "proc/cpuinfo").read_text()
    (tree / "proc/cpuinfo").write_text(cpuinfo.replace("siblings\t: 2", "siblings\t: 128").replace("cores\t: 2", "cores\t: 64"))
    mask = ",".join(["ffffffff"] * (cores // 32))
    for process in (tree / "proc").glob("*/status"):
        rewrite(process, lambda text: text.replace("Cpus_allowed:\t3\n", f"Cpus_allowed:\t{mask}\n").replace(
            "Cpus_allowed_list:\t0-1\n", f"Cpus_allowed_list:\t0-{cores - 1}\n"))
    cgroup = tree / "sys/fs/cgroup"
    for name in ("cpuset.cpus.effective", "plimsoll-outer/cpuset.cpus.effective"):
        (cgroup / name).write_text(f"0-{cores - 1}\n")
    # The own cgroup keeps a quarter of them, in pieces.
    for name in ("cpuset.cpus", "cpuset.cpus.effective"):
        (tree / OWN / name).write_text("0-15,64-79,128-143,192-200,202-208\n")


def main(directory=HERE):
    lxcfs_like(directory)
    cores_256(directory)


if __name__ == "__main__":
    main()
