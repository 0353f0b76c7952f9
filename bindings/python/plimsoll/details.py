"""What the detail calls of a sampler give: one record for each core, disk, interface, ..."""

import struct

from .record import Record, member


class Core(Record):
    """CPU time of one core since boot, in seconds. Meanings as ``host_cpu_...``."""

    __slots__ = ()
    layout = struct.Struct("=I4x10d")

    number = member(0, "The kernel's number of the core.")
    user_seconds = member(1, "Seconds in user mode, guest time included.")
    nice_seconds = member(2, "Seconds in user mode at lowered priority.")
    system_seconds = member(3, "Seconds in the kernel.")
    idle_seconds = member(4, "Seconds idle.")
    iowait_seconds = member(5, "Seconds idle while a task waited for I/O.")
    irq_seconds = member(6, "Seconds serving interrupts.")
    softirq_seconds = member(7, "Seconds serving soft interrupts.")
    steal_seconds = member(8, "Seconds the hypervisor gave to others.")
    guest_seconds = member(9, "Seconds running virtual CPUs.")
    guest_nice_seconds = member(10, "Seconds running niced virtual CPUs.")


class Disk(Record):
    """Counters of one real disk since boot."""

    __slots__ = ()
    layout = struct.Struct("=32sIIQQdQQdQdd")

    name = member(0, "Name as in /sys/block.")
    major = member(1, "Major device number.")
    minor = member(2, "Minor device number.")
    reads = member(3, "Reads completed.")
    read_bytes = member(4, "Bytes read.")
    read_seconds = member(5, "Seconds reads took, summed.")
    writes = member(6, "Writes completed.")
    written_bytes = member(7, "Bytes written.")
    write_seconds = member(8, "Seconds writes took, summed.")
    in_flight = member(9, "Operations in flight.")
    busy_seconds = member(10, "Seconds with an operation in flight.")
    queue_seconds = member(11, "Seconds operations spent waiting or in flight, summed.")


class Interface(Record):
    """Counters of one network interface of the target's namespace."""

    __slots__ = ()
    layout = struct.Struct("=16s8Q")

    name = member(0, "Name.")
    received_bytes = member(1, "Bytes received.")
    received_packets = member(2, "Packets received.")
    receive_errors = member(3, "Errors on receive.")
    receive_drops = member(4, "Packets dropped on receive.")
    sent_bytes = member(5, "Bytes sent.")
    sent_packets = member(6, "Packets sent.")
    send_errors = member(7, "Errors on transmit.")
    send_drops = member(8, "Packets dropped on transmit.")


class Filesystem(Record):
    """Space and inodes of one mounted filesystem."""

    __slots__ = ()
    layout = struct.Struct("=256s16s6Q")

    mount_point = member(0, "Where it is mounted; cut if longer than 255 bytes.")
    kind = member(1, "Its type, such as ext4 or overlay.")
    total_bytes = member(2, "Size in bytes.")
    free_bytes = member(3, "Free bytes, with those reserved for root.")
    available_bytes = member(4, "Free bytes an unprivileged process can use.")
    inodes = member(5, "Inodes; 0 where the filesystem has no fixed number.")
    inodes_free = member(6, "Free inodes.")
    device = member(7, "Device number, major << 20 | minor.")


class Process(Record):
    """One process."""

    __slots__ = ()
    layout = struct.Struct("=IIIc3x64sddddQQ")

    pid = member(0, "Its pid, as seen from here.")
    ppid = member(1, "Its parent's pid; 0 if that cannot be seen.")
    threads = member(2, "Threads.")
    state = member(
        3, "The kernel's letter: R running, S sleeping, D waiting for I/O, Z zombie, T stopped, I idle."
    )
    name = member(4, "Name, as in /proc/PID/comm.")
    start_time_seconds = member(5, "When it was started, in seconds after boot.")
    user_seconds = member(6, "CPU seconds in user mode, all threads, ended ones included.")
    system_seconds = member(7, "CPU seconds in the kernel.")
    cpu_seconds = member(8, "CPU seconds in user mode and in the kernel.")
    resident_bytes = member(9, "Memory resident in RAM, in bytes.")
    virtual_bytes = member(10, "Address space, in bytes.")


class Problem(Record):
    """A kernel file that could not be read or understood. Its values are missing; the rest goes on."""

    __slots__ = ()

    path = member(0, "The file.")
    reason = member(1, "What was wrong, for people.")
    groups = member(2, "Names of the groups whose values are missing for it, as a frozenset.")


def text(place):
    """Text out of a place padded with NUL; bytes that are not UTF-8 are kept as os.fsdecode would."""
    return place.split(b"\0", 1)[0].decode("utf-8", "surrogateescape")


def records(kind, buffer, count):
    """The first `count` records of a kind in a buffer."""
    rows = kind.layout.iter_unpack(memoryview(buffer)[: count * kind.layout.size])
    return [kind([text(value) if type(value) is bytes else value for value in row]) for row in rows]
