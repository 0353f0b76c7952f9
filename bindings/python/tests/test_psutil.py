"""Every value that psutil reads too agrees with it, within what can change between two reads.

Ours is read before and after psutil's: a counter of psutil's must lie between the two, a gauge near them.
"""

import os
import subprocess
import sys
import time

import psutil
import pytest

import plimsoll

# The clock of /proc/stat ticks by this; a value rounded by one side may be off by one tick.
TICK = 1 / os.sysconf("SC_CLK_TCK")


class Between:
    """Two samples, and psutil's answer from between them."""

    def __init__(self, sampler, ask):
        self.before = sampler.read()
        self.answer = ask()
        self.after = sampler.read()

    def counter(self, name, value, slack=0.0):
        low, high = getattr(self.before, name), getattr(self.after, name)
        assert low is not None and high is not None, name
        assert low - slack <= value <= high + slack, (name, low, value, high)

    def gauge(self, name, value, near):
        ends = [getattr(self.before, name), getattr(self.after, name)]
        assert None not in ends, name
        assert min(ends) - near <= value <= max(ends) + near, (name, ends, value)


@pytest.fixture
def every_time():
    with plimsoll.Sampler(slow_interval=0) as made:
        made.read()
        yield made


def test_cpu_times(every_time):
    seen = Between(every_time, psutil.cpu_times)
    for state in ("user", "nice", "system", "iowait", "irq", "softirq", "steal", "guest", "guest_nice"):
        seen.counter(f"host_cpu_{state}_seconds", getattr(seen.answer, state), 2 * TICK)
    # The kernel corrects the idle time of sleeping CPUs, so that it can step back a little.
    seen.gauge("host_cpu_idle_seconds", seen.answer.idle, 1)


def test_cpu_counts_and_stats(every_time):
    seen = Between(every_time, psutil.cpu_stats)
    seen.counter("host_context_switches", seen.answer.ctx_switches)
    seen.counter("host_interrupts", seen.answer.interrupts)
    assert seen.after.host_cpus_online == psutil.cpu_count()


def test_load(every_time):
    seen = Between(every_time, psutil.getloadavg)
    for name, value in zip(("host_load1", "host_load5", "host_load15"), seen.answer):
        # psutil's has two digits.
        seen.gauge(name, value, 0.02)


def test_memory(every_time):
    seen = Between(every_time, psutil.virtual_memory)
    assert seen.after.host_memory_total_bytes == seen.answer.total
    near = 64 << 20
    for ours, theirs in {
        "free": "free",
        "available": "available",
        "buffers": "buffers",
        "active": "active",
        "inactive": "inactive",
        "shmem": "shared",
        "slab": "slab",
    }.items():
        seen.gauge(f"host_memory_{ours}_bytes", getattr(seen.answer, theirs), near)
    # psutil counts what of the slab can be reclaimed as cached.
    reclaimable = seen.after.host_memory_slab_reclaimable_bytes
    seen.gauge("host_memory_cached_bytes", seen.answer.cached - reclaimable, near)


def test_swap(every_time):
    seen = Between(every_time, psutil.swap_memory)
    assert seen.after.host_swap_total_bytes == seen.answer.total
    seen.gauge("host_swap_free_bytes", seen.answer.free, 16 << 20)
    # psutil multiplies by 4 KiB whatever the size of a page.
    pages = os.sysconf("SC_PAGE_SIZE") // 4096
    seen.counter("host_swap_in_bytes", seen.answer.sin * pages)
    seen.counter("host_swap_out_bytes", seen.answer.sout * pages)


def test_disks(every_time):
    if "disk" not in every_time.available or not every_time.disks():
        pytest.skip("no real disk can be seen here")

    # psutil's total is over other devices; the same disks are added up here.
    def ask():
        counted = psutil.disk_io_counters(perdisk=True, nowrap=False)
        return [counted[disk.name] for disk in every_time.disks()]

    seen = Between(every_time, ask)
    for ours, theirs, scale in (
        ("reads", "read_count", 1),
        ("read_bytes", "read_bytes", 1),
        ("read_seconds", "read_time", 1e-3),
        ("writes", "write_count", 1),
        ("written_bytes", "write_bytes", 1),
        ("write_seconds", "write_time", 1e-3),
        ("busy_seconds", "busy_time", 1e-3),
    ):
        value = sum(getattr(disk, theirs) for disk in seen.answer) * scale
        seen.counter("host_disk_" + ours, value, 1e-6 if scale != 1 else 0)
    assert seen.after.host_disks == len(seen.answer)


def test_each_disk(every_time):
    before = {disk.name: disk for disk in every_time.disks()}
    counted = psutil.disk_io_counters(perdisk=True, nowrap=False) or {}
    after = {disk.name: disk for disk in every_time.disks()}
    assert before.keys() == after.keys() <= counted.keys()
    for name in after:
        assert before[name].read_bytes <= counted[name].read_bytes <= after[name].read_bytes
        assert before[name].writes <= counted[name].write_count <= after[name].writes


def test_space(every_time):
    seen = Between(every_time, lambda: psutil.disk_usage("/"))
    assert seen.after.filesystem_total_bytes - seen.answer.total in range(0, 1 << 20)
    seen.gauge("filesystem_available_bytes", seen.answer.free, 256 << 20)
    used = seen.after.filesystem_total_bytes - seen.after.filesystem_free_bytes
    assert abs(used - seen.answer.used) < 256 << 20


def test_network(every_time):
    def ask():
        counted = psutil.net_io_counters(pernic=True, nowrap=False)
        return [one for name, one in counted.items() if name != "lo"]

    seen = Between(every_time, ask)
    for ours, theirs in {
        "received_bytes": "bytes_recv",
        "received_packets": "packets_recv",
        "receive_errors": "errin",
        "receive_drops": "dropin",
        "sent_bytes": "bytes_sent",
        "sent_packets": "packets_sent",
        "send_errors": "errout",
        "send_drops": "dropout",
    }.items():
        seen.counter("network_" + ours, sum(getattr(one, theirs) for one in seen.answer))
    assert seen.after.network_interfaces == len(seen.answer)


def test_each_interface(every_time):
    before = {interface.name: interface for interface in every_time.interfaces()}
    counted = psutil.net_io_counters(pernic=True, nowrap=False)
    after = {interface.name: interface for interface in every_time.interfaces()}
    assert before.keys() == counted.keys() == after.keys()
    for name in after:
        assert before[name].received_bytes <= counted[name].bytes_recv <= after[name].received_bytes
        assert before[name].sent_packets <= counted[name].packets_sent <= after[name].sent_packets


def test_each_core(every_time):
    before = every_time.cores()
    counted = psutil.cpu_times(percpu=True)
    after = every_time.cores()
    assert len(before) == len(counted) == len(after)
    for low, value, high in zip(before, counted, after):
        assert low.user_seconds - 2 * TICK <= value.user <= high.user_seconds + 2 * TICK
        assert low.system_seconds - 2 * TICK <= value.system <= high.system_seconds + 2 * TICK


def test_filesystems(every_time):
    listed = {filesystem.mount_point: filesystem for filesystem in every_time.filesystems()}
    assert "/" in listed
    for mount_point, filesystem in listed.items():
        usage = psutil.disk_usage(mount_point)
        assert abs(filesystem.total_bytes - usage.total) <= 1 << 20
        assert abs(filesystem.available_bytes - usage.free) < 256 << 20
        assert filesystem.inodes == os.statvfs(mount_point).f_files
    kinds = {part.mountpoint: part.fstype for part in psutil.disk_partitions(all=True)}
    assert all(filesystem.kind == kinds[mount_point] for mount_point, filesystem in listed.items())


def test_own_process(every_time):
    process = psutil.Process()

    def ask():
        with process.oneshot():
            return (
                process.cpu_times(),
                process.memory_info(),
                process.num_threads(),
                process.num_fds(),
                process.num_ctx_switches(),
                process.io_counters(),
            )

    seen = Between(every_time, ask)
    cpu, memory, threads, descriptors, switches, io = seen.answer
    # psutil reads ticks, ours microseconds; and the kernel scales user and system to fit their sum.
    seen.counter("process_cpu_user_seconds", cpu.user, 2 * TICK)
    seen.counter("process_cpu_system_seconds", cpu.system, 2 * TICK)
    seen.gauge("process_resident_bytes", memory.rss, 4 << 20)
    seen.gauge("process_virtual_bytes", memory.vms, 4 << 20)
    seen.gauge("process_shared_bytes", memory.shared, 4 << 20)
    assert seen.after.process_threads == threads
    # psutil lists descriptors through one of its own.
    seen.gauge("process_descriptors", descriptors, 1)
    # psutil's switches are the first thread's only; ours are those of threads that ended, too.
    assert switches.voluntary <= seen.after.process_voluntary_switches
    assert switches.involuntary <= seen.after.process_involuntary_switches
    seen.counter("process_read_bytes", io.read_bytes)
    seen.counter("process_written_bytes", io.write_bytes)
    seen.counter("process_call_read_bytes", io.read_chars)
    seen.counter("process_call_written_bytes", io.write_chars)
    seen.counter("process_read_calls", io.read_count)
    seen.counter("process_write_calls", io.write_count)
    soft, _ = process.rlimit(psutil.RLIMIT_NOFILE)
    assert seen.after.process_descriptors_limit == soft


def test_another_process():
    """One that stands still: nothing can change between two reads."""
    child = subprocess.Popen([sys.executable, "-c", "input(print(flush=True))"], stdin=-1, stdout=-1)
    try:
        child.stdout.readline()
        time.sleep(0.1)
        process = psutil.Process(child.pid)
        with plimsoll.Sampler(target=child.pid, groups=["process"]) as sampler:
            sample = sampler.read()
        cpu, memory, io, switches = (
            process.cpu_times(),
            process.memory_info(),
            process.io_counters(),
            process.num_ctx_switches(),
        )
        assert sample.process_cpu_user_seconds == pytest.approx(cpu.user, abs=TICK)
        assert sample.process_cpu_system_seconds == pytest.approx(cpu.system, abs=TICK)
        assert (sample.process_resident_bytes, sample.process_virtual_bytes) == (memory.rss, memory.vms)
        assert sample.process_shared_bytes == memory.shared
        assert (sample.process_threads, sample.process_descriptors) == (
            process.num_threads(),
            process.num_fds(),
        )
        assert sample.process_voluntary_switches == switches.voluntary
        assert sample.process_involuntary_switches == switches.involuntary
        assert (sample.process_call_read_bytes, sample.process_call_written_bytes) == (
            io.read_chars,
            io.write_chars,
        )
        assert (sample.process_read_calls, sample.process_write_calls) == (io.read_count, io.write_count)
    finally:
        child.communicate()


def test_processes(every_time):
    ours = {process.pid: process for process in every_time.processes()}
    compared = 0
    for process in psutil.process_iter():
        mine = ours.get(process.pid)
        try:
            with process.oneshot():
                if mine is None or process.create_time() > psutil.boot_time() + mine.start_time_seconds + 2:
                    continue
                assert mine.ppid == process.ppid()
                # psutil lengthens a name from the command line.
                assert process.name().startswith(mine.name)
                times = process.cpu_times()
                assert mine.user_seconds <= times.user + 2 * TICK
                assert mine.system_seconds <= times.system + 2 * TICK
                if process.status() != psutil.STATUS_ZOMBIE and process.pid != os.getpid():
                    assert mine.threads >= 1
                compared += 1
        except psutil.NoSuchProcess:
            continue
    assert compared >= 2
