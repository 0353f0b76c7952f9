"""Takes the captured kernel trees again.

    python3 tests/beds/take.py            all of them
    python3 tests/beds/take.py v2-psi     these
"""

import base64
import io
import os
import re
import shutil
import sys
import tarfile

import lxcfs_bed
import qemu_bed
import runc_bed
import uml_bed
from bed import CAPTURE, REPOSITORY, BedError
from cgroup_v1 import Level, hierarchy

TREES = REPOSITORY / "tests" / "data" / "kernels"

V1_LEVELS = [
    Level("outer", cpu_quota_us=50_000, cpu_period_us=100_000, memory_limit_bytes=96 << 20),
    Level("inner", memory_limit_bytes=256 << 20, pids_limit=64, cpus="0-1"),
]

# Own pid namespace, so that the tree holds these few processes only; mounts that are no part of a plain
# system are dropped from the private mount namespace.
V1_SCRIPT = """
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

BUSY_AND_KILLED = """
timeout -s KILL 1 sh -c 'while :; do :; done' >/dev/null 2>&1
dd if=/dev/zero of=/dev/null bs=200M count=1 >/dev/null 2>&1
"""

# Two nested cgroups; the outer is tighter in memory and CPU. Anonymous memory over memory.high would sleep
# nearly for ever, so what is over it is page cache of the disk, where there is one.
V2_SCRIPT = """
cd /sys/fs/cgroup
mkdir plimsoll-outer
for controller in $(cat cgroup.controllers); do
    echo "+$controller" >plimsoll-outer/cgroup.subtree_control
done
mkdir plimsoll-outer/inner
echo 100663296 >plimsoll-outer/memory.max
echo 50000 100000 >plimsoll-outer/cpu.max
echo 268435456 >plimsoll-outer/inner/memory.max
echo 150000 100000 >plimsoll-outer/inner/cpu.max
echo 64 >plimsoll-outer/inner/pids.max
[ ! -e plimsoll-outer/inner/cpuset.cpus ] || echo 0-1 >plimsoll-outer/inner/cpuset.cpus
echo $$ >plimsoll-outer/inner/cgroup.procs
cd /root
@BUSY_AND_KILLED@
if [ -e /dev/nvme0n1 ]; then
    echo 33554432 >/sys/fs/cgroup/plimsoll-outer/inner/memory.high
    exec 3</dev/nvme0n1 # its page cache would go with the last one who closes it
    timeout -s KILL 10 dd if=/dev/nvme0n1 of=/dev/null bs=1M count=48 2>/dev/null
fi
""".replace("@BUSY_AND_KILLED@", BUSY_AND_KILLED)

# The tree leaves as text between two marks.
SEND = """
mkdir /tmp/tree && cd /tmp/tree && sh -s . </bin/capture.sh
echo @@tree
tar -C /tmp/tree -cf - . | gzip -9 | base64
echo @@tree
"""


def receive(text, tree):
    """Unpacks what SEND printed."""
    parts = text.split("@@tree\n")
    if len(parts) != 3:
        raise BedError(f"no tree came out: {text[-2000:]}")
    with tarfile.open(fileobj=io.BytesIO(base64.b64decode(parts[1])), mode="r:gz") as archive:
        archive.extractall(tree)
    # The only edit: a bundle's random folder would differ in every capture.
    mountinfo = tree / "proc/self/mountinfo"
    mountinfo.write_text(re.sub(r"/\S+/plimsoll-runc-\w+/", "/var/lib/bed/", mountinfo.read_text()))


def take_v1_hybrid(tree):
    with hierarchy(V1_LEVELS, top="plimsoll-outer") as bed:
        bed.run(f"CAPTURE={CAPTURE}; export CAPTURE; cd {tree} || exit 1; {V1_SCRIPT}")


def take_v2_psi(tree):
    script = qemu_bed.Script("tree", V2_SCRIPT + SEND, 60)
    receive(qemu_bed.boot([script])["tree"].output, tree)


def take_v2_nopsi_uml(tree):
    script = qemu_bed.Script("tree", V2_SCRIPT + SEND, 60)
    receive(uml_bed.boot([script])["tree"].output, tree)


def take_lxcfs_v1(tree):
    with hierarchy(V1_LEVELS, top="plimsoll-outer") as bed, lxcfs_bed.lxcfs(bed) as container:
        drop = "while read -r _ _ _ _ point _; do case $point in /mnt/*) umount -l $point ;; esac; done </proc/self/mountinfo; "
        container.run(f"cd {tree} || exit 1; {drop}{BUSY_AND_KILLED}exec sh -s . <{CAPTURE}")


def take_runc_private(tree):
    take_runc(tree, True)


def take_runc_host(tree):
    take_runc(tree, False)


def take_runc(tree, private):
    limits = runc_bed.Limits(
        cpu_quota_us=50_000, cpu_period_us=100_000, memory_limit_bytes=96 << 20, pids_limit=64, cpus="0-1"
    )
    with runc_bed.Container(limits, cgroup_namespace=private, path="/plimsoll-pod/container") as container:
        receive(container.run(BUSY_AND_KILLED + SEND), tree)


TAKE = {
    "v1-hybrid": take_v1_hybrid,
    "lxcfs-v1": take_lxcfs_v1,
    "v2-psi": take_v2_psi,
    "v2-nopsi-uml": take_v2_nopsi_uml,
    "runc-private-cgroupns": take_runc_private,
    "runc-host-cgroupns": take_runc_host,
}


def main(names):
    for name in names or TAKE:
        tree = TREES / name
        shutil.rmtree(tree, ignore_errors=True)
        os.makedirs(tree)
        TAKE[name](tree)
        files = [path for path in tree.rglob("*") if path.is_file() and not path.is_symlink()]
        print(f"{name}: {len(files)} files, {sum(path.stat().st_size for path in files)} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
