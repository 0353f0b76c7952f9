use std::sync::Barrier;
use std::thread;

use super::*;

struct Fixed(PoolStats);

impl PoolSource for Fixed {
    fn stats(&self) -> PoolStats {
        self.0
    }

    fn holders(&self) -> Vec<Holder> {
        vec![Holder { site: "a.rs:1".to_owned(), connections: 1, seconds: 2.0 }]
    }
}

fn requests(count: f64) -> PoolStats {
    PoolStats { requests: Some(count), ..PoolStats::default() }
}

#[test]
fn a_source_is_asked() {
    let pool = DatabasePool::new("a").unwrap();
    pool.observe_source(&Fixed(requests(1.0))).unwrap();
    thread::sleep(std::time::Duration::from_millis(460));
    pool.observe_source(&Fixed(requests(3.0))).unwrap();
    assert_eq!(pool.latest().unwrap().1.requests, Some(3.0));
    assert_eq!(pool.state().holders.len(), 1);
    let interval = pool.intervals()[0];
    assert!((interval.arrivals_per_second.unwrap() * interval.seconds - 2.0).abs() < 1e-9);
}

#[test]
fn what_is_observed_often_is_one_interval_with_the_highest_peak() {
    let pool = DatabasePool::new("a").unwrap();
    for (tenth, peak) in [(0, 1.0), (1, 2.0), (2, 9.0), (3, 1.0), (4, 1.0), (5, 3.0), (6, 4.0), (10, 1.0)] {
        let stats = PoolStats { in_use_peak: Some(peak), ..requests(f64::from(tenth)) };
        pool.observe_at(f64::from(tenth) / 10.0, &stats).unwrap();
        assert_eq!(pool.latest().unwrap().1.requests, Some(f64::from(tenth)));
    }
    let seen: Vec<_> = pool.intervals().iter().map(|one| (one.end_seconds, one.in_use_peak)).collect();
    assert_eq!(seen, [(0.5, Some(9.0)), (1.0, Some(4.0))]);
}

#[test]
fn who_observes_now_is_never_before_another() {
    let pool = DatabasePool::new("a").unwrap();
    let start = Barrier::new(4);
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                start.wait();
                for _ in 0..500 {
                    pool.observe(&requests(0.0)).unwrap();
                }
            });
        }
    });
}

#[test]
fn a_clock_that_is_another_one_is_told() {
    let pool = DatabasePool::new("a").unwrap();
    pool.observe_at(1e12, &requests(0.0)).unwrap();
    let error = pool.observe(&requests(0.0)).unwrap_err();
    assert!(error.to_string().contains("must not go back"), "{error}");
}

fn held(site: &str, seconds: f64) -> Holder {
    Holder { site: site.to_owned(), connections: 1, seconds }
}

#[test]
fn of_a_record_all_is_taken_in_or_nothing() {
    let pool = DatabasePool::new("a").unwrap();
    let record = |time: f64| {
        let mut record = Record::new("a", time);
        record.pool = Some(requests(time));
        record.holders = vec![held("a.rs:1", time)];
        record.database = Some(DatabaseStats::new(crate::dbpool::DatabaseSystem::Sqlite));
        record
    };
    pool.observe_record(record(1.0)).unwrap();
    let known = || {
        let state = pool.state();
        (state.latest, state.database.clone(), state.holders.clone(), state.intervals.len())
    };
    let before = known();
    let mut bad_database = record(2.0);
    bad_database.database.as_mut().unwrap().values.busy = Some(-1.0);
    let mut bad_pool = record(2.0);
    bad_pool.pool.as_mut().unwrap().in_use = Some(f64::NAN);
    let mut bad_holder = record(2.0);
    bad_holder.holders[0].seconds = -1.0;
    for (record, part) in [
        (bad_database, "`busy` is -1"),
        (bad_pool, "`in_use` is NaN"),
        (bad_holder, "`seconds of a holder` is -1"),
        (record(0.5), "must not go back"),
    ] {
        let error = pool.observe_record(record).unwrap_err();
        assert!(error.to_string().contains(part), "{error}");
        assert_eq!(known(), before);
    }
    pool.observe_record(record(2.0)).unwrap();
    assert_eq!(pool.state().holders[0].seconds, 2.0);
}

#[test]
fn who_holds_for_ever_is_refused_and_there_is_a_bound_to_holders() {
    let pool = DatabasePool::new("a").unwrap();
    for seconds in [f64::INFINITY, f64::NAN, -1.0] {
        let error = pool.observe_holders(vec![held("a.rs:1", seconds)]).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArgument);
    }
    let site = "\u{e4}".repeat(1_000);
    pool.observe_holders((0..1_000).map(|index| held(&site, f64::from(index))).collect()).unwrap();
    let holders = pool.state().holders.clone();
    assert_eq!((holders.len(), holders[0].seconds, holders[0].site.len()), (100, 999.0, 256));
}
