//! Hosts that do with signals, children and descriptors as they like.

use std::sync::atomic::{AtomicBool, Ordering};

use plimsoll::finding::Reason;

use super::common::isolation::isolated;
use super::leftovers::children;
use super::{check, server, shell};

#[test]
fn a_host_that_ignores_sigchld() {
    isolated("hosts::a_host_that_ignores_sigchld", || {
        // SAFETY: this process is the test's own.
        unsafe { libc::signal(libc::SIGCHLD, libc::SIG_IGN) };
        for _ in 0..20 {
            assert_eq!(check(&server("sleep 100 &", "", "", "")).reason, Reason::Ok);
        }
        let outcome = check(&shell("exit 3"));
        assert_eq!(outcome.reason, Reason::CommandExited, "{outcome:?}");
        assert!(outcome.message.contains("an unknown exit code"), "{}", outcome.message);
        let outcome = check(&server("trap '' TERM", "", "", "sleep 100"));
        assert_eq!(outcome.reason, Reason::Ok, "{outcome:?}");
        assert_eq!(children(), Vec::<String>::new());
    });
}

#[test]
fn a_host_that_reaps_every_child() {
    isolated("hosts::a_host_that_reaps_every_child", || {
        let stop = AtomicBool::new(false);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                while !stop.load(Ordering::Relaxed) {
                    // SAFETY: takes whatever child has ended.
                    if unsafe { libc::waitpid(-1, std::ptr::null_mut(), 0) } < 0 {
                        std::thread::yield_now();
                    }
                }
            });
            for _ in 0..20 {
                assert_eq!(check(&server("sleep 100 &", "", "", "")).reason, Reason::Ok);
                assert_eq!(check(&shell("exit 3")).reason, Reason::CommandExited);
            }
            stop.store(true, Ordering::Relaxed);
        });
        assert_eq!(children(), Vec::<String>::new());
    });
}

#[test]
fn a_host_that_has_closed_its_standard_descriptors() {
    isolated("hosts::a_host_that_has_closed_its_standard_descriptors", || {
        for number in 0..3 {
            // SAFETY: this process is the test's own.
            unsafe { libc::close(number) };
        }
        for _ in 0..3 {
            assert_eq!(check(&server("", "", "", "")).reason, Reason::Ok);
            // SAFETY: asks only whether the number is open.
            let open = (0..3).any(|number| unsafe { libc::fcntl(number, libc::F_GETFD) } >= 0);
            assert!(!open, "a low number was taken and kept");
        }
    });
}

#[test]
fn signals_and_descriptors_of_the_host_are_kept_from_the_command() {
    isolated("hosts::signals_and_descriptors_of_the_host_are_kept_from_the_command", || {
        // SAFETY: this process is the test's own.
        unsafe {
            let mut all: libc::sigset_t = std::mem::zeroed();
            libc::sigfillset(&mut all);
            libc::pthread_sigmask(libc::SIG_BLOCK, &all, std::ptr::null_mut());
            for signal in [libc::SIGPIPE, libc::SIGINT, libc::SIGTERM, libc::SIGUSR1] {
                libc::signal(signal, libc::SIG_IGN);
            }
            // Open across exec.
            assert!(libc::dup2(2, 77) == 77 && libc::dup2(2, 500) == 500);
        }
        // A shell's own descriptors are low, and 10 where it reads a script.
        let code = r#"case $(grep -E '^Sig(Blk|Ign)' /proc/self/status | tr -d '\n\t ') in
            SigBlk:0000000000000000SigIgn:0000000000000000) ;;
            *) grep Sig /proc/self/status >&2; exit 1 ;;
            esac
            for file in /proc/$$/fd/*; do
                if [ "${file##*/}" -gt 10 ]; then echo "open: $file" >&2; exit 1; fi
            done"#;
        let outcome = check(&server(code, "", "", ""));
        assert_eq!(outcome.reason, Reason::Ok, "{outcome:?}");
        // SAFETY: reads this thread's mask.
        unsafe {
            let mut now: libc::sigset_t = std::mem::zeroed();
            libc::pthread_sigmask(libc::SIG_BLOCK, std::ptr::null(), &mut now);
            assert_eq!(libc::sigismember(&now, libc::SIGUSR1), 1, "the host's mask is its own");
        }
    });
}

#[test]
fn a_write_to_one_that_has_ended_is_no_signal_for_the_host() {
    isolated("hosts::a_write_to_one_that_has_ended_is_no_signal_for_the_host", || {
        // SAFETY: this process is the test's own; the Rust runtime ignores the signal, a host in C does not.
        unsafe { libc::signal(libc::SIGPIPE, libc::SIG_DFL) };
        for _ in 0..50 {
            assert_eq!(check(&shell("exec <&-; exit 1")).reason, Reason::CommandExited);
        }
    });
}
