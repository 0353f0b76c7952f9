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

# A service in each of three cgroups that are laden, one after another: memory is filled to 95 % of the limit and wavers
# there by a percent, the CPU quota is used up in nearly all periods, a writer stands still for want of memory. Nobody
# answers; what is looked for is whether anybody was asked at all. Marks with the time and the kernel's numbers stand
# between the service's lines.
LADEN = """
cat >/tmp/laden.yaml <<'END'
performance_optimization:
  concurrent_execution:
    {max_concurrent: 8, interval: 200ms, unhealthy_interval: 200ms, rise: 1, fall: 1, breaker: {failures: 100, open_for: 1ms}}
servers:
  - {name: low, priority: -10, rest: {url: "http://127.0.0.1:9/"}}
  - {name: lowest, priority: -1000, rest: {url: "http://127.0.0.1:9/"}}
  - {name: urgent, priority: 200, rest: {url: "http://127.0.0.1:9/"}}
END
# mark NAME FILE: this busybox's date knows no fractions.
mark() {
    now=$(adjtimex | awk '/tv_sec/ { s = $2 } /tv_usec/ { us = $2 } END { printf "%d.%06d", s, us }')
    printf '{"mark":"%s","at_unix_seconds":%s,"kernel":"%s"}\\n' "$1" $now "$(tr '\\n ' ',:' <"$2")" >>$log
}
# Only what is measured and what loads is in the cgroup: this shell's own work would be throttled, too.
inside() { echo 0 >cgroup.procs && exec "$@"; }
changes() {
    for _ in $(seq 20); do
        [ "$(grep -c '"event":"changed"' $log)" -lt "$1" ] || return 0
        sleep 0.5
    done
}
serve() {
    log=/tmp/$1.log
    inside plimsoll check /tmp/laden.yaml --json --listen off >>$log 2>&1 &
    service=$!
    changes 3 # what they are at first
}
# The two low ones changed, and changed back; a little longer, and more would show.
end() {
    changes 7
    sleep 1
    mark end "$1"
    kill $service
    wait $service
}
# fill PERCENT FILE
fill() {
    read -r used <memory.current
    missing=$((67108864 / 100 * $1 - used))
    [ $missing -le 0 ] || (inside fallocate -l $missing $2)
}
memory() {
    echo 67108864 >memory.max
    serve memory
    sleep 2
    mark begun memory.current
    fill 94 /tmp/filling
    for _ in 1 2 3 4 5 6; do
        fill 95 /tmp/wavering
        [ -e /tmp/laden ] || mark laden memory.current
        : >/tmp/laden
        sleep 0.3
        rm -f /tmp/wavering
        sleep 0.2
    done
    mark held memory.current
    rm /tmp/filling
    mark relieved memory.current
    end memory.events
}
# One of the two processors: far above what the service needs on a machine that is busy itself, but not to start.
cpu() {
    serve cpu
    echo 100000 100000 >cpu.max
    sleep 2
    mark begun cpu.stat
    inside timeout -s KILL 4 sh -c 'while :; do :; done' 2>/dev/null &
    (inside timeout -s KILL 4 sh -c 'while :; do :; done') 2>/dev/null
    wait $!
    mark relieved cpu.stat
    end cpu.stat
}
# Far from the limit, and yet the writer stands still: over memory.high the kernel has it sleep.
pressure() {
    echo 268435456 >memory.max
    serve pressure
    sleep 2
    echo 25165824 >memory.high
    mark begun memory.pressure
    (inside timeout -s KILL 4 dd if=/dev/zero of=/tmp/pressing bs=256k count=200) 2>/dev/null
    rm /tmp/pressing
    mark relieved memory.pressure
    end memory.pressure
}
(group laden-memory && memory)
(group laden-cpu && cpu)
(group laden-pressure && pressure)
files memory /tmp/memory.log
files cpu /tmp/cpu.log
files pressure /tmp/pressure.log
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
ONLY = {"qemu": {"high": HIGH, "swap": SWAP, "laden": LADEN}, "uml": {}}
# What takes longer than 40 s on a machine that is busy.
SECONDS = {"laden": 120}


def v2_scripts(bed):
    texts = {**BOTH, **ONLY[bed]}
    return [Script(name, PRELUDE + text, SECONDS.get(name, 40)) for name, text in texts.items()]
