use super::*;

fn is_readable(bell: &Bell) -> bool {
    let mut asked = libc::pollfd { fd: bell.number(), events: libc::POLLIN, revents: 0 };
    // SAFETY: one entry.
    unsafe { libc::poll(&mut asked, 1, 0) == 1 }
}

#[test]
fn it_is_readable_from_ring_to_silence() {
    let bell = Bell::new().unwrap();
    assert!(!is_readable(&bell));
    bell.silence();
    assert!(!is_readable(&bell));
    bell.ring();
    bell.ring();
    assert!(is_readable(&bell));
    bell.silence();
    assert!(!is_readable(&bell));
    bell.ring();
    assert!(is_readable(&bell));
}

#[test]
fn other_threads_ring_it_and_started_programs_do_not_have_it() {
    let bell = Bell::new().unwrap();
    let number = bell.number();
    // SAFETY: numbers only.
    let flags = |number| unsafe { libc::fcntl(number, libc::F_GETFD) };
    assert_eq!(flags(number) & libc::FD_CLOEXEC, libc::FD_CLOEXEC);
    let ring = std::thread::spawn(move || {
        bell.ring();
        bell
    });
    assert!(is_readable(&ring.join().unwrap()));
}
