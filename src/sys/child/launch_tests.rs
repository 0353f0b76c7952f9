use super::*;

#[test]
fn numbers_are_read_from_names() {
    assert_eq!(number(b"0"), Some(0));
    assert_eq!(number(b"1027"), Some(1027));
    assert_eq!(number(b"x1"), None);
    assert_eq!(number(b"99999999999"), None);
}

#[test]
fn descriptors_are_also_closed_one_by_one() {
    let file = std::fs::File::open("/dev/null").unwrap();
    // SAFETY: between fork and exit there are only system calls; the copy is closed below.
    unsafe {
        let high = libc::fcntl(file.as_raw_fd(), libc::F_DUPFD, 700);
        assert!(high >= 700);
        let child = libc::fork();
        if child == 0 {
            close_listed();
            let open = (3..1000).filter(|number| libc::fcntl(*number, libc::F_GETFD) >= 0).count();
            let standard = (0..3).filter(|number| libc::fcntl(*number, libc::F_GETFD) >= 0).count();
            libc::_exit(i32::from(open != 0 || standard != 3));
        }
        let mut status = -1;
        assert_eq!(libc::waitpid(child, &mut status, 0), child);
        assert_eq!(status, 0, "descriptors were left open, or too many closed");
        libc::close(high);
    }
}

#[test]
fn the_signal_mask_is_put_back() {
    let before = set_mask(0);
    let mask = 1 << (libc::SIGUSR1 - 1);
    set_mask(mask);
    {
        let _blocked = AllBlocked::begin();
    }
    assert_eq!(set_mask(before), mask);
}
