use std::panic;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::Mutex;
use std::thread;
use std::time::Instant;

use super::*;
use crate::admit::{Class, RefusalReason};
use crate::error::ErrorKind;
use crate::fields::Unit;
use crate::monitor::{Load, LoadHandle};
use crate::sample::Sampler;

const LONG: Duration = Duration::from_secs(20);

/// A clock that stands until it is moved on.
struct Stands(AtomicU64);

impl Clock for Stands {
    fn boot_ns(&self) -> u64 {
        self.0.load(Ordering::SeqCst)
    }

    fn wall_ns(&self) -> u64 {
        self.boot_ns()
    }
}

impl Stands {
    fn pass(&self, time: Duration) {
        self.0.fetch_add(time.as_nanos() as u64, Ordering::SeqCst);
    }
}

fn fixed(limit: u32) -> GateOptions {
    GateOptions { max_concurrent: limit, adaptive: None, load: LoadOptions::none(), ..GateOptions::default() }
}

/// A gate with the load of a monitor that the test plays, on a clock of its own.
fn loaded(options: GateOptions) -> (Gate, LoadHandle, Arc<Stands>) {
    let clock = Arc::new(Stands(AtomicU64::new(1_000_000_000)));
    let handle = LoadHandle::default();
    let sampler = Sampler::builder().clock(clock.clone());
    let gate = Gate::with_load(GateOptions { sampler, ..options }, handle.clone()).unwrap();
    (gate, handle, clock)
}

fn memory(clock: &Stands, ratio: f64) -> Load {
    Load { boot_time_ns: clock.boot_ns(), memory_ratio: Some(ratio), ..Load::default() }
}

#[test]
fn a_permit_is_returned_by_whatever_ends_it() {
    let gate = Gate::new(fixed(1)).unwrap();
    drop(gate.try_acquire(Priority::NORMAL).unwrap());
    gate.try_acquire(Priority::NORMAL).unwrap().finish(Completion::TimedOut);
    let work = panic::catch_unwind(panic::AssertUnwindSafe(|| {
        let _permit = gate.try_acquire(Priority::NORMAL).unwrap();
        panic::resume_unwind(Box::new("on purpose"));
    }));
    assert!(work.is_err());
    let permit = gate.try_acquire(Priority::NORMAL).unwrap();
    let elsewhere = thread::spawn(move || drop(permit));
    elsewhere.join().unwrap();
    assert_eq!(gate.state().in_flight, 0);
    assert_eq!(gate.statistics().granted, 4);
    assert_eq!(gate.statistics().timed_out, 1);
}

#[test]
fn a_permit_outlives_the_gate() {
    let gate = Gate::new(fixed(1)).unwrap();
    let permit = gate.try_acquire(Priority::NORMAL).unwrap();
    drop(gate);
    drop(permit);
}

#[test]
fn a_full_gate_says_how_full_and_when_to_come_back() {
    let gate = Gate::new(fixed(2)).unwrap();
    let _permits = [0, 1].map(|_| gate.try_acquire(Priority::NORMAL).unwrap());
    let refusal = gate.try_acquire(Priority::HIGHEST).unwrap_err();
    assert_eq!(refusal.reason, RefusalReason::Concurrency);
    assert_eq!((refusal.value, refusal.mark), (Some(2.0), Some(2.0)));
    assert!(refusal.retry_after > Duration::ZERO && refusal.retry_after < Duration::from_secs(1));
    let refusal = gate.acquire(Priority::HIGH, Duration::from_millis(5)).unwrap_err();
    assert_eq!(refusal.reason, RefusalReason::TimedOut);
    assert!(refusal.value >= Some(0.005));
    let statistics = gate.statistics();
    assert_eq!(statistics.refused_for(RefusalReason::Concurrency), 1);
    assert_eq!(statistics.refused_for(RefusalReason::TimedOut), 1);
    assert!(statistics.waited >= Duration::from_millis(5));
}

#[test]
fn who_waits_is_served_in_order_of_priority() {
    let gate = Gate::new(fixed(1)).unwrap();
    let held = gate.try_acquire(Priority::NORMAL).unwrap();
    let served = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for (number, priority) in [-50, 7, 100, 7, 500].into_iter().enumerate() {
            let (gate, served) = (&gate, &served);
            scope.spawn(move || {
                let permit = gate.acquire(Priority::new(priority), LONG).unwrap();
                served.lock().unwrap().push((priority, number));
                drop(permit);
            });
            while gate.waiting().len() <= number {
                thread::yield_now();
            }
        }
        let listed: Vec<_> = gate.waiting().iter().map(|waiting| waiting.priority.value()).collect();
        assert_eq!(listed, [500, 100, 7, 7, -50]);
        drop(held);
    });
    assert_eq!(*served.lock().unwrap(), [(500, 4), (100, 2), (7, 1), (7, 3), (-50, 0)]);
    assert_eq!(gate.statistics().granted_after_waiting, 5);
}

#[test]
fn one_too_many_to_wait_is_refused_at_once() {
    let gate = Gate::new(GateOptions { max_waiting: 1, ..fixed(1) }).unwrap();
    let held = gate.try_acquire(Priority::NORMAL).unwrap();
    thread::scope(|scope| {
        scope.spawn(|| drop(gate.acquire(Priority::NORMAL, LONG).unwrap()));
        while gate.waiting().is_empty() {
            thread::yield_now();
        }
        let refusal = gate.acquire(Priority::HIGH, LONG).unwrap_err();
        assert_eq!((refusal.reason, refusal.value), (RefusalReason::QueueFull, Some(1.0)));
        drop(held);
    });
}

#[test]
fn closing_lets_all_go_and_takes_permits_back() {
    let gate = Gate::new(fixed(1)).unwrap();
    let held = gate.try_acquire(Priority::NORMAL).unwrap();
    thread::scope(|scope| {
        let waits = scope.spawn(|| gate.acquire(Priority::NORMAL, LONG).unwrap_err());
        while gate.waiting().is_empty() {
            thread::yield_now();
        }
        let began = Instant::now();
        gate.close();
        assert_eq!(waits.join().unwrap().reason, RefusalReason::Closed);
        assert!(began.elapsed() < LONG / 2);
    });
    let refusal = gate.try_acquire(Priority::HIGH).unwrap_err();
    assert_eq!((refusal.reason, refusal.retry_after), (RefusalReason::Closed, Duration::MAX));
    drop(held);
    let state = gate.state();
    assert_eq!((state.in_flight, state.closed), (0, true));
}

#[test]
fn load_refuses_low_work_first_and_says_why() {
    let (gate, handle, clock) = loaded(GateOptions::default());
    let admits = || Class::ALL.map(|class| gate.try_acquire(of(class)).is_ok());
    for (ratio, wanted) in [
        (0.5, [true, true, true]),
        (0.85, [false, true, true]),
        (0.95, [false, false, true]),
        (0.99, [false, false, false]),
    ] {
        clock.pass(Duration::from_millis(500));
        handle.publish(&memory(&clock, ratio));
        gate.refresh();
        assert_eq!(admits(), wanted, "at {ratio}");
    }
    let refusal = gate.try_acquire(Priority::LOW).unwrap_err();
    assert_eq!(
        (refusal.reason, refusal.value, refusal.unit),
        (RefusalReason::Memory, Some(0.99), Unit::Ratio)
    );
    assert_eq!(refusal.retry_after, Duration::from_millis(2_500));
    let state = gate.state().load;
    assert_eq!(state.of, Some(RefusalReason::Memory));
    assert!((state.reading.unwrap() - 1.1).abs() < 1e-9 && !state.stale && state.refusing.high);
    assert!(refusal.to_string().contains("99 % of 81 %"), "{refusal}");
}

fn of(class: Class) -> Priority {
    match class {
        Class::Low => Priority::LOW,
        Class::Normal => Priority::NORMAL,
        Class::High => Priority::HIGH,
    }
}

#[test]
fn who_waits_for_relief_gets_it() {
    let (gate, handle, clock) = loaded(GateOptions::default());
    handle.publish(&memory(&clock, 0.95));
    gate.refresh();
    thread::scope(|scope| {
        let waits = scope.spawn(|| gate.acquire(Priority::LOW, LONG).map(drop));
        while gate.waiting().is_empty() {
            thread::yield_now();
        }
        for _ in 0..6 {
            clock.pass(Duration::from_millis(500));
            handle.publish(&memory(&clock, 0.3));
            gate.refresh();
        }
        assert!(waits.join().unwrap().is_ok());
    });
}

#[test]
fn a_reading_that_is_too_old_refuses_nobody() {
    let (gate, handle, clock) = loaded(GateOptions::default());
    assert!(gate.state().load.age.is_none());
    handle.publish(&memory(&clock, 0.99));
    gate.refresh();
    assert!(gate.try_acquire(Priority::LOW).is_err());
    clock.pass(Duration::from_millis(4_900));
    gate.refresh();
    assert!(gate.try_acquire(Priority::LOW).is_err(), "the monitor observed nothing since, but lately");
    clock.pass(Duration::from_millis(200));
    assert!(gate.try_acquire(Priority::LOW).is_ok());
    let load = gate.state().load;
    assert!(load.stale && !load.refusing.any() && load.reading.is_none());
    assert_eq!(load.age, Some(Duration::from_millis(5_100)));
    handle.publish(&memory(&clock, 0.99));
    gate.refresh();
    assert!(gate.try_acquire(Priority::LOW).is_err(), "a new reading counts again");
}

#[test]
fn the_limit_follows_how_long_work_takes() {
    let clock = Arc::new(Stands(AtomicU64::new(1_000_000_000)));
    let sampler = Sampler::builder().clock(clock.clone());
    let options = GateOptions { sampler, load: LoadOptions::none(), ..GateOptions::default() };
    let gate = Gate::with_load(options, LoadHandle::default()).unwrap();
    let round = |took: Duration, how: Completion| {
        let permits: Vec<_> =
            std::iter::from_fn(|| gate.try_acquire(Priority::NORMAL).ok()).take(200).collect();
        clock.pass(took);
        permits.into_iter().for_each(|permit| permit.finish(how));
    };
    assert_eq!(gate.state().limit, 20);
    (0..20).for_each(|_| round(Duration::from_millis(150), Completion::Done));
    let grown = gate.state().limit;
    assert!(grown > 25, "{grown}");
    assert_eq!(gate.statistics().base_latency, Some(Duration::from_millis(150)));
    (0..30).for_each(|_| round(Duration::from_secs(5), Completion::TimedOut));
    assert_eq!(gate.state().limit, 1);
    (0..60).for_each(|_| round(Duration::from_millis(150), Completion::Done));
    assert!(gate.state().limit > 10, "{}", gate.state().limit);
    let before = gate.state().limit;
    (0..60).for_each(|_| round(Duration::from_secs(9), Completion::Ignored));
    assert_eq!(gate.state().limit, before, "what says nothing changes nothing");
}

#[test]
fn options_out_of_range_are_named() {
    let of_load = |load| GateOptions { load, ..GateOptions::default() };
    let of_adaptive = |adaptive| GateOptions { adaptive: Some(adaptive), ..GateOptions::default() };
    for (name, options) in [
        ("max_concurrent", GateOptions { max_concurrent: 0, ..GateOptions::default() }),
        ("min_limit", of_adaptive(AdaptiveOptions { min_limit: 0, ..AdaptiveOptions::default() })),
        ("min_limit", of_adaptive(AdaptiveOptions { min_limit: 101, ..AdaptiveOptions::default() })),
        ("tolerance", of_adaptive(AdaptiveOptions { tolerance: f64::NAN, ..AdaptiveOptions::default() })),
        ("smoothing", of_adaptive(AdaptiveOptions { smoothing: 0.0, ..AdaptiveOptions::default() })),
        (
            "max_memory_usage_ratio",
            of_load(LoadOptions { max_memory_usage_ratio: Some(1.1), ..LoadOptions::default() }),
        ),
        (
            "max_cpu_usage_ratio",
            of_load(LoadOptions { max_cpu_usage_ratio: Some(0.0), ..LoadOptions::default() }),
        ),
        (
            "max_memory_usage_bytes",
            of_load(LoadOptions { max_memory_usage_bytes: Some(0), ..LoadOptions::default() }),
        ),
        (
            "release_after",
            of_load(LoadOptions { release_after: Duration::from_secs(61), ..LoadOptions::default() }),
        ),
    ] {
        let error = Gate::new(options).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArgument);
        assert!(error.to_string().contains(name), "{error}");
    }
}

#[test]
fn a_gate_of_its_own_reads_this_container() {
    let gate = Gate::new(GateOptions::default()).unwrap();
    thread::sleep(Duration::from_millis(120));
    gate.refresh();
    let load = gate.state().load;
    assert!(!load.stale && load.age.is_some());
    assert!(load.signals.iter().any(|signal| signal.reason == RefusalReason::Memory), "{load:?}");
    assert!(serde_json::to_value(gate.state()).unwrap()["load"]["age_seconds"].is_number());
}
