use super::*;

/// Linux 6.18, shortened behind what is wanted.
const MEMINFO: &str = "\
MemTotal:       24684092 kB
MemFree:        24118080 kB
MemAvailable:   24375232 kB
Buffers:            7908 kB
Cached:           451444 kB
SwapCached:            0 kB
Active:            78776 kB
Inactive:         377832 kB
Active(anon):       1528 kB
Inactive(anon):     4588 kB
Active(file):      77248 kB
Inactive(file):   373244 kB
Unevictable:       13772 kB
Mlocked:           12700 kB
SwapTotal:       1048572 kB
SwapFree:        1048000 kB
Zswap:                 0 kB
Zswapped:              0 kB
Dirty:              5140 kB
Writeback:            16 kB
AnonPages:         11152 kB
Mapped:            10592 kB
Shmem:              8856 kB
KReclaimable:      21308 kB
Slab:              41400 kB
SReclaimable:      21308 kB
SUnreclaim:        20092 kB
WritebackTmp:          0 kB
HugePages_Total:       0
Hugepagesize:       2048 kB
";

fn parsed(text: &str) -> Meminfo {
    parse(text.as_bytes()).unwrap()
}

#[test]
fn reads_every_value_in_bytes() {
    let kib = |value: u64| Some(value * 1024);
    let wanted = Meminfo {
        total: kib(24_684_092),
        free: kib(24_118_080),
        available: kib(24_375_232),
        buffers: kib(7908),
        cached: kib(451_444),
        active: kib(78_776),
        inactive: kib(377_832),
        shmem: kib(8856),
        slab: kib(41_400),
        slab_reclaimable: kib(21_308),
        dirty: kib(5140),
        writeback: kib(16),
        swap_total: kib(1_048_572),
        swap_free: kib(1_048_000),
    };
    assert_eq!(parsed(MEMINFO), wanted);
}

#[test]
fn the_order_of_lines_does_not_matter() {
    let mut lines: Vec<&str> = MEMINFO.lines().collect();
    lines.reverse();
    assert_eq!(parsed(&(lines.join("\n") + "\n")), parsed(MEMINFO));
}

#[test]
fn a_damaged_line_loses_only_its_value() {
    let damages = [
        "MemFree: 24118080",
        "MemFree: x kB",
        "MemFree: 24118080 MB",
        "MemFree:        24118080 kB\r",
        "MemFree",
    ];
    for damage in damages {
        let meminfo = parsed(&MEMINFO.replace("MemFree:        24118080 kB", damage));
        let wanted = Meminfo { free: None, ..parsed(MEMINFO) };
        assert_eq!(meminfo, wanted, "{damage:?}");
    }
    let huge = parsed(&MEMINFO.replace("24684092", "18014398509481984"));
    assert_eq!(huge.total, None, "the kibibytes fit, the bytes do not");
}

#[test]
fn the_first_readable_of_two_counts() {
    assert_eq!(parsed("MemTotal: 1 kB\nMemTotal: 2 kB\n").total, Some(1024));
    assert_eq!(parsed("MemTotal: ? kB\nMemTotal: 2 kB\n").total, Some(2048));
}

#[test]
fn similar_keys_are_others() {
    assert_eq!(parse(b"MemTotals: 1 kB\nActive(anon): 2 kB\nXSlab: 3 kB\n slab: 4 kB\nslab: 4 kB\n"), None);
}
