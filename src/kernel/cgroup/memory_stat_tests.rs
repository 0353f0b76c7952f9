use super::*;

/// Linux 6.1, shortened.
const V2: &str = "\
anon 188416
file 901120
kernel 700416
kernel_stack 32768
shmem 901121
file_mapped 5
file_dirty 6
file_writeback 7
swapcached 8
inactive_anon 1024000
active_anon 12288
inactive_file 9
active_file 10
unevictable 11
slab_reclaimable 316568
slab_unreclaimable 260408
slab 576976
workingset_refault_anon 0
pgscan 4720
pgfault 51378
pgmajfault 12
pgrefill 0
";

/// Linux 6.18, shortened.
const V1: &str = "\
cache 1
rss 2
shmem 3
dirty 4
writeback 5
swap 6
pgfault 7
pgmajfault 8
inactive_anon 9
active_anon 10
inactive_file 11
active_file 12
hierarchical_memory_limit 100663296
hierarchical_memsw_limit 9223372036854771712
total_cache 101
total_rss 102
total_rss_huge 999
total_shmem 103
total_dirty 104
total_writeback 105
total_swap 106
total_pgfault 107
total_pgmajfault 108
total_inactive_anon 109
total_active_anon 110
total_inactive_file 111
total_active_file 112
total_unevictable 999
";

fn v1(text: &str) -> MemoryStat {
    parse_v1(text.as_bytes()).unwrap()
}

#[test]
fn reads_version_2() {
    let wanted = MemoryStat {
        anon: Some(188_416),
        file: Some(901_120),
        kernel: Some(700_416),
        shmem: Some(901_121),
        dirty: Some(6),
        writeback: Some(7),
        inactive_anon: Some(1_024_000),
        active_anon: Some(12_288),
        inactive_file: Some(9),
        active_file: Some(10),
        slab_reclaimable: Some(316_568),
        slab_unreclaimable: Some(260_408),
        swap: None,
        swapped_in_pages: None,
        swapped_out_pages: None,
        page_faults: Some(51_378),
        major_faults: Some(12),
        hierarchical_limit: None,
    };
    assert_eq!(parse_v2(V2.as_bytes()), Some(wanted));
    let old = V2.replace("kernel 700416\n", "");
    assert_eq!(parse_v2(old.as_bytes()), Some(MemoryStat { kernel: None, ..wanted }), "before Linux 5.18");
}

#[test]
fn swapping_is_counted_since_linux_6_13() {
    let newer = V2.replace("pgscan 4720", "pgscan 4720\npswpin 31\npswpout 32");
    let stat = parse_v2(newer.as_bytes()).unwrap();
    assert_eq!((stat.swapped_in_pages, stat.swapped_out_pages), (Some(31), Some(32)));
    assert_eq!((stat.page_faults, stat.major_faults), (Some(51_378), Some(12)), "and the rest is as it was");
}

#[test]
fn reads_the_hierarchical_values_of_version_1() {
    let wanted = MemoryStat {
        anon: Some(102),
        file: Some(101),
        kernel: None,
        shmem: Some(103),
        dirty: Some(104),
        writeback: Some(105),
        inactive_anon: Some(109),
        active_anon: Some(110),
        inactive_file: Some(111),
        active_file: Some(112),
        slab_reclaimable: None,
        slab_unreclaimable: None,
        swap: Some(106),
        swapped_in_pages: None,
        swapped_out_pages: None,
        page_faults: Some(107),
        major_faults: Some(108),
        hierarchical_limit: Some(100_663_296),
    };
    assert_eq!(v1(V1), wanted);
    assert_eq!(v1(V1).limit(), Some(Bound::Value(100_663_296)));
    assert_eq!(v1(&V1.replace("100663296", "9223372036854771712")).limit(), Some(Bound::Max));
}

#[test]
fn a_plain_value_never_stands_in_for_a_damaged_total() {
    let stat = v1(&V1.replace("total_rss 102", "total_rss -102"));
    assert_eq!((stat.anon, stat.file), (None, Some(101)));
}

#[test]
fn plain_keys_count_only_in_a_whole_file_without_totals() {
    let plain = &V1[..V1.find("hierarchical").unwrap()];
    let stat = v1(plain);
    assert_eq!(
        (stat.file, stat.anon, stat.active_file, stat.hierarchical_limit),
        (Some(1), Some(2), Some(12), None)
    );
    assert_eq!(parse_v1(plain.trim_end().as_bytes()), None, "cut: the totals may be what is missing");
    let limit_only = &V1[..V1.find("hierarchical_memsw").unwrap()];
    assert_eq!(v1(limit_only), MemoryStat { hierarchical_limit: Some(100_663_296), ..MemoryStat::default() });
}

#[test]
fn the_versions_are_not_mixed_up() {
    assert_eq!(parse_v2(b"total_rss 1\nrss 2\ncache 3\n"), None);
    assert_eq!(parse_v1(b"anon 1\nfile 2\nfile_dirty 3\n"), None);
}
