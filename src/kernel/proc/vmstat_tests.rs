use super::*;

/// Linux 6.18, shortened.
const VMSTAT: &str = "\
nr_free_pages 831875
nr_memmap_boot_pages 98304
pgpgin 1144445
pgpgout 460432
pswpin 3
pswpout 4
pgalloc_dma 0
allocstall_dma 1
allocstall_dma32 2
allocstall_normal 40
allocstall_movable 0
allocstall_device 0
pgskip_dma 0
pgfree 2042037
pgfault 931473
pgmajfault 678
pglazyfreed 0
pageoutrun 0
drop_slab 2
oom_kill 5
numa_pte_updates 0
nr_unstable 0
";

/// Linux 3.10, shortened: one counter of stalls behind the faults, and no OOM kills.
const OLD: &str = "\
nr_free_pages 1
pgpgin 2
pgpgout 3
pswpin 0
pswpout 0
pgfault 5
pgmajfault 6
pageoutrun 7
allocstall 8
pgrotated 9
drop_slab 10
";

fn parsed(text: &str) -> Vmstat {
    parse(text.as_bytes()).unwrap()
}

#[test]
fn reads_every_value() {
    let wanted = Vmstat {
        paging_in_kib: Some(1_144_445),
        paging_out_kib: Some(460_432),
        swap_in_pages: Some(3),
        swap_out_pages: Some(4),
        page_faults: Some(931_473),
        major_faults: Some(678),
        allocation_stalls: Some(43),
        oom_kills: Some(5),
    };
    assert_eq!(parsed(VMSTAT), wanted);
}

#[test]
fn reads_old_kernels() {
    let vmstat = parsed(OLD);
    assert_eq!((vmstat.major_faults, vmstat.allocation_stalls, vmstat.oom_kills), (Some(6), Some(8), None));
}

#[test]
fn stalls_are_summed_only_if_all_were_seen() {
    let cut = VMSTAT.find("pgskip").unwrap();
    assert_eq!(parsed(&VMSTAT[..cut]).allocation_stalls, None, "the next zone could follow");
    assert_eq!(
        parsed(&VMSTAT.replace("allocstall_normal 40", "allocstall_normal 4O")).allocation_stalls,
        None
    );
    let huge = parsed(&VMSTAT.replace("allocstall_normal 40", "allocstall_normal 18446744073709551615"));
    assert_eq!((huge.allocation_stalls, huge.oom_kills), (None, Some(5)));
}

#[test]
fn a_damaged_line_loses_only_its_value() {
    let vmstat = parsed(&VMSTAT.replace("pgfault 931473", "pgfault -1").replace("pswpin 3", "pswpin  3"));
    let wanted = Vmstat { page_faults: None, swap_in_pages: None, ..parsed(VMSTAT) };
    assert_eq!(vmstat, wanted);
}

#[test]
fn the_end_of_the_wanted_is_enough_and_no_more() {
    for text in [VMSTAT, OLD] {
        let end = end_of_wanted(text.as_bytes()).unwrap();
        assert!(end < text.len());
        assert_eq!(parsed(&text[..end]), parsed(text));
        assert_ne!(parse(&text.as_bytes()[..end - 1]), parse(text.as_bytes()));
    }
    assert_eq!(end_of_wanted(b"nr_free_pages 1\n"), None);
    // The line that completes the last line counts as wanted.
    assert_eq!(end_of_wanted(b"pgpgin 1\nallocstall 1\nx 1\ny 1\n"), Some(26));
}

#[test]
fn similar_keys_are_others() {
    assert_eq!(parse(b"pgfaults 1\npgpginx 1\noom_kills 1\noo\nps\np\n\npgfault_x 1\n"), None);
}
