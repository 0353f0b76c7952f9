//! The checker in a process of its own: what it starts, what a fork leaves of it, and what grows.

#[allow(dead_code)]
#[path = "../common/children.rs"]
mod children;
mod forks;
#[allow(dead_code)]
#[path = "../common/isolation.rs"]
mod isolation;
mod servers;
mod soak;
mod threads;

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use plimsoll::checker::{Checker, CheckerOptions};

const LONG: Duration = Duration::from_secs(30);

fn checker(change: impl FnOnce(&mut CheckerOptions)) -> Checker {
    let mut options = CheckerOptions::default();
    options.max_concurrent = 8;
    options.interval = Duration::from_millis(100);
    change(&mut options);
    Checker::new(options).unwrap()
}

/// The threads of this process.
fn tasks() -> BTreeSet<u32> {
    let tasks = std::fs::read_dir("/proc/self/task").unwrap();
    tasks.map(|task| task.unwrap().file_name().to_str().unwrap().parse().unwrap()).collect()
}

/// The threads of the library in this process, by name.
fn named() -> Vec<String> {
    let tasks = std::fs::read_dir("/proc/self/task").unwrap();
    let name = |task: std::fs::DirEntry| std::fs::read_to_string(task.path().join("comm")).ok();
    let names = tasks.filter_map(|task| name(task.ok()?)).map(|name| name.trim().to_owned());
    names.filter(|name| name.starts_with("plimsoll")).collect()
}

/// None of the library's threads is left. One that was joined is listed until the kernel has reaped it: what wakes the joiner
/// (`mm_release` in kernel/fork.c) comes before `exit_notify` in kernel/exit.c.
fn gone() {
    assert!(until(|| named().is_empty()), "{:?}", named());
}

/// Looks until it is so, or the time is up.
fn until(mut is_so: impl FnMut() -> bool) -> bool {
    let deadline = Instant::now() + LONG;
    while Instant::now() < deadline {
        if is_so() {
            return true;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    is_so()
}
