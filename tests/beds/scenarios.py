"""What is done inside the two booted kernels with cgroup v2.

Each scenario makes a cgroup of its own, sets or provokes something, and prints kernel files and a sample in
sections. Those that stay are /plimsoll-NAME; the sampler runs in the innermost.
"""

from qemu_bed import Script

# group NAME: makes /plimsoll-NAME (or a path of several) with every controller that there is. enter: moves the script there.
PRELUDE = """
group() {
    cd /sys/fs/cgroup
    for part in $(echo "plimsoll-$1" | tr / ' '); do
        mkdir -p "$part"
        for controller in $(cat cgroup.controllers); do echo "+$controller" >cgroup.subtree_control; done
        cd "$part"
    done
    echo @@path; pwd
}
enter() { echo $$ >cgroup.procs; }
files() { echo "@@$1"; shift; cat "$@" 2>/dev/null || true; }
busy() { timeout -s KILL "$1" sh -c 'while :; do :; done' >/dev/null 2>&1; }
hog() { dd if=/dev/zero of=/dev/null bs="$1" count=1 >/dev/null 2>&1; }
cat >/bin/SAMPLE <<'END'
#!/bin/sh
echo @@sample
timeout -s KILL 20 plimsoll sample --count 1 --json 2>/tmp/err
echo
echo @@problems
cat /tmp/err
END
chmod +x /bin/SAMPLE
"""

LIMITS = """
group limits
echo 67108864 >memory.max
echo 50331648 >memory.high
echo 150000 100000 >cpu.max
echo 40 >pids.max
enter
"""

# The quota is given in a period of its own, so that a reader that assumes 100 ms is wrong.
THROTTLED = """
group throttled
echo 10000 50000 >cpu.max
enter
busy 2
echo max 50000 >cpu.max # the rest need not be slow
files before cpu.stat
SAMPLE
files after cpu.stat
"""

KILLED = """
group killed
echo 33554432 >memory.max
enter
hog 64M
files before memory.events
SAMPLE
files after memory.events
"""

# The parent is tighter in each; its limit kills, and the child counts the kill.
NESTED = """
group nested/inner
echo 268435456 >memory.max
echo 41943040 >../memory.max
echo 150000 100000 >cpu.max
echo 25000 50000 >../cpu.max
echo 30 >pids.max
echo 20 >../pids.max
enter
hog 64M
files before memory.events
files parent ../memory.events.local
SAMPLE
"""

# /bin/unshare is not busybox's, which knows no cgroup namespaces.
# As a container sees it: its cgroup in a tighter one, and three ways to mount what it may see.
CONTAINER = """
group pod-VIEW/container
echo 134217728 >memory.max
echo 41943040 >../memory.max
echo 60000 50000 >cpu.max
echo 25000 50000 >../cpu.max
enter
hog 64M
files before memory.events
export own=$PWD
/bin/unshare UNSHARE sh -c 'MOUNT files() { echo "@@$1"; shift; cat "$@"; }; files mountinfo /proc/self/mountinfo; SAMPLE'
"""
VIEWS = {
    # Docker and Kubernetes on cgroup v2.
    "private": ("-C -m", "cd / && umount /sys/fs/cgroup && mount -t cgroup2 cgroup2 /sys/fs/cgroup || exit 1; "),
    # The same without a cgroup namespace.
    "bound": ("-m", "mount --bind $own /sys/fs/cgroup || exit 1; "),
    # A namespace and nothing mounted for it: the mount root is /../..
    "unmounted": ("-C", ""),
}


def container(view):
    flags, mount = VIEWS[view]
    return CONTAINER.replace("VIEW", view).replace("UNSHARE", flags).replace("MOUNT ", mount)


ROOT = """
echo @@path; echo /
SAMPLE
"""

# Page cache over memory.high is reclaimed; anonymous memory would sleep nearly for ever.
HIGH = """
group high
echo 16777216 >memory.high
enter
exec 3</dev/nvme0n1
timeout -s KILL 10 dd if=/dev/nvme0n1 of=/dev/null bs=1M count=40 2>/dev/null
files before memory.events memory.stat io.stat
SAMPLE
files after memory.events memory.stat io.stat
"""

# Two busy loops on one processor press on each other.
PRESSED = """
group pressed
[ ! -e cpuset.cpus ] || echo 1 >cpuset.cpus
enter
busy 1 &
busy 1
wait
files before cpu.pressure
files host_before /proc/pressure/cpu
SAMPLE
files after cpu.pressure
files host_after /proc/pressure/cpu
"""

SWAP = """
mkswap /dev/nvme0n1 >/dev/null && swapon /dev/nvme0n1 || echo "@@no swap"
group swap
echo 8388608 >memory.swap.max
enter
SAMPLE
files swaps /proc/swaps
swapoff /dev/nvme0n1
"""

# A running sampler is moved to another cgroup; the old one is removed; then the new one's limits change. Each
# step waits for two further lines, of which the second was read after it for certain.
MOVED = """
further() {
    enough=$(($(wc -l </tmp/lines) + 2))
    for _ in $(seq 100); do
        [ "$(wc -l </tmp/lines)" -lt $enough ] || break
        sleep 0.1
    done
    files "$1" /tmp/lines
}
group moved-to
echo 83886080 >memory.max
echo 120000 100000 >cpu.max
to=$PWD
group moved-from
echo 125829120 >memory.max
from=$PWD
: >/tmp/lines
sh -c 'echo $$ >cgroup.procs; exec plimsoll sample --interval 200ms --count 200 --json' >/tmp/lines 2>&1 &
sampler=$!
further first
echo $sampler >$to/cgroup.procs
further moved
rmdir $from
further removed
echo 62914560 >$to/memory.max
echo 30000 100000 >$to/cpu.max
further changed
kill -KILL $sampler
"""

BOTH = {
    "limits": LIMITS + "SAMPLE\n",
    "throttled": THROTTLED,
    "killed": KILLED,
    "nested": NESTED,
    **{view: container(view) for view in VIEWS},
    "root": ROOT,
    "pressed": PRESSED,
    "moved": MOVED,
}
ONLY = {"qemu": {"high": HIGH, "swap": SWAP}, "uml": {}}


def v2_scripts(bed):
    texts = {**BOTH, **ONLY[bed]}
    return [Script(name, PRELUDE + text, 40) for name, text in texts.items()]
