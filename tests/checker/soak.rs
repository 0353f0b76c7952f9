//! Everything at once, for as long as is asked for (`make soak`): nothing may grow, no outcome be lost or doubled.

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::Arc;
use std::thread;

use plimsoll::checker::{Cancel, Check, RunOptions, Work};
use plimsoll::probe::Target;

use super::*;

/// What may be more at the end than after the first third.
const MORE_MIB: f64 = 2.0;
const MORE_PART: f64 = 0.1;

/// A sequence of numbers that look like chance.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }
}

#[derive(Debug, Clone, Copy)]
struct Size {
    rss_mib: f64,
    threads: usize,
    descriptors: usize,
}

impl Size {
    fn now() -> Size {
        let status = std::fs::read_to_string("/proc/self/status").unwrap();
        let rss = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        Size {
            rss_mib: rss.trim().trim_end_matches(" kB").parse::<f64>().unwrap() / 1024.0,
            threads: tasks().len(),
            descriptors: std::fs::read_dir("/proc/self/fd").unwrap().count(),
        }
    }
}

/// Sound and faulty servers, each of which is over soon.
fn targets(ports: &[u16]) -> Vec<Check> {
    let paths = ["wait/0", "wait/1", "wait/5", "wait/20", "close", "reset", "stall", "hang"];
    let of = |(number, port): (usize, &u16)| {
        let path = paths[number % paths.len()];
        let mut target = Target::rest(format!("{number} {path}"), format!("http://127.0.0.1:{port}/{path}"));
        target.timeout = Duration::from_millis(150);
        Check::new(target)
    };
    ports.iter().enumerate().map(of).collect()
}

/// A set for a reload: some are left out, some are others.
fn some(checks: &[Check], numbers: &mut Numbers) -> Vec<Check> {
    let mut set: Vec<Check> = checks.iter().filter(|_| numbers.below(4) > 0).cloned().collect();
    for check in &mut set {
        if numbers.below(4) == 0 {
            if let Work::Target(target) = &check.work {
                let mut other = (**target).clone();
                other.timeout += Duration::from_millis(numbers.below(3));
                check.work = Work::Target(Arc::new(other));
            }
        }
    }
    set
}

#[test]
#[ignore = "takes as long as is asked for: make soak"]
fn nothing_grows_and_nothing_is_lost() {
    let seconds = std::env::var("PLIMSOLL_SOAK_SECONDS").map_or(30, |text| text.parse().unwrap());
    let mut servers = servers::Process::start(64);
    let checker = checker(|options| {
        options.max_concurrent = 32;
        options.queue = 100;
        options.probe.rest_pool.idle_age = Duration::from_millis(300);
        options.probe.rest_pool.cleanup_interval = Duration::from_millis(100);
        options.retry.attempts = 2;
        options.retry.base = Duration::from_millis(2);
        options.breaker.failures = 3;
        options.breaker.open_for = Duration::from_millis(300);
        options.breaker.longest_open = Duration::from_millis(600);
    });
    let checks = targets(&servers.ports);
    let over = AtomicBool::new(false);
    let resting = AtomicBool::new(false);
    let rests = AtomicU64::new(0);
    let done = AtomicU64::new(0);
    let begun = Instant::now();
    let round = Duration::from_secs(seconds) / 12;
    thread::scope(|scope| {
        // Between its rounds everybody rests, so that sizes can be told.
        let goes_on = || {
            if resting.load(Ordering::SeqCst) {
                rests.fetch_add(1, Ordering::SeqCst);
                while resting.load(Ordering::SeqCst) {
                    thread::sleep(Duration::from_millis(5));
                }
                rests.fetch_sub(1, Ordering::SeqCst);
            }
            !over.load(Ordering::SeqCst)
        };
        let (checker, checks, done) = (&checker, &checks, &done);
        for seed in 0..2 {
            scope.spawn(move || {
                let mut numbers = Numbers(seed);
                while goes_on() {
                    lists(checker, checks, &mut numbers, done);
                }
            });
        }
        scope.spawn(move || {
            let mut numbers = Numbers(99);
            while goes_on() {
                singles(checker, checks, &mut numbers, done);
            }
        });
        scope.spawn(move || {
            let mut numbers = Numbers(7);
            while goes_on() {
                checker.watch(some(checks, &mut numbers)).unwrap();
                let events = checker.events(16);
                thread::sleep(Duration::from_millis(20 + numbers.below(200)));
                while events.try_next().is_some() {}
            }
        });
        let mut sizes = Vec::new();
        for number in 1..=12 {
            let end = begun + round * number;
            thread::sleep(end.saturating_duration_since(Instant::now()).max(round / 4));
            resting.store(true, Ordering::SeqCst);
            assert!(until(|| rests.load(Ordering::SeqCst) == 4), "somebody waits for ever");
            checker.watch(Vec::new()).unwrap();
            // Kept connections are closed after a while without use.
            assert!(until(|| {
                let statistics = checker.statistics();
                statistics.running == 0 && statistics.rest_pool.open == 0
            }));
            assert!(servers.is_running(), "what answers nobody is no test of anything");
            let statistics = checker.statistics();
            assert_eq!((statistics.queue.length, statistics.queue.beside), (0, 0));
            sizes.push(Size::now());
            println!(
                "{:>4} s, {} checks: {:?}",
                begun.elapsed().as_secs(),
                statistics.checked,
                sizes.last().unwrap()
            );
            resting.store(false, Ordering::SeqCst);
        }
        over.store(true, Ordering::SeqCst);
        // What is there after a third, against the end: the largest of each.
        let most = |sizes: &[Size]| Size {
            rss_mib: sizes.iter().map(|size| size.rss_mib).fold(0.0, f64::max),
            threads: sizes.iter().map(|size| size.threads).max().unwrap(),
            descriptors: sizes.iter().map(|size| size.descriptors).max().unwrap(),
        };
        let (before, after) = (most(&sizes[2..6]), most(&sizes[8..]));
        assert_eq!((before.threads, before.descriptors), (after.threads, after.descriptors), "{sizes:#?}");
        let allowed = before.rss_mib + (before.rss_mib * MORE_PART).max(MORE_MIB);
        assert!(after.rss_mib <= allowed, "{sizes:#?}");
    });
    println!("{} outcomes, each once", done.load(Ordering::SeqCst));
    assert_eq!(checker.close(LONG), 0);
    gone();
}

/// A list, of which some are given up before their end.
fn lists(checker: &Checker, checks: &[Check], numbers: &mut Numbers, done: &AtomicU64) {
    let mut list = Vec::new();
    for _ in 0..20 + numbers.below(200) {
        list.push(checks[numbers.below(checks.len() as u64) as usize].clone());
    }
    let of = list.len();
    let mut options = RunOptions::default();
    options.max_concurrent = numbers.below(20) as usize;
    if numbers.below(3) == 0 {
        options.deadline = Some(Duration::from_millis(numbers.below(300)));
    }
    let cancel = Cancel::new();
    options.cancel = cancel.clone();
    let give_up_at = if numbers.below(3) == 0 { numbers.below(of as u64) as usize } else { of };
    let mut seen = HashSet::new();
    let run = checker.start(list, options);
    while let Some(completed) = run.next_timeout(LONG) {
        assert!(seen.insert(completed.index), "index {} came twice", completed.index);
        if seen.len() == give_up_at {
            match numbers.below(2) {
                0 => cancel.cancel(),
                _ => run.cancel(),
            }
        }
    }
    assert_eq!(seen.len(), of, "some outcomes were lost");
    done.fetch_add(of as u64, Ordering::SeqCst);
    // One that nobody waits for.
    let rest = checks.iter().take(numbers.below(10) as usize).cloned().collect();
    drop(checker.start(rest, RunOptions::default()));
}

/// Single checks, more than there is room for.
fn singles(checker: &Checker, checks: &[Check], numbers: &mut Numbers, done: &AtomicU64) {
    let mut tickets = Vec::new();
    for _ in 0..numbers.below(150) {
        let mut check = checks[numbers.below(checks.len() as u64) as usize].clone();
        check.priority = plimsoll::Priority::new([-100, 0, 100][numbers.below(3) as usize]);
        match checker.submit(check) {
            Ok(ticket) => tickets.push(ticket),
            Err(refusal) => assert!(refusal.retry_after > Duration::ZERO),
        }
    }
    for ticket in tickets {
        if numbers.below(4) == 0 {
            ticket.cancel();
        }
        assert!(ticket.wait(LONG).is_some(), "an outcome was lost");
        assert!(ticket.is_done() && ticket.wait(Duration::ZERO).is_none(), "one outcome came twice");
        done.fetch_add(1, Ordering::SeqCst);
    }
}
