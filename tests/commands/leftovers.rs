//! Nothing is left of a command: no child, zombie, orphan, descriptor or thread.

use std::fs;
use std::time::{Duration, Instant};

use plimsoll::finding::Reason;

use super::common::isolation::isolated;
use super::{check, check_with, context, server, shell, within};

#[test]
fn two_hundred_checks_leave_nothing() {
    isolated("leftovers::two_hundred_checks_leave_nothing", || {
        let context = context();
        let bad = within(shell("sleep 100 & echo rubbish; exit 1"), Duration::from_secs(2));
        let good = server("", "", "", "");
        check_with(&context, &good);
        let before = held();
        for _ in 0..100 {
            assert_eq!(check_with(&context, &good).reason, Reason::Ok);
            assert_eq!(check_with(&context, &bad).reason, Reason::CommandExited);
        }
        assert_eq!(held(), before, "descriptors, threads, children");
    });
}

#[test]
fn children_in_its_group_are_killed() {
    let file = std::env::temp_dir().join(format!("plimsoll-commands-pids-{}", std::process::id()));
    let code =
        format!("for n in 1 2 3; do sh -c 'trap \"\" TERM; sleep 100' & echo $! >> {}; done", file.display());
    let outcome = check(&server(&code, "", "", ""));
    assert_eq!(outcome.reason, Reason::Ok, "{outcome:?}");
    let pids = fs::read_to_string(&file).unwrap();
    fs::remove_file(&file).unwrap();
    assert_eq!(pids.lines().count(), 3);
    let end = Instant::now() + Duration::from_secs(2);
    while pids.lines().any(is_running) {
        assert!(Instant::now() < end, "still running: {pids}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn a_host_that_adopts_orphans_keeps_none_as_zombies() {
    isolated("leftovers::a_host_that_adopts_orphans_keeps_none_as_zombies", || {
        // SAFETY: this process, which is the test's own, asks for the orphans below it.
        assert_eq!(unsafe { libc::prctl(libc::PR_SET_CHILD_SUBREAPER, 1) }, 0);
        for _ in 0..5 {
            let code = "for n in 1 2 3; do (sleep 100; :) & done; (sleep 100 &)";
            assert_eq!(check(&server(code, "", "", "")).reason, Reason::Ok);
            assert_eq!(children(), Vec::<String>::new());
        }
    });
}

#[test]
fn a_context_that_goes_away_keeps_no_command() {
    isolated("leftovers::a_context_that_goes_away_keeps_no_command", || {
        let context = context();
        let target = within(shell("trap '' TERM; sleep 100"), Duration::from_millis(200));
        assert_eq!(check_with(&context, &target).reason, Reason::Deadline);
        drop(context);
        assert_eq!(children(), Vec::<String>::new());
    });
}

/// Descriptors, threads and children of this process.
fn held() -> (usize, usize, usize) {
    let count = |path| fs::read_dir(path).unwrap().count();
    (count("/proc/self/fd"), count("/proc/self/task"), children().len())
}

/// Children of this process, zombies too.
pub fn children() -> Vec<String> {
    let own = std::process::id().to_string();
    let mut found = Vec::new();
    for entry in fs::read_dir("/proc").unwrap().flatten() {
        let Ok(stat) = fs::read_to_string(entry.path().join("stat")) else { continue };
        let Some((_, rest)) = stat.rsplit_once(") ") else { continue };
        if rest.split(' ').nth(1) == Some(own.as_str()) {
            found.push(stat);
        }
    }
    found
}

fn is_running(pid: &str) -> bool {
    fs::read_to_string(format!("/proc/{pid}/stat")).is_ok_and(|stat| !stat.contains(") Z"))
}
