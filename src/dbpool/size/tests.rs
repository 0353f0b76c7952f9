use super::*;
use crate::dbpool::{DatabaseStats, DatabaseSystem, PoolStats};

/// A pool at a steady load, as it would report each second.
struct Steady {
    rate: f64,
    /// Requests before it began.
    before: f64,
    use_seconds: f64,
    wait_seconds: f64,
    queued: f64,
    stats: PoolStats,
    database: Option<DatabaseStats>,
}

impl Steady {
    fn new(size: f64, rate: f64, use_seconds: f64) -> Self {
        let stats = PoolStats { size: Some(size), max_overflow: Some(0.0), ..PoolStats::default() };
        Steady { rate, before: 0.0, use_seconds, wait_seconds: 0.0, queued: 0.0, stats, database: None }
    }

    fn full(size: f64, use_seconds: f64, waiting: f64) -> Self {
        let rate = size / use_seconds;
        Steady { wait_seconds: waiting / rate, queued: 1.0, ..Self::new(size, rate, use_seconds) }
    }

    fn database(mut self, cpus: Option<f64>, active: f64) -> Self {
        let mut stats = DatabaseStats::new(DatabaseSystem::PostgreSql);
        stats.values.cpus = cpus;
        stats.values.connections_active = Some(active);
        stats.values.commits = Some(0.0);
        self.database = Some(stats);
        self
    }

    fn observe(&self, pool: &DatabasePool, from: u32, to: u32) {
        for second in from..to {
            let time = f64::from(second);
            let requests = self.before + self.rate * time;
            let stats = PoolStats {
                requests: Some(requests),
                use_seconds: Some(requests * self.use_seconds),
                use_seconds_squared: Some(requests * 2.0 * self.use_seconds.powi(2)),
                wait_seconds: Some(requests * self.wait_seconds),
                queued: Some(requests * self.queued),
                timeouts: Some(0.0),
                ..self.stats
            };
            pool.observe_at(time, &stats).unwrap();
            if let Some(database) = &self.database {
                pool.observe_database_at(time, database.clone()).unwrap();
            }
        }
    }

    fn pool(&self) -> DatabasePool {
        let pool = DatabasePool::new("orders").unwrap();
        self.observe(&pool, 0, 120);
        pool
    }
}

fn advice(pool: &DatabasePool, options: &SizeOptions) -> PoolAdvice {
    match pool.advise(options) {
        PoolSizing::Advice(advice) => *advice,
        other => panic!("{other:?}"),
    }
}

fn options(change: impl FnOnce(&mut SizeOptions)) -> SizeOptions {
    let mut options = SizeOptions::default();
    change(&mut options);
    options
}

#[test]
fn nothing_seen_is_not_enough() {
    let pool = DatabasePool::new("orders").unwrap();
    let PoolSizing::NotEnoughData { needed, requests, first_size, .. } = pool.advise(&SizeOptions::default())
    else {
        panic!("advice from nothing");
    };
    assert_eq!((requests, first_size), (0.0, None));
    assert!(needed.contains("200"), "{needed}");
    let PoolSizing::NotEnoughData { first_size, .. } =
        pool.advise(&options(|told| told.database_cpus = Some(4.0)))
    else {
        panic!("advice from nothing");
    };
    assert_eq!(first_size, Some(9));
}

#[test]
fn without_hold_times_nothing_is_advised() {
    let pool = DatabasePool::new("orders").unwrap();
    for second in 0..60 {
        let stats = PoolStats { requests: Some(100.0 * f64::from(second)), ..PoolStats::default() };
        pool.observe_at(f64::from(second), &stats).unwrap();
    }
    let PoolSizing::NotEnoughData { needed, .. } = pool.advise(&SizeOptions::default()) else {
        panic!("advice")
    };
    assert!(needed.contains("use_seconds"), "{needed}");
}

#[test]
fn a_pool_far_too_large_shrinks_and_says_why() {
    let advice = advice(&Steady::new(64.0, 200.0, 0.02).pool(), &SizeOptions::default());
    assert_eq!(advice.change, SizeChange::Shrink);
    assert!((6..=13).contains(&advice.size), "{}", advice.size);
    assert!(advice.reason.contains("200 /s") && advice.reason.contains("20 ms"), "{}", advice.reason);
    assert!(advice.confidence > 0.5 && advice.confidence < 1.0);
}

#[test]
fn a_target_is_met_by_erlang() {
    let told = options(|told| {
        told.target_wait_seconds = Some(0.01);
        told.late_ratio = 0.01;
    });
    // Arrivals as even as these are less than random: the wait is shorter than the formula's for random ones.
    let advice = advice(&Steady::new(64.0, 200.0, 0.02).pool(), &told);
    assert!((7..=8).contains(&advice.size), "{}", advice.size);
}

#[test]
fn where_all_wait_it_grows_by_steps() {
    let pool = Steady::full(2.0, 0.02, 40.0).database(Some(16.0), 1.5).pool();
    let advice = advice(&pool, &SizeOptions::default());
    assert_eq!((advice.size, advice.change, advice.limit), (4, SizeChange::Grow, SizeLimit::Step));
}

#[test]
fn a_saturated_database_gets_no_more_connections() {
    let pool = Steady::full(16.0, 0.08, 60.0).database(Some(4.0), 15.0).pool();
    let advice = advice(&pool, &SizeOptions::default());
    assert_eq!(advice.limit, SizeLimit::Database);
    assert!(advice.size < 16 && advice.size >= 4, "{}", advice.size);
    assert!(advice.reason.contains("4 CPUs"), "{}", advice.reason);
    assert!(advice.notes.iter().any(|note| note.contains("a larger pool does not")));
    assert_eq!(advice.overflow, 0);
}

#[test]
fn a_pool_that_never_ran_out_does_not_grow() {
    // 64 threads that ask again when they were served, at a rate that varies by their luck.
    let pool = DatabasePool::new("orders").unwrap();
    let mut requests = 0.0;
    for second in 0..60 {
        let stats = PoolStats {
            size: Some(72.0),
            in_use: Some(64.0),
            in_use_peak: Some(64.0),
            requests: Some(requests),
            use_seconds: Some(64.0 * f64::from(second)),
            wait_seconds: Some(requests * 1e-6),
            ..PoolStats::default()
        };
        pool.observe_at(f64::from(second), &stats).unwrap();
        let mut database = DatabaseStats::new(DatabaseSystem::PostgreSql);
        database.values.cpus = Some(16.0);
        database.values.connections_active = Some(4.0);
        database.values.commits = Some(requests);
        pool.observe_database_at(f64::from(second), database).unwrap();
        requests += if second % 20 < 15 { 4000.0 } else { 1500.0 };
    }
    let advice = advice(&pool, &SizeOptions::default());
    assert!(advice.size <= 72, "{}", advice.reason);
}

#[test]
fn waits_for_locks_are_not_answered_by_connections() {
    let mut load = Steady::full(8.0, 0.2, 30.0).database(Some(16.0), 8.0);
    load.database.as_mut().unwrap().values.connections_waiting_for_lock = Some(6.0);
    let advice = advice(&load.pool(), &SizeOptions::default());
    assert_eq!(advice.limit, SizeLimit::Locks);
    assert!(advice.size <= 8, "{}", advice.size);
}

#[test]
fn hold_times_in_proportion_to_connections_are_the_database() {
    // Nothing is known of it, but twice the connections served no more.
    let pool = DatabasePool::new("orders").unwrap();
    Steady::full(8.0, 0.02, 60.0).observe(&pool, 0, 60);
    Steady::full(16.0, 0.04, 60.0).observe(&pool, 200, 260);
    let advice = advice(&pool, &SizeOptions::default());
    assert!(advice.size < 16, "{advice:?}");
    assert_eq!(advice.limit, SizeLimit::Database);
}

#[test]
fn hold_times_that_stay_let_it_grow() {
    let pool = DatabasePool::new("orders").unwrap();
    Steady::full(8.0, 0.02, 60.0).observe(&pool, 0, 60);
    Steady::full(16.0, 0.02, 60.0).observe(&pool, 200, 260);
    let advice = advice(&pool, &SizeOptions::default());
    assert!((26..=32).contains(&advice.size) && advice.change == SizeChange::Grow, "{advice:?}");
}

#[test]
fn where_nothing_tells_a_smaller_size_is_tried() {
    let advice = advice(&Steady::full(32.0, 0.02, 60.0).pool(), &SizeOptions::default());
    assert_eq!((advice.size, advice.limit), (21, SizeLimit::Trial));
}

#[test]
fn requests_that_come_by_themselves_never_get_fewer_connections_than_they_use() {
    for database in [None, Some(64.0)] {
        let mut load = Steady::new(64.0, 2000.0, 0.02);
        if database.is_some() {
            load = load.database(database, 20.0);
        }
        let advice = advice(&load.pool(), &SizeOptions::default());
        assert!(advice.size > 40 && advice.limit == SizeLimit::Demand, "{advice:?}");
        assert!(!advice.reason.contains("waiting"), "{advice:?}");
    }
}

#[test]
fn the_database_accepts_so_many() {
    let mut load = Steady::full(8.0, 0.02, 60.0).database(Some(64.0), 2.0);
    let values = &mut load.database.as_mut().unwrap().values;
    values.max_connections = Some(50.0);
    values.reserved_connections = Some(3.0);
    values.connections = Some(37.0);
    values.connections_own = Some(20.0);
    let advice = advice(&load.pool(), &options(|told| told.replicas = 3));
    // (50 - 3 - 17) / 3
    assert_eq!((advice.size, advice.limit), (10, SizeLimit::MaxConnections));
    assert!(advice.what_if.iter().all(|row| row.size <= 10));
}

#[test]
fn threads_that_hold_several_set_a_floor() {
    let told = options(|told| {
        told.threads = Some(10);
        told.connections_per_thread = 3;
    });
    let advice = advice(&Steady::new(64.0, 50.0, 0.02).pool(), &told);
    assert_eq!((advice.size, advice.limit), (21, SizeLimit::DeadlockFloor));
}

#[test]
fn a_floor_above_the_cap_is_told() {
    let mut load = Steady::new(8.0, 50.0, 0.02).database(Some(8.0), 1.0);
    load.database.as_mut().unwrap().values.max_connections = Some(12.0);
    let told = options(|told| {
        told.threads = Some(10);
        told.connections_per_thread = 3;
    });
    let advice = advice(&load.pool(), &told);
    assert_eq!(advice.size, 12);
    assert!(advice.notes.iter().any(|note| note.contains("21")), "{:?}", advice.notes);
}

#[test]
fn advice_that_differs_a_little_stays() {
    let first = advice(&Steady::new(64.0, 200.0, 0.02).pool(), &SizeOptions::default()).size;
    for near in [first, first + 1, first + 2] {
        let advice = advice(&Steady::new(f64::from(near), 205.0, 0.02).pool(), &SizeOptions::default());
        assert_eq!((advice.size, advice.change), (near, SizeChange::Keep), "{}", advice.reason);
    }
    let held = advice(&Steady::new(f64::from(first + 1), 200.0, 0.02).pool(), &SizeOptions::default());
    assert!(held.held && held.reason.contains("stay"), "{}", held.reason);
}

#[test]
fn advice_not_yet_followed_does_not_flap() {
    let pool = Steady::new(64.0, 200.0, 0.02).pool();
    let first = advice(&pool, &SizeOptions::default()).size;
    let more = Steady { before: 120.0 * (200.0 - 206.0), ..Steady::new(64.0, 206.0, 0.02) };
    more.observe(&pool, 120, 240);
    assert_eq!(advice(&pool, &SizeOptions::default()).size, first);
}

#[test]
fn lost_connections_are_replaced_earlier() {
    let mut load = Steady::new(8.0, 100.0, 0.02);
    load.stats.recycle_seconds = Some(3600.0);
    assert_eq!(advice(&load.pool(), &SizeOptions::default()).recycle_seconds, 3600.0);
    let pool = DatabasePool::new("orders").unwrap();
    for second in 0..60 {
        load.stats.lost = Some(f64::from(second));
        load.stats.created = Some(f64::from(second) * 2.0);
        load.observe(&pool, second, second + 1);
    }
    assert_eq!(advice(&pool, &SizeOptions::default()).recycle_seconds, 1800.0);
}

#[test]
fn every_kind_of_pool_gets_its_settings() {
    let advice =
        advice(&Steady::new(64.0, 40.0, 0.2).pool(), &options(|told| told.pattern = PoolPattern::Burst));
    assert!(advice.overflow > 0);
    let value = |library: &str, target: &str| {
        let settings = advice.settings.iter().find(|one| one.library == library).unwrap();
        let action = settings.actions.iter().find(|action| action.target.ends_with(target));
        action.unwrap_or_else(|| panic!("{library} {target}")).value.clone()
    };
    let (size, most) = (advice.size.to_string(), (advice.size + advice.overflow).to_string());
    assert_eq!(value("sqlalchemy", "pool_size"), size);
    assert_eq!(value("sqlalchemy", "max_overflow"), advice.overflow.to_string());
    assert_eq!(value("psycopg_pool", "max_size"), most);
    assert_eq!(value("hikaricp", "maximumPoolSize"), most);
    assert_eq!(value("hikaricp", "connectionTimeout"), format!("{}", advice.timeout_seconds * 1000.0));
    assert_eq!(value("pgbouncer", "default_pool_size"), size);
    assert_eq!(value("r2d2", "max_size"), most);
}

#[test]
fn it_serializes() {
    let sizing =
        Steady::new(64.0, 200.0, 0.02).database(Some(8.0), 2.0).pool().advise(&SizeOptions::default());
    let json = serde_json::to_value(&sizing).unwrap();
    assert_eq!(json["status"], "advice");
    assert_eq!(json["change"], "shrink");
    assert!(json["what_if"].as_array().unwrap().len() > 5 && json["settings"].as_array().unwrap().len() == 5);
    let none = DatabasePool::new("orders").unwrap().advise(&SizeOptions::default());
    assert_eq!(serde_json::to_value(&none).unwrap()["status"], "not_enough_data");
}

#[test]
fn the_what_if_table_falls_and_rises() {
    let advice =
        advice(&Steady::new(64.0, 200.0, 0.02).database(Some(8.0), 3.0).pool(), &SizeOptions::default());
    let waits: Vec<f64> = advice.what_if.iter().map(|row| row.wait_p95_seconds).collect();
    assert!(waits.windows(2).all(|pair| pair[1] <= pair[0] + 1e-9), "{waits:?}");
    assert!(advice.what_if.iter().all(|row| row.cost >= 0.999), "{:?}", advice.what_if);
    assert!(advice.what_if.iter().all(|row| row.database_load.is_some()));
}

#[test]
fn thousands_of_connections_do_no_harm() {
    let pool = Steady::new(4000.0, 100_000.0, 0.03).database(Some(4000.0), 2000.0).pool();
    let advice = advice(&pool, &SizeOptions::default());
    assert!((3000..=3600).contains(&advice.size), "{}", advice.size);
}

#[test]
fn any_numbers_give_an_answer() {
    for (size, rate, used) in [(1.0, 1e6, 1e-7), (0.0, 50.0, 1.0), (1.0, 30.0, 1e4), (1e6, 20.0, 0.1)] {
        let load = Steady { queued: 1.0, wait_seconds: 3.0, ..Steady::new(size, rate, used) }
            .database(Some(0.5), 1e5);
        let sizing = load.pool().advise(&options(|told| told.replicas = 0));
        let json = serde_json::to_string(&sizing).unwrap();
        assert!(!json.contains("NaN"), "{json}");
    }
}

#[test]
fn a_leaking_pool_keeps_its_size_until_the_leak_is_found() {
    let pool = DatabasePool::new("reports").unwrap();
    let mut found = 0;
    for line in include_str!("../../../tests/data/dbpool/leaking.jsonl").lines() {
        pool.observe_record(serde_json::from_str(line).unwrap()).unwrap();
        if pool.findings().iter().all(|finding| finding.rule != "database_pool.leak") {
            continue;
        }
        found += 1;
        let advice = advice(&pool, &SizeOptions::default());
        assert_eq!((advice.size, advice.change, advice.limit), (8, SizeChange::Keep, SizeLimit::Leak));
        assert!(advice.reason.starts_with("Find the leak first"), "{}", advice.reason);
        assert!(advice.notes[0].starts_with("Find the leak first"), "{:?}", advice.notes);
    }
    assert!(found > 20, "{found}");
}

#[test]
fn a_leak_comes_before_what_is_missing() {
    let pool = DatabasePool::new("orders").unwrap();
    let stats = |second: f64| PoolStats {
        size: Some(8.0),
        in_use: Some(8.0),
        waiting: Some(3.0),
        oldest_use_seconds: Some(second),
        requests: Some(60.0),
        use_seconds: Some(0.6),
        ..PoolStats::default()
    };
    for second in 0..120 {
        let mut stats = stats(f64::from(second));
        if second < 5 {
            (stats.requests, stats.use_seconds) =
                (Some(f64::from(second) * 12.0), Some(f64::from(second) * 0.12));
        }
        pool.observe_at(f64::from(second), &stats).unwrap();
    }
    assert_eq!(pool.findings()[0].rule, "database_pool.leak");
    let PoolSizing::NotEnoughData { needed, .. } = pool.advise(&SizeOptions::default()) else {
        panic!("advice from 60 requests")
    };
    assert!(needed.starts_with("Find the leak first") && needed.contains("200"), "{needed}");
}

#[test]
fn nothing_is_0_and_not_minus_0() {
    let pool = DatabasePool::new("orders").unwrap();
    for round in 0..2 {
        let told = format!(
            "{} {}",
            serde_json::to_string(&pool.advise(&SizeOptions::default())).unwrap(),
            serde_json::to_string(&pool.recognise()).unwrap()
        );
        assert!(!told.contains("-0") && told.contains("\"0 requests in "), "{told}");
        // Nor of a pool that was seen and asked for nothing.
        for second in 0..20 {
            let stats = PoolStats {
                requests: Some(0.0),
                use_seconds: Some(0.0),
                timeouts: Some(0.0),
                ..PoolStats::default()
            };
            pool.observe_at(f64::from(20 * round + second), &stats).unwrap();
        }
    }
}

#[test]
fn a_database_with_half_a_percent_to_give_gets_no_more_connections() {
    // Eight connections, each half of its time in a database of 4 CPUs: by waits alone one or two more would be cheaper.
    for (active, limit) in [(6.3, SizeLimit::Database), (2.5, SizeLimit::Step)] {
        let pool = Steady::full(8.0, 0.02, 200.0).database(Some(4.0), active).pool();
        let advice = advice(&pool, &SizeOptions::default());
        assert_eq!((advice.limit, advice.size > 8), (limit, limit == SizeLimit::Step), "{}", advice.reason);
    }
}

#[test]
fn disks_of_unknown_number_are_not_given_more_connections() {
    let disk = |told: Option<f64>| {
        let mut load = Steady::full(16.0, 0.08, 60.0).database(Some(32.0), 15.0);
        load.database.as_mut().unwrap().values.connections_waiting_for_io = Some(14.0);
        advice(&load.pool(), &options(|options| options.parallel_io = told))
    };
    assert_eq!((disk(None).size, disk(None).limit), (10, SizeLimit::Trial));
    // Of 4 disks 15 sessions keep all busy; of 64 they do not.
    assert!(disk(Some(4.0)).size < 16 && disk(Some(4.0)).limit == SizeLimit::Database);
    assert!(disk(Some(64.0)).size > 16, "{}", disk(Some(64.0)).reason);
}

#[test]
fn locks_that_some_wait_for_do_not_shrink_a_pool_below_its_load() {
    // Requests come by themselves; 3 of 10 connections are in use, half of that for a row that others change, too.
    let mut load = Steady::new(10.0, 60.0, 0.05).database(Some(8.0), 2.0);
    load.database.as_mut().unwrap().values.connections_waiting_for_lock = Some(1.1);
    let advice = advice(&load.pool(), &SizeOptions::default());
    assert!((4..=10).contains(&advice.size), "{} {}", advice.size, advice.reason);
}

#[test]
fn a_gap_in_what_was_observed_outweighs_nothing() {
    let pool = DatabasePool::new("orders").unwrap();
    Steady::new(16.0, 10.0, 0.02).observe(&pool, 0, 20);
    // For an hour nobody looked; then all connections are in use.
    Steady::full(16.0, 0.02, 60.0).observe(&pool, 3620, 3660);
    let advice = advice(&pool, &SizeOptions::default());
    let in_use = advice.evidence.iter().find(|one| one.name == "in_use_mean").unwrap().value;
    assert!(in_use > 10.0, "{advice:?}");
}

#[test]
fn a_size_beyond_all_sense_is_no_panic() {
    let mut load = Steady::new(4_294_967_295.0, 100.0, 0.02);
    load.stats.max_overflow = Some(10.0);
    let advice = advice(&load.pool(), &SizeOptions::default());
    assert!(advice.size <= 1_000_010, "{advice:?}");
}

#[test]
fn who_waits_for_ever_is_seen_waiting() {
    // Two threads take the connections from each other: hardly a wait ends, and 22 never do.
    let mut load = Steady::full(2.0, 0.006, 0.0);
    (load.queued, load.stats.waiting, load.stats.in_use) = (0.0, Some(22.0), Some(2.0));
    let advice = advice(&load.pool(), &SizeOptions::default());
    assert_eq!((advice.limit, advice.change), (SizeLimit::Step, SizeChange::Grow), "{advice:?}");
}

#[test]
fn a_pool_that_opens_more_than_its_size_is_one_without_an_end() {
    for (overflow, peak) in [(None, None), (Some(0.0), None), (None, Some(26.0))] {
        let mut load = Steady::new(5.0, 1000.0, 0.02);
        (load.stats.max_overflow, load.stats.in_use, load.stats.in_use_peak) = (overflow, Some(20.0), peak);
        let pool = load.pool();
        let advice = advice(&pool, &SizeOptions::default());
        assert!(advice.size >= 20 && advice.change == SizeChange::Set, "{advice:?}");
        assert!(!advice.reason.contains("of 5"), "{}", advice.reason);
        assert!(
            advice.notes.iter().any(|note| note.contains("than the 5 that the pool reports")),
            "{advice:?}"
        );
        assert!(pool.intervals().iter().all(|one| one.most.is_none() && one.utilisation.is_none()));
        assert!(pool.findings().is_empty(), "{:?}", pool.findings());
    }
}

#[test]
fn a_pool_that_was_made_smaller_has_an_end_though_more_are_in_use_for_a_while() {
    let pool = DatabasePool::new("orders").unwrap();
    let mut load = Steady::new(20.0, 200.0, 0.02);
    load.stats.in_use = Some(15.0);
    load.observe(&pool, 0, 20);
    for second in 20..25 {
        // Those that are out come back one after another, and none goes out.
        let stats = PoolStats {
            size: Some(10.0),
            in_use: Some(15.0 - f64::from(second - 20)),
            requests: Some(19.0 * 200.0),
            use_seconds: Some(19.0 * 200.0 * 0.02),
            ..load.stats
        };
        pool.observe_at(f64::from(second), &stats).unwrap();
    }
    assert_eq!(pool.intervals().last().unwrap().most, Some(10.0));
}

/// The recorded pool, all of it.
fn recorded(name: &str) -> DatabasePool {
    let file = format!("{}/tests/data/dbpool/{name}.jsonl", env!("CARGO_MANIFEST_DIR"));
    let pool = DatabasePool::new("orders").unwrap();
    for line in std::fs::read_to_string(file).unwrap().lines() {
        pool.observe_record(serde_json::from_str(line).unwrap()).unwrap();
    }
    pool
}

#[test]
fn waits_never_grow_with_the_size_while_the_database_keeps_up() {
    for told in [None, Some(8.0), Some(16.0), Some(64.0)] {
        let options = options(|options| options.database_cpus = told);
        let advice = advice(&recorded("healthy"), &options);
        let waits: Vec<f64> = advice.what_if.iter().map(|row| row.wait_p95_seconds).collect();
        assert!(waits.windows(2).all(|pair| pair[1] <= pair[0]), "{waits:?}");
        assert!(waits[0] < 3600.0, "{waits:?}");
    }
}

#[test]
fn a_timeout_stays_where_it_is_about_what_would_be_advised() {
    let told = |use_seconds: f64, timeout: Option<f64>| {
        let mut load = Steady::new(32.0, 100.0, use_seconds);
        load.stats.timeout_seconds = timeout;
        advice(&load.pool(), &SizeOptions::default())
    };
    for (used, set, advised) in
        [(0.049, 1.0, 1.0), (0.051, 1.0, 1.0), (0.051, 2.0, 2.0), (0.09, 1.0, 1.0), (0.051, 5.0, 2.0)]
    {
        let advice = told(used, Some(set));
        assert_eq!(advice.timeout_seconds, advised, "{used} {set}");
        let said =
            advice.notes.iter().any(|note| note.starts_with(&format!("A timeout of {advised} s instead of")));
        assert_eq!(said, set != advised, "{:?}", advice.notes);
    }
    // What was advised and not yet followed stays, too.
    let pool = Steady::new(32.0, 100.0, 0.049).pool();
    assert_eq!(advice(&pool, &SizeOptions::default()).timeout_seconds, 1.0);
    let more = Steady { before: 0.0, ..Steady::new(32.0, 100.0, 0.053) };
    more.observe(&pool, 120, 500);
    assert_eq!(advice(&pool, &SizeOptions::default()).timeout_seconds, 1.0);
}

#[test]
fn the_reason_names_what_decides_where_hardly_anybody_waits() {
    let far = advice(&Steady::new(64.0, 200.0, 0.02).pool(), &SizeOptions::default());
    assert!(far.reason.contains("do not wait at all, no more than with 64"), "{}", far.reason);
    // Two in a hundred queue, which is no matter for the 95th percentile.
    let load = Steady { queued: 0.02, wait_seconds: 0.0001, ..Steady::new(8.0, 200.0, 0.02) };
    let pool = DatabasePool::new("orders").unwrap();
    let mut requests = 0.0;
    for second in 0..120 {
        let stats = PoolStats {
            requests: Some(requests),
            use_seconds: Some(requests * 0.02),
            use_seconds_squared: Some(requests * 2.0 * 0.02_f64.powi(2)),
            wait_seconds: Some(requests * load.wait_seconds),
            queued: Some(requests * load.queued),
            ..load.stats
        };
        pool.observe_at(f64::from(second), &stats).unwrap();
        // As uneven as chance has it.
        requests += 150.0 + [14.0, -14.0, 3.0, -20.0, 17.0][second as usize % 5];
    }
    let near = advice(&pool, &SizeOptions::default());
    assert_eq!(near.change, SizeChange::Grow, "{near:?}");
    assert!(near.reason.contains("two requests in a thousand wait"), "{}", near.reason);
}

#[test]
fn the_reason_names_what_is_usual_where_it_counts() {
    let pool = DatabasePool::new("orders").unwrap();
    Steady::new(64.0, 40.0, 0.1).observe(&pool, 0, 30);
    let advice = advice(&pool, &options(|told| (told.database_cpus, told.replicas) = (Some(64.0), 2)));
    assert!(
        advice.reason.contains("65 is usual for this pool's share of the database's CPUs"),
        "{}",
        advice.reason
    );
}

#[test]
fn a_pool_in_which_nobody_waited_keeps_its_size_though_all_were_in_use() {
    let mut load = Steady::new(6.0, 200.0, 0.02);
    load.stats.in_use_peak = Some(6.0);
    load.queued = 0.0;
    let pool = DatabasePool::new("orders").unwrap();
    for second in 0..60 {
        let requests = 200.0 * f64::from(second);
        let stats = PoolStats {
            requests: Some(requests),
            use_seconds: Some(requests * 0.02),
            // By luck in turn.
            use_seconds_squared: Some(requests * 2.0 * 0.02_f64.powi(2)),
            wait_seconds: Some(requests * 1e-6),
            ..load.stats
        };
        pool.observe_at(f64::from(second), &stats).unwrap();
    }
    let advice = advice(&pool, &SizeOptions::default());
    assert_eq!((advice.size, advice.change), (6, SizeChange::Keep), "{}", advice.reason);
}
