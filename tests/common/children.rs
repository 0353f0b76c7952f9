//! Forked children. Only from an isolated test: fork wants a process of one thread.

use std::panic::{catch_unwind, AssertUnwindSafe};

/// A forked child; killed if it is not waited for.
pub struct Child(libc::pid_t);

impl Child {
    /// A child that was made by other means.
    pub fn adopt(pid: libc::pid_t) -> Self {
        Child(pid)
    }

    pub fn pid(&self) -> u32 {
        self.0 as u32
    }

    /// Waits for its end, and fails the test if the child failed.
    pub fn join(self) {
        let status = self.wait();
        assert_eq!(status, 0, "a forked child failed (wait status {status:#x}); its words are above");
    }

    /// Ends it and takes its remains, so that its pid is free.
    pub fn kill(self) {
        // SAFETY: our own child, not yet waited for.
        unsafe { libc::kill(self.0, libc::SIGKILL) };
        self.wait();
    }

    fn wait(self) -> i32 {
        let pid = self.0;
        std::mem::forget(self);
        wait_for(pid)
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        // SAFETY: our own child, not yet waited for.
        unsafe { libc::kill(self.0, libc::SIGKILL) };
        wait_for(self.0);
    }
}

/// Starts a child that runs `body` and leaves without unwinding into the caller.
pub fn spawn(body: impl FnOnce()) -> Child {
    // SAFETY: the process has one thread, so that no lock is held by another.
    match unsafe { libc::fork() } {
        -1 => panic!("fork: {}", std::io::Error::last_os_error()),
        0 => {
            // SAFETY: no handler is set: a child that hangs is killed.
            unsafe { libc::alarm(40) };
            let failed = catch_unwind(AssertUnwindSafe(body)).is_err();
            // SAFETY: ends this process; what the parent's stack owns stays the parent's.
            unsafe { libc::_exit(i32::from(failed)) };
        }
        pid => Child(pid),
    }
}

/// Runs `body` in a child and waits for it.
pub fn run(body: impl FnOnce()) {
    spawn(body).join();
}

/// A child that sleeps until it is killed.
pub fn sleeper() -> Child {
    spawn(|| loop {
        // SAFETY: waits for a signal.
        unsafe { libc::pause() };
    })
}

fn wait_for(pid: libc::pid_t) -> i32 {
    let mut status = 0;
    loop {
        // SAFETY: a valid place for the status.
        let waited = unsafe { libc::waitpid(pid, &mut status, 0) };
        if waited == pid {
            return status;
        }
        let error = std::io::Error::last_os_error();
        assert_eq!(error.raw_os_error(), Some(libc::EINTR), "waitpid({pid}): {error}");
    }
}
