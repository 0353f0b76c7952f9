use super::*;

#[test]
fn both_ends_close_on_exec_and_only_ours_never_waits() {
    for pipe in [to_child().unwrap(), from_child().unwrap()] {
        // SAFETY: asks for flags of open descriptors.
        let flag = |end: &OwnedFd, what| unsafe { libc::fcntl(end.as_raw_fd(), what) };
        for end in [&pipe.ours, &pipe.theirs] {
            assert_eq!(flag(end, libc::F_GETFD), libc::FD_CLOEXEC);
        }
        assert_ne!(flag(&pipe.ours, libc::F_GETFL) & libc::O_NONBLOCK, 0);
        assert_eq!(flag(&pipe.theirs, libc::F_GETFL) & libc::O_NONBLOCK, 0);
    }
}

#[test]
fn a_pipe_tells_bytes_nothing_and_end_apart() {
    let pipe = from_child().unwrap();
    let mut buffer = [0; 8];
    assert_eq!(read(&pipe.ours, &mut buffer).unwrap(), Piece::Nothing);
    assert_eq!(write(&pipe.theirs, b"abc").unwrap(), 3);
    assert_eq!(unread(&pipe.ours), Some(3));
    assert_eq!(unread(&pipe.theirs), Some(3));
    assert_eq!(read(&pipe.ours, &mut buffer).unwrap(), Piece::Bytes(3));
    drop(pipe.theirs);
    assert_eq!(read(&pipe.ours, &mut buffer).unwrap(), Piece::End);
}

#[test]
fn a_full_pipe_takes_nothing() {
    let pipe = to_child().unwrap();
    let bytes = vec![0; 1 << 20];
    let first = write(&pipe.ours, &bytes).unwrap();
    assert!((4096..1 << 20).contains(&first), "{first}");
    assert_eq!(write(&pipe.ours, &bytes).unwrap(), 0);
    assert_eq!(unread(&pipe.ours), Some(first));
}

#[test]
fn a_broken_pipe_is_an_error_and_no_signal_stays() {
    let pipe = to_child().unwrap();
    drop(pipe.theirs);
    // SAFETY: this thread's own mask and pending signals; the disposition is put back.
    unsafe {
        // The runtime of tests ignores it; a host does not. Without the guard the process would end here.
        let before = libc::signal(libc::SIGPIPE, libc::SIG_DFL);
        let error = write(&pipe.ours, b"x").unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::BrokenPipe);
        let mut pending = only_sigpipe();
        libc::sigpending(&mut pending);
        assert_eq!(libc::sigismember(&pending, libc::SIGPIPE), 0);
        libc::signal(libc::SIGPIPE, before);
    }
}

#[test]
fn a_signal_that_the_host_holds_back_stays_its_own() {
    let pipe = to_child().unwrap();
    drop(pipe.theirs);
    let only = only_sigpipe();
    // SAFETY: this thread's own mask, put back below; the signal is sent to this thread.
    unsafe {
        let mut before = only;
        let disposition = libc::signal(libc::SIGPIPE, libc::SIG_DFL);
        libc::pthread_sigmask(libc::SIG_BLOCK, &only, &mut before);
        libc::raise(libc::SIGPIPE);
        assert!(write(&pipe.ours, b"x").is_err());
        let at_once = libc::timespec { tv_sec: 0, tv_nsec: 0 };
        assert_eq!(libc::sigtimedwait(&only, std::ptr::null_mut(), &at_once), libc::SIGPIPE);
        libc::signal(libc::SIGPIPE, disposition);
        libc::pthread_sigmask(libc::SIG_SETMASK, &before, std::ptr::null_mut());
    }
}
