#!/bin/sh
# Copies what Plimsoll reads from /proc and /sys into a tree of the same layout:
#
#     capture.sh TREE
#
# The tree can then stand in for the kernel (proc_root = TREE/proc, sys_root = TREE/sys). `self` is the
# shell that runs this script. Needs only a POSIX shell with cat, ls, mkdir, readlink, rm: busybox will do.

set -u
tree=${1:?usage: capture.sh TREE}
umask 022

# One file. A file that is missing is left out; one that refuses to be read is left out too, and named on stderr.
copy() {
    [ -f "$1" ] || return 0
    mkdir -p "$tree${2%/*}"
    cat "$1" >"$tree$2" 2>/dev/null || {
        rm -f "$tree$2"
        echo "capture: cannot read $1" >&2
    }
}

host_files() {
    for name in stat meminfo vmstat loadavg diskstats uptime swaps filesystems \
        pressure/cpu pressure/memory pressure/io pressure/irq \
        sys/kernel/osrelease sys/kernel/pid_max sys/kernel/threads-max sys/fs/file-nr; do
        copy /proc/$name /proc/$name
    done
    # The first processor stands for all: the rest differ in numbers only.
    while IFS= read -r line; do
        [ -n "$line" ] || break
        echo "$line"
    done </proc/cpuinfo >"$tree/proc/cpuinfo"
    echo >>"$tree/proc/cpuinfo"
    for name in online possible present; do
        copy /sys/devices/system/cpu/$name /sys/devices/system/cpu/$name
    done
}

# process FROM TO
process() {
    for name in stat status statm io limits cgroup comm cmdline; do
        copy "$1/$name" "$2/$name"
    done
}

own_process() {
    process /proc/$$ /proc/self
    for name in mountinfo schedstat oom_score_adj net/dev net/snmp net/snmp6 net/netstat net/sockstat net/sockstat6; do
        copy /proc/$$/$name /proc/self/$name
    done
    mkdir -p "$tree/proc/self/fd"
    for fd in 0 1 2; do
        ln -s /dev/null "$tree/proc/self/fd/$fd"
    done
    copy /proc/$$/task/$$/stat /proc/self/task/$$/stat
}

# The first processes of this pid namespace, for the process listing.
processes() {
    count=0
    for dir in /proc/[0-9]*; do
        count=$((count + 1))
        [ $count -le 12 ] || break
        process "$dir" "$dir"
    done
}

disks() {
    for dir in /sys/block/*; do
        [ -d "$dir" ] || continue
        for name in stat dev size queue/rotational queue/logical_block_size; do
            copy "$dir/$name" "$dir/$name"
        done
        # On a real disk `device` is a link into /sys/devices; a directory with one file answers the same question.
        if [ -e "$dir/device" ]; then
            mkdir -p "$tree$dir/device"
            cat "$dir/device/uevent" >"$tree$dir/device/uevent" 2>/dev/null
        fi
    done
}

# All readable files of one cgroup directory.
cgroup_directory() {
    for file in "$1"/*; do
        case ${file##*/} in
        # Write-only, or answers only through an eventfd, or says nothing that is read.
        cgroup.kill | cgroup.event_control | memory.pressure_level | memory.force_empty | memory.reclaim | \
            blkio.bfq.* | *.reset_stats | memory.numa_stat | memory.kmem.tcp.* | memory.kmem.slabinfo | release_agent | tasks | cgroup.threads | notify_on_release) continue ;;
        # Whoever else lives in the ancestors is nobody's business.
        cgroup.procs) [ "$1" = "$own" ] || continue ;;
        esac
        copy "$file" "$file"
    done
}

# own_cgroup ROOT MOUNT PATH: the directory of PATH below MOUNT, which shows the hierarchy from ROOT down.
own_cgroup() {
    case $1 in
    /) own=$2${3%/} ;;
    /..*)
        # A cgroup namespace younger than the mount: the name of the way down is not told, so look for our pid.
        own=$(grep -lx "$$" -r "$2" --include cgroup.procs 2>/dev/null | head -n 1)
        own=${own%/cgroup.procs}
        ;;
    "$3") own=$2 ;;
    *)
        case $3 in
        "$1"/*) own=$2${3#"$1"} ;;
        *) own= ;;
        esac
        ;;
    esac
}

# The line of /proc/self/cgroup for a hierarchy with the given controllers (none: cgroup v2).
cgroup_path() {
    while IFS=: read -r id controllers path; do
        if [ -z "$1" ]; then
            [ "$id" = 0 ] && echo "$path" && return
        else
            case ",$1," in *",$controllers,"*) echo "$path" && return ;; esac
            # Mount options name controllers apart from flags: any one of them is enough.
            first=${controllers%%,*}
            case ",$1," in *",${first:-?},"*) echo "$path" && return ;; esac
        fi
    done </proc/$$/cgroup
}

cgroups() {
    while read -r _ _ _ root mount rest; do
        rest=${rest#*- }
        type=${rest%% *}
        case $type in
        cgroup2) path=$(cgroup_path '') ;;
        cgroup) path=$(cgroup_path "${rest##* }") ;;
        *) continue ;;
        esac
        [ -n "$path" ] || continue
        own_cgroup "$root" "$mount" "$path"
        [ -n "$own" ] && [ -d "$own" ] || continue
        dir=$own
        while :; do
            cgroup_directory "$dir"
            [ "$dir" = "$mount" ] && break
            dir=${dir%/*}
            case $dir in "$mount"*) ;; *) break ;; esac
        done
    done </proc/$$/mountinfo
}

mkdir -p "$tree/proc"
host_files
own_process
processes
disks
cgroups
