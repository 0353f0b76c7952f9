use super::*;

const DISK: Disk = Disk {
    reads: 8304,
    reads_merged: 5882,
    sectors_read: 2_288_890,
    read_ms: 5761,
    writes: 1053,
    writes_merged: 7215,
    sectors_written: 920_864,
    write_ms: 1817,
    in_flight: 1,
    busy_ms: 4816,
    queue_ms: 7776,
    discards: Some(3095),
    discards_merged: Some(64),
    sectors_discarded: Some(183_560),
    discard_ms: Some(194),
    flushes: Some(67),
    flush_ms: Some(2),
};

const COLUMNS: &str =
    "8304     5882  2288890     5761     1053     7215   920864     1817        1     4816     7776";

#[test]
fn reads_the_stat_file_of_every_age() {
    let new = format!("    {COLUMNS}     3095       64   183560      194       67        2\n");
    assert_eq!(parse_stat(new.as_bytes()), Some(DISK));

    let without_flushes = Disk { flushes: None, flush_ms: None, ..DISK };
    let since_4_18 = format!("{COLUMNS} 3095 64 183560 194\n");
    assert_eq!(parse_stat(since_4_18.as_bytes()), Some(without_flushes));

    let old = Disk {
        discards: None,
        discards_merged: None,
        sectors_discarded: None,
        discard_ms: None,
        ..without_flushes
    };
    assert_eq!(parse_stat(format!("{COLUMNS}\n").as_bytes()), Some(old));
}

#[test]
fn fewer_columns_are_no_disk() {
    assert_eq!(parse_stat(COLUMNS.as_bytes()), None, "cut: the last number may go on");
    assert_eq!(parse_stat(b"1 2 3 4 5 6 7 8 9 10\n"), None);
    assert_eq!(parse_stat(b"1 2 3 4 5 6 7 8 -1 10 11\n"), None);
    assert_eq!(parse_stat(b"\n"), None);
}

#[test]
fn gives_each_line() {
    let text = format!(
        "   7       0 loop0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n 254       0 vda {COLUMNS} 3095 64 183560 194 67 2\n\
         damaged\n 254       x vdb {COLUMNS}\n 259       3 nvme0n1p1 {COLUMNS}\n 253 0 zram0 0 0 0"
    );
    let seen: Vec<_> = lines(text.as_bytes()).collect();
    assert_eq!(seen.len(), 3);
    assert_eq!((seen[0].0, seen[0].1, seen[0].2), (7, 0, b"loop0".as_slice()));
    assert_eq!(seen[1], (254, 0, b"vda".as_slice(), DISK));
    assert_eq!((seen[2].0, seen[2].1, seen[2].2), (259, 3, b"nvme0n1p1".as_slice()));
    assert_eq!(seen[2].3.flushes, None);
}

#[test]
fn the_four_columns_of_old_partitions_are_left_out() {
    assert_eq!(lines(b"   8       1 sda1 35486 38030 38030 38030\n").count(), 0);
}
