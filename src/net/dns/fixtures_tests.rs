//! What the tests of the resolver share.

use std::net::IpAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use super::{Answer, DnsError, DnsErrorKind, Lookup, Resolver, ResolverOptions};
use crate::clock::Clock;

#[allow(dead_code, unsafe_code)]
#[path = "../../../tests/common/children.rs"]
pub(super) mod children;
#[allow(dead_code, unsafe_code)]
#[path = "../../../tests/common/isolation.rs"]
pub(super) mod isolation;

pub(super) const SECOND: Duration = Duration::from_secs(1);

/// How much later than its deadline an answer may come, beside a sleep: other tests run at the same time.
pub(super) const LATE: Duration = Duration::from_millis(50);

#[derive(Default)]
pub(super) struct HandClock(AtomicU64);

impl HandClock {
    pub(super) fn pass(&self, time: Duration) {
        self.0.fetch_add(time.as_nanos() as u64, Ordering::Relaxed);
    }
}

impl Clock for HandClock {
    fn boot_ns(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    fn wall_ns(&self) -> u64 {
        unreachable!("the resolver has no use for a clock that may jump")
    }
}

/// A lookup by a closure.
pub(super) struct By<F>(pub(super) F);

impl<F: Fn(&str) -> Result<Vec<IpAddr>, DnsError> + Send + Sync> Lookup for By<F> {
    fn lookup(&self, host: &str) -> Result<Vec<IpAddr>, DnsError> {
        (self.0)(host)
    }
}

/// Holds up whoever comes until it is opened.
#[derive(Default)]
pub(super) struct Gate {
    /// Whether it is open, and how many came.
    state: Mutex<(bool, usize)>,
    changed: Condvar,
}

impl Gate {
    pub(super) fn pass(&self) {
        let mut state = self.state.lock().unwrap();
        state.1 += 1;
        self.changed.notify_all();
        drop(self.changed.wait_while(state, |(open, _)| !*open).unwrap());
    }

    pub(super) fn open(&self) {
        self.state.lock().unwrap().0 = true;
        self.changed.notify_all();
    }

    pub(super) fn shut(&self) {
        self.state.lock().unwrap().0 = false;
    }

    pub(super) fn wait_for(&self, came: usize) {
        let state = self.state.lock().unwrap();
        let (state, waited) = self.changed.wait_timeout_while(state, 20 * SECOND, |s| s.1 < came).unwrap();
        assert!(!waited.timed_out(), "{} of {came} came", state.1);
    }
}

pub(super) fn resolver(lookup: impl Lookup + 'static) -> (Arc<HandClock>, Resolver) {
    let clock = Arc::new(HandClock::default());
    let options = ResolverOptions {
        lookup: Arc::new(lookup),
        clock: Arc::clone(&clock) as Arc<dyn Clock>,
        ..ResolverOptions::default()
    };
    (clock, Resolver::new(options))
}

pub(super) fn soon() -> Instant {
    Instant::now() + 20 * SECOND
}

/// The documentation network's address with that last number.
pub(super) fn address(number: u8) -> IpAddr {
    IpAddr::from([192, 0, 2, number])
}

pub(super) fn not_found(host: &str) -> DnsError {
    DnsError::new(DnsErrorKind::NotFound, format!("no such name: {host}"))
}

pub(super) fn try_again(host: &str) -> DnsError {
    DnsError::new(DnsErrorKind::TimedOut, format!("try again: {host}"))
}

pub(super) fn looked_up(number: u8) -> Result<Answer, DnsError> {
    Ok(Answer { addresses: Arc::new([address(number)]), stale: false, from_cache: false })
}

pub(super) fn remembered(number: u8) -> Result<Answer, DnsError> {
    Ok(Answer { addresses: Arc::new([address(number)]), stale: false, from_cache: true })
}

pub(super) fn stale(number: u8) -> Result<Answer, DnsError> {
    Ok(Answer { addresses: Arc::new([address(number)]), stale: true, from_cache: true })
}

/// Waits for what another thread is about to do.
pub(super) fn eventually(what: &str, done: impl Fn() -> bool) {
    let end = soon();
    while !done() {
        assert!(Instant::now() < end, "{what}: not within 20 s");
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// Asks with a deadline. A second late is no accident of a busy machine: the call was held up.
pub(super) fn ask_for(resolver: &Resolver, host: &str, time: Duration) -> Result<Answer, DnsError> {
    let begin = Instant::now();
    let answer = resolver.resolve(host, begin + time);
    let took = begin.elapsed();
    assert!(took < time + SECOND, "`{host}` answered after {took:?} with a deadline of {time:?}");
    answer
}

/// Asks in vain again and again, and holds how late the answers are against how late this machine is anyway, being
/// as busy as it is.
pub(super) fn assert_prompt(resolver: &Resolver) {
    let (mut answers, mut sleeps) = (Vec::new(), Vec::new());
    for number in 0..21_u32 {
        let time = Duration::from_millis(5) * (number % 4);
        let begin = Instant::now();
        assert!(resolver.resolve(&format!("prompt-{number}.test"), begin + time).is_err());
        answers.push(begin.elapsed() - time);
        let begin = Instant::now();
        std::thread::sleep(time);
        sleeps.push(begin.elapsed() - time);
    }
    answers.sort();
    sleeps.sort();
    let (answer, sleep) = (answers[10], sleeps[10]);
    println!("median lateness of an answer {answer:?}, of a sleep {sleep:?}; the worst {:?}", answers[20]);
    assert!(answer < sleep + LATE, "answers are late by {answer:?}, sleeps by {sleep:?}");
}

/// The names of this process's threads that are a resolver's, sorted, each with its `SigBlk`.
pub(super) fn threads() -> Vec<(String, u64)> {
    let tasks = std::fs::read_dir("/proc/self/task").unwrap();
    let mut found: Vec<_> = tasks
        .filter_map(|task| {
            // One that ends meanwhile is not there.
            let status = std::fs::read_to_string(task.ok()?.path().join("status")).ok()?;
            let value = |key: &str| status.lines().find_map(|line| line.strip_prefix(key)).map(str::trim);
            let name = value("Name:")?.to_owned();
            let blocked = u64::from_str_radix(value("SigBlk:")?, 16).ok()?;
            name.starts_with("plimsoll-dns").then_some((name, blocked))
        })
        .collect();
    found.sort();
    found
}
