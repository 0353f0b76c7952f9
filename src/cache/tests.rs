use std::panic::{catch_unwind, AssertUnwindSafe};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

use super::*;

const SECOND: Duration = Duration::from_secs(1);

#[derive(Default)]
struct HandClock(AtomicU64);

impl HandClock {
    fn pass(&self, time: Duration) {
        self.0.fetch_add(time.as_nanos() as u64, Ordering::Relaxed);
    }
}

impl Clock for HandClock {
    fn boot_ns(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    fn wall_ns(&self) -> u64 {
        unreachable!("the cache has no use for a clock that may jump")
    }
}

fn cache(capacity: usize) -> (Arc<HandClock>, Cache<u64, u64, String>) {
    let clock = Arc::new(HandClock::default());
    (Arc::clone(&clock), Cache::with_clock(capacity, clock))
}

fn soon() -> Instant {
    Instant::now() + Duration::from_secs(20)
}

fn found(value: u64) -> Result<Fetched<u64>, String> {
    Ok(Fetched::Found { value, ttl: SECOND })
}

#[test]
fn an_entry_lives_for_its_time_and_not_a_nanosecond_longer() {
    let (clock, cache) = cache(10);
    cache.insert(1, 11, SECOND);
    cache.insert(2, 22, 3 * SECOND);
    cache.insert_absent(3, SECOND);
    clock.pass(SECOND - Duration::from_nanos(1));
    assert_eq!(cache.get(&1), Some(Known::Found(11)));
    assert_eq!(cache.get(&3), Some(Known::Absent));
    clock.pass(Duration::from_nanos(1));
    assert_eq!((cache.get(&1), cache.get(&3)), (None, None));
    assert_eq!(cache.get(&2), Some(Known::Found(22)));
    let bytes = cache.statistics().bytes;
    let wanted =
        CacheStatistics { hits: 3, misses: 2, expiries: 2, entries: 1, bytes, ..CacheStatistics::default() };
    assert_eq!(cache.statistics(), wanted);
    assert_eq!(cache.get(&1), None);
    assert_eq!(cache.statistics(), CacheStatistics { misses: 3, ..wanted }, "it expires once");
    cache.remove(&2);
    assert!(bytes > 0 && cache.statistics().bytes == 0);
}

#[test]
fn what_is_put_in_again_lives_anew_and_what_never_expires_stays() {
    let (clock, cache) = cache(10);
    clock.pass(SECOND);
    cache.insert(1, 10, SECOND);
    cache.insert(2, 20, Duration::MAX);
    clock.pass(SECOND / 2);
    cache.insert(1, 11, SECOND);
    clock.pass(SECOND / 2);
    assert_eq!(cache.get(&1), Some(Known::Found(11)));
    cache.insert(1, 12, Duration::ZERO);
    assert_eq!(cache.get(&1), None, "with no time to live, nothing is kept");
    clock.pass(Duration::from_secs(1 << 33));
    assert_eq!(cache.get(&2), Some(Known::Found(20)));
}

#[test]
fn removed_is_gone_but_only_if_it_is_the_one_meant() {
    let (clock, cache) = cache(10);
    cache.insert(1, 10, SECOND);
    assert_eq!(cache.remove_if(&1, |known| *known == Known::Found(9)), None);
    assert_eq!(cache.get(&1), Some(Known::Found(10)));
    assert_eq!(cache.remove_if(&1, |known| *known == Known::Found(10)), Some(Known::Found(10)));
    assert_eq!((cache.get(&1), cache.remove(&1)), (None, None));
    cache.insert(1, 10, SECOND);
    clock.pass(SECOND);
    assert_eq!(cache.remove(&1), None, "it had expired");
    assert_eq!(cache.statistics().entries, 0);
}

#[test]
fn it_never_holds_more_than_it_may() {
    for capacity in [1, 2, 63, 100, 129, 1000, 5000] {
        let (_, cache) = cache(capacity);
        let puts = 3 * capacity as u64;
        for key in 0..puts {
            cache.insert(key, key, SECOND);
        }
        let statistics = cache.statistics();
        assert!(statistics.entries <= capacity && statistics.entries * 10 >= capacity * 8, "{statistics:?}");
        assert_eq!(statistics.evictions + statistics.entries as u64, puts, "{capacity}: {statistics:?}");
    }
    let cache: Cache<u64, u64> = Cache::new(0);
    cache.insert(1, 1, SECOND);
    assert_eq!(cache.get(&1), Some(Known::Found(1)), "none is taken for one");
}

#[test]
fn what_is_replaced_is_no_eviction() {
    let (_, cache) = cache(100);
    for round in 0..3 {
        for key in 0..50 {
            cache.insert(key, round, SECOND);
        }
    }
    assert_eq!((cache.statistics().entries, cache.statistics().evictions), (50, 0));
}

#[test]
fn what_will_not_do_stays_and_is_missed() {
    let (_, cache) = cache(10);
    cache.insert(1, 10, SECOND);
    assert_eq!(cache.get_if(&1, |known| *known == Known::Found(11)), None);
    assert_eq!(cache.get_if(&1, |known| *known == Known::Found(10)), Some(Known::Found(10)));
    assert_eq!(cache.peek(&1), Some(Known::Found(10)));
    assert_eq!((cache.statistics().hits, cache.statistics().misses), (1, 1));
}

#[test]
fn a_hundred_callers_make_one_fetch() {
    let (_, cache) = cache(10);
    let fetches = AtomicUsize::new(0);
    thread::scope(|scope| {
        let ask = || {
            cache.get_or_fetch(&7, soon(), || {
                fetches.fetch_add(1, Ordering::Relaxed);
                // Long enough for the others to come: each of them counted its miss before.
                while cache.statistics().misses < 100 {
                    thread::yield_now();
                }
                found(70)
            })
        };
        let threads: Vec<_> = (0..100).map(|_| scope.spawn(ask)).collect();
        for thread in threads {
            assert_eq!(thread.join().unwrap(), Answer::Found(70));
        }
    });
    assert_eq!(fetches.load(Ordering::Relaxed), 1);
    assert_eq!(cache.statistics().fetches, 1);
    assert_eq!(cache.get_or_fetch(&7, soon(), || panic!("it is there")), Answer::Found(70));
}

#[test]
fn absence_is_remembered_for_its_own_time() {
    let (clock, cache) = cache(10);
    let absent = || Ok(Fetched::Absent { ttl: 5 * SECOND });
    assert_eq!(cache.get_or_fetch(&1, soon(), absent), Answer::Absent);
    clock.pass(4 * SECOND);
    assert_eq!(cache.get_or_fetch(&1, soon(), || found(1)), Answer::Absent);
    clock.pass(SECOND);
    assert_eq!(cache.get_or_fetch(&1, soon(), || found(1)), Answer::Found(1));
}

/// Runs `first` as the fetch of one thread and, while it is under way, `others` on this one.
fn while_fetching<R>(
    cache: &Cache<u64, u64, String>,
    first: impl FnOnce() -> Result<Fetched<u64>, String> + Send,
    others: impl FnOnce(&mpsc::Sender<()>) -> R,
) -> (thread::Result<Answer<u64, String>>, R) {
    let (begun, has_begun) = mpsc::channel();
    let (go_on, may_go_on) = mpsc::channel();
    thread::scope(|scope| {
        let fetching = scope.spawn(move || {
            cache.get_or_fetch(&1, soon(), || {
                begun.send(()).unwrap();
                may_go_on.recv().unwrap();
                first()
            })
        });
        has_begun.recv().unwrap();
        let others = others(&go_on);
        // Who is let go on already has left.
        let _ = go_on.send(());
        (fetching.join(), others)
    })
}

#[test]
fn who_waits_is_back_at_its_own_deadline() {
    let (_, cache) = cache(10);
    let (fetched, (answer, took)) = while_fetching(
        &cache,
        || found(10),
        |_| {
            let begin = Instant::now();
            let deadline = begin + Duration::from_millis(50);
            (cache.get_or_fetch(&1, deadline, || panic!("another fetches")), begin.elapsed())
        },
    );
    assert_eq!(answer, Answer::Waited);
    assert!(took >= Duration::from_millis(50), "{took:?}");
    assert_eq!(fetched.unwrap(), Answer::Found(10), "the fetch goes on");
    assert_eq!(cache.get(&1), Some(Known::Found(10)));
}

#[test]
fn other_keys_are_not_held_up_by_a_fetch() {
    let (_, cache) = cache(10);
    let (fetched, ()) = while_fetching(
        &cache,
        || found(10),
        |_| {
            cache.insert(2, 20, SECOND);
            assert_eq!(cache.get(&2), Some(Known::Found(20)));
            assert_eq!(cache.get(&1), None);
            assert_eq!(cache.get_or_fetch(&3, soon(), || found(30)), Answer::Found(30));
            cache.remove(&1);
        },
    );
    assert_eq!(fetched.unwrap(), Answer::Found(10));
}

#[test]
fn all_who_waited_get_the_error_and_it_is_not_remembered() {
    let (_, cache) = cache(10);
    let wrong = || Err("on purpose".to_owned());
    let (fetched, answers) = while_fetching(&cache, wrong, |go_on| with_ten_waiting(&cache, go_on));
    assert_eq!(fetched.unwrap(), Answer::Failed("on purpose".to_owned()));
    assert_eq!(answers, vec![Answer::Failed("on purpose".to_owned()); 10]);
    assert_eq!(cache.statistics().fetches, 1);
    assert_eq!(cache.get_or_fetch(&1, soon(), || found(11)), Answer::Found(11));
}

#[test]
fn after_a_panic_one_who_waited_fetches() {
    let (_, cache) = cache(10);
    let (fetched, answers) =
        while_fetching(&cache, || panic!("on purpose"), |go_on| with_ten_waiting(&cache, go_on));
    assert!(fetched.is_err());
    assert_eq!(answers, vec![Answer::Found(77); 10]);
    assert_eq!(cache.statistics().fetches, 2, "the one that panicked, and one more");
}

/// What ten threads get that wait when the fetch goes on.
fn with_ten_waiting(cache: &Cache<u64, u64, String>, go_on: &mpsc::Sender<()>) -> Vec<Answer<u64, String>> {
    thread::scope(|scope| {
        let threads: Vec<_> =
            (0..10).map(|_| scope.spawn(|| cache.get_or_fetch(&1, soon(), || found(77)))).collect();
        // All have missed and are about to board, or have.
        while cache.statistics().misses < 11 {
            thread::yield_now();
        }
        thread::sleep(Duration::from_millis(50));
        go_on.send(()).unwrap();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    })
}

#[test]
fn a_panic_does_not_spoil_the_key() {
    let (_, cache) = cache(10);
    let caught = catch_unwind(AssertUnwindSafe(|| {
        cache.get_or_fetch(&1, soon(), || -> Result<_, String> { panic!("on purpose") })
    }));
    assert!(caught.is_err());
    assert_eq!(cache.get_or_fetch(&1, soon(), || found(1)), Answer::Found(1));
}

#[test]
fn a_fetch_that_asks_for_its_own_key_waits_no_longer_than_it_may() {
    let (_, cache) = cache(10);
    let answer = cache.get_or_fetch(&1, soon(), || {
        let inner = cache.get_or_fetch(&1, Instant::now() + Duration::from_millis(10), || found(2));
        assert_eq!(inner, Answer::Waited);
        found(1)
    });
    assert_eq!(answer, Answer::Found(1));
}

#[test]
fn names_are_looked_up_without_making_a_key_of_them() {
    let cache: Cache<Box<str>, u64> = Cache::new(4);
    cache.insert("a".into(), 1, SECOND);
    assert_eq!(cache.get("a"), Some(Known::Found(1)));
    assert_eq!(cache.remove("a"), Some(Known::Found(1)));
}
