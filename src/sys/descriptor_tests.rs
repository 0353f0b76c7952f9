use super::*;
use std::os::fd::AsRawFd;

#[test]
fn a_kept_descriptor_is_high_and_reads_from_the_start_each_time() {
    let kept = Kept::open(Path::new("/proc/self/stat")).unwrap();
    assert!(kept.number() > 512, "{}", kept.number());
    let mut first = [0u8; 8];
    let mut second = [0u8; 8];
    kept.read_at(&mut first, 0).unwrap();
    kept.read_at(&mut second, 0).unwrap();
    assert_eq!(first, second);
}

#[test]
fn a_number_that_became_another_file_is_neither_ours_nor_closed() {
    let kept = Kept::open(Path::new("/proc/self/stat")).unwrap();
    let other = std::fs::File::open("/dev/null").unwrap();
    let number = kept.number();
    // SAFETY: plays the host that closes our number and reuses it for its own file.
    assert!(unsafe { libc::dup2(other.as_raw_fd(), number) } == number);
    assert!(!kept.is_ours());
    drop(kept);
    // SAFETY: asks only whether the number is open.
    assert!(unsafe { libc::fcntl(number, libc::F_GETFD) } >= 0, "a foreign descriptor was closed");
    // SAFETY: closes the number that this test put there.
    unsafe { libc::close(number) };
}

#[test]
fn a_path_with_a_nul_is_an_error() {
    use std::os::unix::ffi::OsStrExt;
    assert!(Kept::open(Path::new(std::ffi::OsStr::from_bytes(b"/proc/\0"))).is_err());
}
