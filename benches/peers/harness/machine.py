"""The machine a table came from. Only ratios carry over to another one."""

import os
import platform

from . import cgroup


def first_match(path, key):
    """The value of the first `key : value` line."""
    try:
        with open(path) as lines:
            for line in lines:
                name, _, value = line.partition(":")
                if name.strip() == key:
                    return value.strip()
    except OSError:
        pass
    return "unknown"


def layout():
    """v1, v2 or hybrid."""
    known = cgroup.mounts()
    v1 = any(controller in known for controller in cgroup.CONTROLLERS)
    return ("hybrid" if "unified" in known else "v1") if v1 else "v2" if "unified" in known else "none"


def entries(path):
    """How many names a directory has."""
    try:
        return len(os.listdir(path))
    except OSError:
        return 0


def describe():
    """What a reader needs to judge the numbers."""
    return {
        "cpu": first_match("/proc/cpuinfo", "model name"),
        "cpus": len(os.sched_getaffinity(0)),
        "memory_kib": first_match("/proc/meminfo", "MemTotal").split()[0],
        "virtual": "hypervisor" in first_match("/proc/cpuinfo", "flags").split(),
        "kernel": platform.release(),
        "cgroups": layout(),
        "pressure": os.path.exists("/proc/pressure/cpu"),
        "block_devices": entries("/sys/block"),
        "interfaces": entries("/sys/class/net"),
        "load1": os.getloadavg()[0],
    }


def sentence(found):
    """The same in one line."""
    gib = int(found["memory_kib"]) / (1 << 20)
    kind = "virtual machine" if found["virtual"] else "machine"
    pressure = "PSI" if found["pressure"] else "no PSI"
    return (
        f"{kind}, {found['cpu']}, {found['cpus']} CPUs, {gib:.0f} GiB, Linux {found['kernel']}, "
        f"cgroup {found['cgroups']}, {pressure}, load at start {found['load1']:.2f}"
    )
