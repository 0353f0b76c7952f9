//! A real pool of the crate `r2d2` under threads, against what is known of the load.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Barrier};
use std::thread;
use std::time::{Duration, Instant};

use plimsoll::dbpool::r2d2::Events;
use plimsoll::dbpool::{DatabasePool, PoolSource};
use r2d2::{ManageConnection, Pool};

#[derive(Debug)]
struct Broken;

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("broken")
    }
}

impl std::error::Error for Broken {}

/// Connections that do nothing; all of them break when told to.
struct Manager(Arc<AtomicBool>);

impl ManageConnection for Manager {
    type Connection = ();
    type Error = Broken;

    fn connect(&self) -> Result<(), Broken> {
        Ok(())
    }

    fn is_valid(&self, (): &mut ()) -> Result<(), Broken> {
        Ok(())
    }

    fn has_broken(&self, (): &mut ()) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}

fn pool(events: &Events, size: u32) -> (Pool<Manager>, Arc<AtomicBool>) {
    let breaks = Arc::new(AtomicBool::new(false));
    let pool = Pool::builder()
        .max_size(size)
        .connection_timeout(Duration::from_millis(30))
        .event_handler(events.handler())
        .build(Manager(Arc::clone(&breaks)))
        .unwrap();
    (pool, breaks)
}

#[test]
fn threads_are_counted() {
    let events = Events::new();
    let (pool, _) = pool(&events, 3);
    let source = events.source(&pool);
    let began = Instant::now();
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                for _ in 0..40 {
                    let connection = pool.get().unwrap();
                    thread::sleep(Duration::from_millis(2));
                    drop(connection);
                }
            });
        }
    });
    let took = began.elapsed().as_secs_f64();
    let stats = source.stats();
    assert_eq!(stats.requests, Some(120.0));
    assert_eq!(stats.timeouts, Some(0.0));
    assert_eq!((stats.in_use, stats.idle, stats.size), (Some(0.0), Some(3.0), Some(3.0)));
    assert_eq!((stats.created, stats.closed), (Some(3.0), Some(0.0)));
    let used = stats.use_seconds.unwrap();
    assert!((0.24..3.0 * took).contains(&used), "{used} s of {took} s");
    // All alike: the squares are hardly more than they must be.
    assert!(stats.use_seconds_squared.unwrap() >= used * used / 120.0);
    assert_eq!(stats.oldest_use_seconds, None);
}

#[test]
fn a_pool_that_is_used_up_makes_wait_and_gives_up() {
    let events = Events::new();
    let (pool, _) = pool(&events, 1);
    let source = events.source(&pool);
    let held = pool.get().unwrap();
    thread::sleep(Duration::from_millis(50));
    assert!(pool.get().is_err());
    let stats = source.stats();
    assert_eq!((stats.timeouts, stats.requests, stats.in_use), (Some(1.0), Some(1.0), Some(1.0)));
    assert!(stats.oldest_use_seconds.unwrap() >= 0.08);
    let begins = Barrier::new(2);
    let waited = thread::scope(|scope| {
        let waits = scope.spawn(|| {
            begins.wait();
            let began = Instant::now();
            drop(pool.get_timeout(Duration::from_secs(10)).unwrap());
            began.elapsed().as_secs_f64()
        });
        begins.wait();
        thread::sleep(Duration::from_millis(15));
        drop(held);
        waits.join().unwrap()
    });
    let stats = source.stats();
    // Against the thread's own clock: it may begin late, and wait the less.
    let peak = stats.wait_peak_seconds.unwrap();
    assert!((0.5 * waited..=waited).contains(&peak), "waited {waited} s: {stats:?}");
    // It is of the time since it was last asked for.
    assert_eq!(source.stats().wait_peak_seconds, Some(0.0));
}

#[test]
fn what_breaks_is_closed_and_opened_anew() {
    let events = Events::new();
    let (pool, breaks) = pool(&events, 1);
    let source = events.source(&pool);
    breaks.store(true, Ordering::SeqCst);
    drop(pool.get().unwrap());
    breaks.store(false, Ordering::SeqCst);
    let until = Instant::now() + Duration::from_secs(10);
    while source.stats().created != Some(2.0) && Instant::now() < until {
        thread::sleep(Duration::from_millis(1));
    }
    let stats = source.stats();
    assert_eq!((stats.created, stats.closed), (Some(2.0), Some(1.0)));
}

#[test]
fn it_is_observed_as_any_other() {
    let events = Events::new();
    let (pool, _) = pool(&events, 2);
    let source = events.source(&pool);
    let watched = DatabasePool::new("r2d2").unwrap();
    watched.observe_source(&source).unwrap();
    let began = Instant::now();
    let held: Vec<f64> = (0..10)
        .map(|_| {
            let got = Instant::now();
            let connection = pool.get().unwrap();
            thread::sleep(Duration::from_millis(2));
            drop(connection);
            got.elapsed().as_secs_f64()
        })
        .collect();
    // What is observed sooner is no interval yet.
    thread::sleep(Duration::from_millis(500).saturating_sub(began.elapsed()));
    watched.observe_source(&source).unwrap();
    let interval = watched.intervals()[0];
    // Against a clock of our own: a sleep may be longer than was asked for.
    let mean = held.iter().sum::<f64>() / 10.0;
    let variation = held.iter().map(|held| held * held).sum::<f64>() / 10.0 / (mean * mean) - 1.0;
    assert!((0.75 * mean..=mean).contains(&interval.use_seconds.unwrap()), "{mean} s: {interval:?}");
    assert!((interval.use_variation.unwrap() - variation).abs() < 0.3, "{variation}: {interval:?}");
}
