use std::sync::atomic::AtomicU64;
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
        unreachable!("the caches have no use for a clock that may jump")
    }
}

fn with(change: impl FnOnce(&mut CacheOptions)) -> (Arc<HandClock>, Caches) {
    let clock = Arc::new(HandClock::default());
    let mut options = CacheOptions::default();
    change(&mut options);
    let store = |options| Arc::new(Store::<Nothing, Nothing>::new(options, clock.clone()));
    let library = Library {
        auth_tokens: store(options.auth_tokens),
        dns: store(options.dns),
        results: store(options.results),
    };
    let caches = Caches::new(&options, library, clock.clone()).unwrap();
    (clock, caches)
}

fn caches() -> (Arc<HandClock>, Caches) {
    with(|_| {})
}

fn soon() -> Instant {
    Instant::now() + 20 * SECOND
}

fn statistics(caches: &Caches, category: &str) -> CacheStatistics {
    caches.statistics().into_iter().find(|(name, _)| name == category).unwrap().1
}

fn get(caches: &Caches, category: &str, key: &str) -> Option<Vec<u8>> {
    caches.get(category, key).unwrap().map(|value| value.to_vec())
}

#[test]
fn each_category_has_its_time() {
    let (clock, caches) = caches();
    let times = [("config", 300), ("auth_tokens", 3600), ("dns", 600), ("results", 60)];
    for (category, _) in times {
        caches.set(category, "key", category.as_bytes(), None).unwrap();
        caches.set(category, "own time", *b"x", Some(7 * SECOND)).unwrap();
    }
    let mut passed = 0;
    for (category, seconds) in [("results", 60), ("config", 300), ("dns", 600), ("auth_tokens", 3600)] {
        clock.pass(SECOND * (seconds - passed) - Duration::from_nanos(1));
        assert_eq!(get(&caches, category, "key"), Some(category.as_bytes().to_vec()));
        assert_eq!(get(&caches, category, "own time"), None);
        clock.pass(Duration::from_nanos(1));
        assert_eq!(get(&caches, category, "key"), None, "{category} after {seconds} s");
        passed = seconds;
        let counted = statistics(&caches, category);
        assert_eq!((counted.hits, counted.misses, counted.expiries, counted.entries), (1, 2, 2, 0));
        assert_eq!(counted.bytes, 0, "{category}");
    }
}

#[test]
fn what_is_put_in_is_there_until_it_is_taken_out() {
    let (_, caches) = caches();
    caches.set("config", "a", *b"1", None).unwrap();
    caches.set("results", "a", *b"2", None).unwrap();
    assert_eq!(
        (get(&caches, "config", "a"), get(&caches, "results", "a")),
        (Some(b"1".to_vec()), Some(b"2".to_vec()))
    );
    assert!(caches.remove("config", "a").unwrap());
    assert!(!caches.remove("config", "a").unwrap());
    assert_eq!((get(&caches, "config", "a"), get(&caches, "results", "a")), (None, Some(b"2".to_vec())));
    caches.set("results", "a", *b"3", Some(Duration::ZERO)).unwrap();
    assert_eq!(get(&caches, "results", "a"), None, "with no time nothing is kept");
    caches.set("config", "b", *b"", None).unwrap();
    assert_eq!(get(&caches, "config", "b"), Some(Vec::new()), "an empty value is a value");
}

#[test]
fn absence_can_be_known() {
    let (clock, caches) = caches();
    caches.set_absent("config", "none", Some(SECOND)).unwrap();
    assert_eq!(get(&caches, "config", "none"), None);
    assert_eq!(caches.look_up("config", "none").unwrap(), Some(Known::Absent));
    assert_eq!(caches.look_up("config", "unheard of").unwrap(), None);
    let fetched = caches.fetch("config", "none", soon(), || panic!("it is known")).unwrap();
    assert_eq!(fetched, Answer::Absent);
    clock.pass(SECOND);
    assert_eq!(caches.look_up("config", "none").unwrap(), None);
}

#[test]
fn a_hundred_callers_make_one_fetch() {
    let (_, caches) = caches();
    let fetches = AtomicUsize::new(0);
    thread::scope(|scope| {
        let ask = || {
            let answer = caches.fetch("config", "file", soon(), || {
                fetches.fetch_add(1, Ordering::Relaxed);
                while statistics(&caches, "config").misses < 100 {
                    thread::yield_now();
                }
                Ok(Fetched::Found { value: Arc::from(*b"read"), ttl: SECOND })
            });
            answer.unwrap()
        };
        let threads: Vec<_> = (0..100).map(|_| scope.spawn(ask)).collect();
        for thread in threads {
            assert_eq!(thread.join().unwrap(), Answer::Found(Arc::from(*b"read")));
        }
    });
    assert_eq!(fetches.load(Ordering::Relaxed), 1);
    assert_eq!(statistics(&caches, "config").fetches, 1);
    let failed = caches.fetch("config", "other", soon(), || Err("no such file".into())).unwrap();
    assert_eq!(failed, Answer::Failed("no such file".into()));
}

#[test]
fn bytes_are_counted_and_come_back_to_zero() {
    let (_, caches) = caches();
    let empty = statistics(&caches, "config");
    assert_eq!((empty.bytes, empty.entries), (0, 0));
    for (count, key) in ["a", "b", "c"].into_iter().enumerate() {
        caches.set("config", key, vec![0; 1000], None).unwrap();
        let bytes = statistics(&caches, "config").bytes;
        let values = 1000 * (count as u64 + 1);
        assert!((values..values + 1000).contains(&bytes), "{bytes} for {values}");
    }
    caches.set("config", "a", vec![0; 10], None).unwrap();
    let fewer = statistics(&caches, "config").bytes;
    assert!((2000..3000).contains(&fewer), "{fewer} after one was replaced by a small one");
    assert_eq!(statistics(&caches, "config").evictions, 0, "what is replaced does not make way");
    caches.remove("config", "b").unwrap();
    assert!(statistics(&caches, "config").bytes < 2000);
    caches.clear("config").unwrap();
    let cleared = statistics(&caches, "config");
    assert_eq!((cleared.bytes, cleared.entries), (0, 0));
    assert_eq!(
        statistics(&caches, "results"),
        CacheStatistics::default(),
        "the others have nothing to do with it"
    );
}

#[test]
fn neither_entries_nor_bytes_are_more_than_allowed() {
    let (_, caches) = with(|options| options.config = CategoryOptions::new(SECOND, 10));
    for key in 0..30 {
        caches.set("config", &key.to_string(), *b"x", None).unwrap();
    }
    let counted = statistics(&caches, "config");
    assert_eq!((counted.entries, counted.evictions), (10, 20));

    let (_, caches) = with(|options| options.config.max_bytes = 64 << 10);
    for key in 0..300 {
        caches.set("config", &key.to_string(), vec![0; 1 << 10], None).unwrap();
        assert!(statistics(&caches, "config").bytes <= 64 << 10);
    }
    let counted = statistics(&caches, "config");
    assert!(counted.entries >= 40, "{counted:?}");
    assert_eq!(counted.evictions + counted.entries as u64, 300);
    let error = caches.set("config", "large", vec![0; 32 << 10], None).unwrap_err();
    assert!(error.to_string().contains("max_bytes"), "{error}");
    assert_eq!(get(&caches, "config", "large"), None);
}

#[test]
fn what_has_expired_is_swept() {
    let (clock, caches) = caches();
    for key in ["a", "b", "c"] {
        caches.set("config", key, *b"x", Some(SECOND)).unwrap();
    }
    caches.set("config", "later", *b"x", Some(3 * SECOND)).unwrap();
    caches.set("results", "a", *b"x", Some(SECOND)).unwrap();
    assert_eq!(caches.sweep(), 0);
    clock.pass(SECOND);
    assert_eq!(caches.sweep(), 4);
    let counted = statistics(&caches, "config");
    assert_eq!((counted.entries, counted.expiries, counted.misses), (1, 3, 0));
    assert_eq!(statistics(&caches, "results").bytes, 0);
    assert_eq!(caches.sweep(), 0);
    clock.pass(2 * SECOND);
    assert_eq!(caches.sweep(), 1, "what stayed is not forgotten");
    assert_eq!(statistics(&caches, "config").bytes, 0);
}

#[test]
fn sweeping_in_time_is_a_round_in_each_interval_of_a_category_at_a_time() {
    let (clock, caches) = caches();
    let fill = || {
        for category in NAMES {
            caches.set(category, "a", *b"x", Some(SECOND)).unwrap();
        }
    };
    fill();
    clock.pass(59 * SECOND);
    assert_eq!((0..9).map(|_| caches.sweep_on()).sum::<usize>(), 0, "before its time");
    clock.pass(SECOND);
    assert_eq!([0; 6].map(|_| caches.sweep_on()), [1, 1, 1, 1, 0, 0]);
    fill();
    clock.pass(59 * SECOND);
    assert_eq!(caches.sweep_on(), 0);
    clock.pass(SECOND);
    assert_eq!(caches.sweep_on(), 1);
}

#[test]
fn a_host_has_categories_of_its_own() {
    let (clock, caches) = with(|options| {
        options.own.insert("by.options".to_owned(), CategoryOptions::new(SECOND, 1));
    });
    caches.create("mine-2", CategoryOptions::new(2 * SECOND, 5)).unwrap();
    caches.set("mine-2", "a", *b"x", None).unwrap();
    caches.set("by.options", "a", *b"x", None).unwrap();
    let names: Vec<String> = caches.statistics().into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["config", "auth_tokens", "dns", "results", "by.options", "mine-2"]);
    clock.pass(SECOND);
    assert_eq!((get(&caches, "by.options", "a"), get(&caches, "mine-2", "a")), (None, Some(b"x".to_vec())));

    let options = CategoryOptions::new(SECOND, 1);
    for taken in ["config", "dns", "mine-2"] {
        let error = caches.create(taken, options).unwrap_err();
        assert!(error.to_string().contains("already"), "{error}");
    }
    for wrong in ["", "Upper", "a b", "ä", &"x".repeat(65)] {
        let error = caches.create(wrong, options).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{error}");
    }
    for wrong in [CategoryOptions::new(Duration::ZERO, 1), CategoryOptions::new(SECOND, 0)] {
        assert_eq!(caches.create("wrong", wrong).unwrap_err().kind(), ErrorKind::InvalidArgument);
    }
    for number in 2..MOST_OWN {
        caches.create(&format!("more-{number}"), options).unwrap();
    }
    let error = caches.create("too-many", options).unwrap_err();
    assert!(error.to_string().contains("32"), "{error}");
}

#[test]
fn of_many_that_make_the_same_category_one_does() {
    let (_, caches) = caches();
    let made: usize = thread::scope(|scope| {
        let make = || usize::from(caches.create("mine", CategoryOptions::new(SECOND, 5)).is_ok());
        let threads: Vec<_> = (0..16).map(|_| scope.spawn(make)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).sum()
    });
    assert_eq!((made, caches.statistics().len()), (1, 5));
}

#[test]
fn what_makes_no_sense_is_told() {
    let (_, caches) = caches();
    let unknown = caches.get("resluts", "a").unwrap_err();
    assert_eq!(unknown.kind(), ErrorKind::NotFound);
    assert!(unknown.to_string().contains("there are config, auth_tokens, dns, results"), "{unknown}");
    assert!(caches.clear("resluts").is_err() && caches.remove("resluts", "a").is_err());
    for wrong in ["", &"x".repeat((64 << 10) + 1)] {
        assert_eq!(caches.set("config", wrong, *b"", None).unwrap_err().kind(), ErrorKind::InvalidArgument);
    }
}

#[test]
fn many_threads_at_once_leave_the_counts_right() {
    let (_, caches) = with(|options| options.config = CategoryOptions::new(SECOND, 200));
    thread::scope(|scope| {
        for thread in 0..8_u64 {
            let caches = &caches;
            scope.spawn(move || {
                for step in 0..3000 {
                    let key = ((step * 7 + thread * 13) % 400).to_string();
                    match step % 5 {
                        0 | 1 => caches.set("config", &key, vec![0; (step % 90) as usize], None).unwrap(),
                        2 => drop(caches.remove("config", &key)),
                        _ => drop(caches.get("config", &key)),
                    }
                    if step % 1000 == 999 {
                        caches.clear("config").unwrap();
                    }
                }
            });
        }
    });
    let counted = statistics(&caches, "config");
    assert!(counted.entries <= 200);
    assert_eq!(counted.hits + counted.misses, 8 * 3000 * 2 / 5);
    caches.clear("config").unwrap();
    assert_eq!((statistics(&caches, "config").bytes, statistics(&caches, "config").entries), (0, 0));
}
