"""Filesystems that fill up, disks that are saturated."""

from scenario import BASELINE, CRITICAL, HIGH, Filesystem, Scenario, label, service, stress, trouble


# The disk had an operation in flight for most of the ten seconds: without it the CPUs were the bottleneck.
BUSY = ("disk", "busy", 6.0)


def saturated(name, what, process, proof=BUSY, **more):
    # Threads that wait for a disk count into the load average of the host; on a fast disk they use CPUs as well.
    more.setdefault("allowed", ("load", "cpu"))
    return Scenario(name, what, [service(), process], [label("disk_io", cause=1, proof=proof)],
                    phase="disk", cost=2.0, **more)


SCENARIOS = [
    Scenario(
        "disk_full", "a file grows until its tmpfs is full",
        [service(), trouble("space", dir="{fs}", rate=12, onset=0.9, name="logger", at=BASELINE)],
        [label("disk_space", severity=HIGH, onset=1)], filesystem=Filesystem("tmpfs", 64), short=True, seconds=9,
    ),
    Scenario(
        "disk_full_ext4", "a file grows until its ext4 is full, quickly",
        [service(), trouble("space", dir="{fs}", rate=30, onset=0.95, name="dumper", at=BASELINE)],
        [label("disk_space", severity=HIGH, onset=1)], filesystem=Filesystem("ext4", 64),
    ),
    Scenario(
        "disk_nearly_full", "a filesystem is filled to 97 % and stays so",
        [service(), trouble("space", dir="{fs}", rate=40, until=0.97, onset=0.955, name="hoarder", at=BASELINE)],
        [label("disk_space", severity=CRITICAL, onset=1)], filesystem=Filesystem("tmpfs", 96),
    ),
    Scenario(
        "inodes_used_up", "small files use up the inodes of a tmpfs",
        [service(), trouble("inodes", dir="{fs}", rate=1000, onset=0.9, name="sessions", at=BASELINE)],
        [label("inodes", severity=HIGH, onset=1)], filesystem=Filesystem("tmpfs", 64, 4000), short=True, seconds=9,
    ),
    Scenario(
        "inodes_used_up_ext4", "small files use up the inodes of an ext4",
        [service(), trouble("inodes", dir="{fs}", rate=400, onset=0.9, name="cacher", at=BASELINE)],
        [label("inodes", severity=HIGH, onset=1)], filesystem=Filesystem("ext4", 64, 2048),
    ),
    saturated(
        "disk_random_reads", "32 threads read 4 KiB at random, past the page cache",
        trouble("disk", op="read", order="random", direct="yes", shared="yes", threads=32, mib=128, file="{dir}/disk",
                name="reader", at=BASELINE),
        proof=("disk", "busy", 4.5), short=True, seconds=8,
    ),
    saturated(
        "disk_random_writes", "16 threads write 4 KiB at random, past the page cache",
        trouble("disk", op="write", order="random", direct="yes", shared="yes", threads=16, mib=128, file="{dir}/disk",
                name="updater", at=BASELINE),
    ),
    saturated(
        "disk_sequential_writes", "four threads write 1 MiB after the other, past the page cache",
        trouble("disk", op="write", direct="yes", threads=4, block=1024, mib=128, file="{dir}/disk", name="copier",
                at=BASELINE),
    ),
    saturated(
        "disk_sequential_reads", "four threads read 1 MiB after the other, past the page cache",
        trouble("disk", op="read", direct="yes", threads=4, block=1024, mib=128, file="{dir}/disk", name="scanner",
                at=BASELINE),
    ),
    saturated(
        "disk_fsync_storm", "eight threads write 4 KiB and call fsync, without rest",
        trouble("disk", op="write", sync="yes", threads=8, mib=8, file="{dir}/disk", name="journal", at=BASELINE),
    ),
    saturated(
        "disk_stress", "stress-ng --hdd 8, direct, in pieces of 256 KiB",
        stress("--hdd", 8, "--hdd-opts", "direct,wr-seq", "--hdd-write-size", "256K", "--hdd-bytes", "1G", at=BASELINE),
    ),
    Scenario(
        "disk_writes_held_back", "blkio lets 2 MiB a second through; four threads want to write without rest",
        [service(), trouble("disk", op="write", direct="yes", threads=4, block=64, mib=16, file="{dir}/disk",
                            name="archiver", at=BASELINE)],
        [label("disk_io", cause=1)], allowed=("load",), write_mib_per_second=2, psi=True,
        phase="disk",  # the pressure of the host is everybody's
    ),
    Scenario(
        "disk_reads_held_back", "blkio lets 100 reads a second through; four threads want to read without rest",
        [service(), trouble("disk", op="read", order="random", direct="yes", shared="yes", threads=4, mib=16,
                            file="{dir}/disk", name="finder", at=BASELINE)],
        [label("disk_io", cause=1)], allowed=("load",), read_operations_per_second=100, psi=True,
        phase="disk",
    ),
]  # fmt: skip
