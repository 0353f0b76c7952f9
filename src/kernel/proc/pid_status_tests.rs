use super::*;

/// Linux 6.18, shortened; the kernel writes a newline in a name as `\n`.
const STATUS: &str = "\
Name:\tThreads:\\t5
Umask:\t0022
State:\tR (running)
Uid:\t1000\t0\t1000\t1000
Gid:\t0\t0\t0\t0
Groups:\t0 
VmPeak:\t    3060 kB
VmSize:\t    3060 kB
VmHWM:\t    1790 kB
VmRSS:\t    1784 kB
RssAnon:\t     112 kB
RssFile:\t    1672 kB
VmSwap:\t       8 kB
Threads:\t3
SigQ:\t0/96365
voluntary_ctxt_switches:\t150
nonvoluntary_ctxt_switches:\t20
";

#[test]
fn reads_every_value() {
    let wanted = Status {
        uid: Some(1000),
        effective_uid: Some(0),
        vm_hwm_bytes: Some(1790 * 1024),
        vm_rss_bytes: Some(1784 * 1024),
        rss_anon_bytes: Some(112 * 1024),
        vm_swap_bytes: Some(8 * 1024),
        threads: Some(3),
        voluntary_switches: Some(150),
        involuntary_switches: Some(20),
    };
    assert_eq!(parse(STATUS.as_bytes()), Some(wanted));
}

#[test]
fn a_kernel_thread_has_no_memory() {
    let status = parse(b"Name:\tkthreadd\nUid:\t0\t0\t0\t0\nThreads:\t1\n").unwrap();
    assert_eq!((status.threads, status.vm_rss_bytes), (Some(1), None));
}

#[test]
fn damage_loses_only_itself() {
    let text =
        STATUS.replace("VmRSS:\t    1784 kB", "VmRSS:\t    1784").replace("Threads:\t3", "Threads:\t3 4");
    let status = parse(text.as_bytes()).unwrap();
    assert_eq!((status.vm_rss_bytes, status.threads, status.vm_hwm_bytes), (None, None, Some(1790 * 1024)));
}
