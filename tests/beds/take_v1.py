"""Takes the tree v1-hybrid: cgroup v1 controllers on separate mounts, an empty v2 hierarchy beside them.

    python3 tests/beds/take_v1.py TREE
"""

import os
import shutil
import sys

from bed import CAPTURE, REPOSITORY
from cgroup_v1 import Level, hierarchy

LEVELS = [
    Level("outer", cpu_quota_us=50_000, cpu_period_us=100_000, memory_limit_bytes=96 << 20),
    Level("inner", memory_limit_bytes=256 << 20, pids_limit=64, cpus="0-1"),
]

# Own pid namespace, so that the tree holds these few processes only; mounts that are no part of a plain
# system are dropped from the private mount namespace.
SCRIPT = """
exec unshare -mpf --kill-child sh -c '
    umount -l /proc && mount -t proc proc /proc
    while read -r _ _ _ _ point _; do
        case $point in /mnt/*) umount -l "$point" ;; esac
    done </proc/self/mountinfo
    timeout -s KILL 1 sh -c "while :; do :; done" >/dev/null 2>&1
    dd if=/dev/zero of=/dev/null bs=200M count=1 >/dev/null 2>&1
    exec sh -s . <"$CAPTURE"
'
"""


def main(tree):
    shutil.rmtree(tree, ignore_errors=True)
    os.makedirs(tree)
    with hierarchy(LEVELS, top="plimsoll-outer") as bed:
        bed.run(f"CAPTURE={CAPTURE}; export CAPTURE; cd {tree} || exit 1; {SCRIPT}")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else str(REPOSITORY / "tests/data/kernels/v1-hybrid"))
