use super::*;

/// `SigBlk` of the calling thread.
fn mask() -> u64 {
    let status = std::fs::read_to_string("/proc/thread-self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("SigBlk:")).unwrap();
    u64::from_str_radix(line.trim(), 16).unwrap()
}

#[test]
fn a_thread_started_inside_has_all_signals_blocked_and_its_starter_gets_its_own_back() {
    let before = mask();
    let thread = blocked(|| std::thread::spawn(mask)).unwrap();
    assert_eq!(mask(), before);
    let inherited = thread.join().unwrap();
    for signal in [libc::SIGINT, libc::SIGTERM, libc::SIGCHLD, libc::SIGALRM, libc::SIGPROF, libc::SIGUSR1] {
        assert_ne!(inherited & 1 << (signal - 1), 0, "signal {signal} in {inherited:#x}");
    }
    // 32 and 33 carry setuid() to every thread of a process of the GNU C library.
    assert_eq!(inherited & (0b11 << 31), 0, "{inherited:#x}");
}

#[test]
fn a_panic_inside_gives_the_mask_back() {
    let before = mask();
    assert!(std::panic::catch_unwind(|| blocked(|| panic!("on purpose"))).is_err());
    assert_eq!(mask(), before);
}
