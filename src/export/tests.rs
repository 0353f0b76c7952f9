use std::collections::BTreeSet;

use super::*;
use crate::admit::{GateState, RefusalReason, Signal};
use crate::checker::{Check, Checker, CheckerOptions, Event};
use crate::dbpool::{
    DatabasePool, DatabaseStats, DatabaseSystem, DatabaseValues, PoolSizing, PoolStats, SizeOptions,
};
use crate::fields::{Kind, Unit, FIELDS};
use crate::finding::Reason;
use crate::gate::GateStatistics;
use crate::monitor::{Monitor, MonitorOptions};
use crate::probe::{Kind as Asked, Outcome, Target};
use crate::units::Limit;
use crate::Sample;

#[path = "../../tests/common/exposition.rs"]
#[allow(dead_code)]
mod exposition;

use exposition::parse;

fn observed() -> Monitor {
    let mut monitor = Monitor::new(MonitorOptions::default()).unwrap();
    monitor.observe().unwrap();
    std::thread::sleep(std::time::Duration::from_millis(20));
    monitor.feed("orders \"waiting\"\n\\", 3.0, Some(10.0)).unwrap();
    monitor.observe().unwrap();
    monitor
}

fn page(monitor: &Monitor) -> Exposition {
    let mut page = Exposition::new();
    page.monitor(monitor);
    page
}

#[test]
fn a_strict_reader_takes_every_line_of_a_container() {
    let monitor = observed();
    let page = page(&monitor);
    let families = parse(page.text()).unwrap_or_else(|why| panic!("{why}"));
    for (field, value) in monitor.sample().unwrap().values() {
        let total = if field.kind == Kind::Counter { "_total" } else { "" };
        let name = format!("plimsoll_{}{total}", field.name);
        let family = families.get(&name).unwrap_or_else(|| panic!("{name} is missing"));
        assert_eq!(family.value(&[]), Some(value.as_f64()), "{name}");
        assert_eq!(family.help, field.doc);
    }
    assert_eq!(families["plimsoll_level"].series.len(), 4);
    assert_eq!(families["plimsoll_level"].series.values().sum::<f64>(), 1.0);
    assert_eq!(families["plimsoll_load_advice"].series.values().sum::<f64>(), 1.0);
    let version = [("version", env!("CARGO_PKG_VERSION"))];
    assert_eq!(families["plimsoll_build_info"].value(&version), Some(1.0));
    // What a host calls its metrics is a label's value, whatever it holds.
    let fed = [("resource", "metric:orders \"waiting\"\n\\"), ("scope", "process")];
    let used = families["plimsoll_resource_used_ratio"].value(&fed);
    assert_eq!(used, Some(0.3), "{:?}", families["plimsoll_resource_used_ratio"]);
    let bottleneck = [("component", "cpu"), ("severity", "critical")];
    assert!(families["plimsoll_bottlenecks"].value(&bottleneck).is_some());
}

#[test]
fn every_name_is_prefixed_and_ends_in_its_unit() {
    for field in FIELDS {
        let unit = match field.unit {
            Unit::Count => continue,
            unit => format!("_{}", unit.name()),
        };
        assert!(field.name.ends_with(&unit), "{}", field.name);
    }
    let mut names = BTreeSet::new();
    for family in FAMILIES {
        let name = family.name;
        assert!(name.starts_with("plimsoll_"), "{name}");
        assert_eq!(name.ends_with("_total"), family.kind == FamilyKind::Counter, "{name}");
        assert!(names.insert(name), "{name} is there twice");
        assert!(!FIELDS.iter().any(|field| name[9..].trim_end_matches("_total") == field.name), "{name}");
        assert!(family.help.ends_with('.'), "{name}");
    }
}

#[test]
fn an_attached_pool_is_told_with_its_database_and_the_size_that_was_advised() {
    let pool = DatabasePool::new("orders \"main\"").unwrap();
    let mut database = DatabaseStats::new(DatabaseSystem::PostgreSql);
    database.values.max_connections = Some(100.0);
    database.values.deadlocks = Some(2.0);
    pool.observe_database_at(0.0, database).unwrap();
    for second in 0..60 {
        let requests = 200.0 * f64::from(second);
        let stats = PoolStats {
            size: Some(32.0),
            max_overflow: Some(8.0),
            open: Some(10.0),
            in_use: Some(4.0),
            waiting: Some(0.0),
            requests: Some(requests),
            use_seconds: Some(requests * 0.02),
            wait_seconds: Some(0.5),
            ..PoolStats::default()
        };
        pool.observe_at(f64::from(second), &stats).unwrap();
    }
    let mut monitor = Monitor::new(MonitorOptions::default()).unwrap();
    monitor.attach(&pool).unwrap();
    let told = |monitor: &Monitor| {
        let mut page = Exposition::new();
        page.diagnosis(&monitor.diagnose());
        parse(page.text()).unwrap_or_else(|why| panic!("{why}"))
    };
    let families = told(&monitor);
    let orders = ("pool", "orders \"main\"");
    let value = |name: &str, labels: &[(&str, &str)]| families[&format!("plimsoll_{name}")].value(labels);
    assert_eq!(value("db_client_connections", &[orders, ("state", "used")]), Some(4.0));
    assert_eq!(value("db_client_connections", &[orders, ("state", "idle")]), Some(6.0));
    assert_eq!(value("db_client_connection_max", &[orders]), Some(40.0));
    assert_eq!(value("db_client_connection_pending_requests", &[orders]), Some(0.0));
    assert_eq!(value("db_client_connection_requests_total", &[orders]), Some(11_800.0));
    assert_eq!(value("db_client_connection_use_time_seconds_total", &[orders]), Some(236.0));
    assert_eq!(value("db_client_connection_wait_time_seconds_total", &[orders]), Some(0.5));
    let system = ("system", "postgresql");
    assert_eq!(value("database_max_connections", &[orders, system]), Some(100.0));
    assert_eq!(value("database_deadlocks_total", &[orders, system]), Some(2.0));
    // What the pool does not tell, and what nobody asked for.
    for name in
        ["db_client_connection_timeouts_total", "db_client_connection_advised_size", "database_commits_total"]
    {
        assert!(!families.contains_key(&format!("plimsoll_{name}")), "{name}");
    }

    let PoolSizing::Advice(advice) = pool.advise(&SizeOptions::default()) else { panic!("no advice") };
    let advised = told(&monitor)["plimsoll_db_client_connection_advised_size"].value(&[orders]);
    assert_eq!(advised, Some(f64::from(advice.size)));
}

#[test]
fn gauges_of_a_database_that_was_not_read_for_long_are_left_out() {
    let pool = DatabasePool::new("orders").unwrap();
    let mut database = DatabaseStats::new(DatabaseSystem::PostgreSql);
    (database.values.connections, database.values.deadlocks) = (Some(7.0), Some(2.0));
    pool.observe_database_at(100.0, database).unwrap();
    let stats = PoolStats { in_use: Some(4.0), requests: Some(1.0), ..PoolStats::default() };
    let told = || {
        let mut page = Exposition::new();
        page.database_pools(&[pool.reading()]);
        page.into_text()
    };
    pool.observe_at(150.0, &stats).unwrap();
    pool.judge_at(150.0);
    assert!(told().contains("plimsoll_database_connections{"), "{}", told());
    pool.observe_at(170.0, &stats).unwrap();
    pool.judge_at(170.0);
    assert!(!told().contains("plimsoll_database_connections{"), "{}", told());
    assert!(told().contains("plimsoll_database_deadlocks_total{") && told().contains("state=\"used\""));
    assert_eq!(pool.reading().database_time_seconds, Some(100.0));
    // Nor those of a pool that is observed no longer.
    pool.judge_at(240.0);
    assert!(!told().contains("state=\"used\""), "{}", told());
    assert!(told().contains("plimsoll_db_client_connection_requests_total{"));
}

#[test]
fn values_of_databases_have_names_of_their_own() {
    let names: BTreeSet<&str> = FAMILIES.iter().map(|family| family.name).collect();
    for field in DatabaseValues::FIELDS {
        let name = format!("plimsoll_database_{}", field.name);
        assert!(!names.contains(&*name) && !FIELDS.iter().any(|known| name[9..] == *known.name), "{name}");
        let unit = match field.unit {
            Unit::Count => continue,
            unit => format!("_{}", unit.name()),
        };
        assert!(name.ends_with(&unit), "{name}");
    }
}

#[test]
fn what_is_missing_is_left_out_and_no_limit_is_infinite() {
    let mut sample = Sample::default();
    sample.set_cgroup_memory_limit_bytes(Some(Limit::Max));
    sample.set_cgroup_cpu_quota_cpus(Some(Limit::Value(0.5)));
    let mut page = Exposition::new();
    page.sample(&sample);
    let families = parse(page.text()).unwrap();
    assert_eq!(families["plimsoll_cgroup_memory_limit_bytes"].value(&[]), Some(f64::INFINITY));
    assert_eq!(families["plimsoll_cgroup_cpu_quota_cpus"].value(&[]), Some(0.5));
    assert_eq!(families.len(), 4, "{:?}", families.keys());
}

#[test]
fn a_page_that_is_cleared_allocates_nothing_for_the_next() {
    let monitor = observed();
    let mut page = page(&monitor);
    let (first, room) = (page.text().len(), page.text.capacity());
    page.clear();
    assert_eq!(page.text(), "");
    page.build();
    page.sample(monitor.sample().unwrap());
    assert!(page.text().len() < first && page.text.capacity() == room);
}

#[test]
fn the_reader_of_these_tests_refuses_what_is_wrong() {
    let fine = "# HELP a_total A.\n# TYPE a_total counter\na_total{x=\"\\\"\\\\\\n\"} 1\na_total 2\n";
    assert_eq!(parse(fine).unwrap()["a_total"].value(&[("x", "\"\\\n")]), Some(1.0));
    for (from, to) in [
        ("2\n", "2"),
        ("a_total 2", "a_total{x=\"\\\"\\\\\\n\"} 2"),
        ("a_total 2", "b_total 2"),
        ("a_total 2", "a_total two"),
        ("a_total 2", "a_total  2"),
        ("a_total 2", "a_total{x=\"y} 2"),
        ("a_total 2", "a_total{x=\"\\y\"} 2"),
        ("a_total 2", "a_total{1=\"y\"} 2"),
        ("# TYPE a_total counter", "# TYPE a_total gauge"),
        ("# TYPE a_total counter\n", ""),
        ("a_total 2\n", "a_total 2\n# HELP b_total B.\n# TYPE b_total counter\n"),
    ] {
        let wrong = fine.replace(from, to);
        assert_ne!(wrong, fine);
        assert!(parse(&wrong).is_err(), "{wrong}");
    }
}

fn labelled(name: &str, labels: &[(&str, &str)]) -> Check {
    let mut check = Check::new(Target::rest(name, "http://127.0.0.1:9/"));
    check.labels = labels.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    check.interval = Some(std::time::Duration::from_secs(7 * 86_400));
    check
}

#[test]
fn labels_of_the_owners_stand_beside_ours() {
    let mut settings = ExportSettings { prefix: "fleet".to_owned(), ..ExportSettings::default() };
    settings.labels =
        [("zone", "a1"), ("name", "mine")].map(|(key, value)| (key.into(), value.into())).into();
    let checker = Checker::new(CheckerOptions::default()).unwrap();
    let checks = [
        labelled(
            "a \"b\" \\ c\nd",
            &[("team/on-call", "blue"), ("1st", "x"), ("status", "y"), ("zone", "other")],
        ),
        labelled("plain", &[]),
    ];
    checker.watch(checks.to_vec()).unwrap();
    let mut page = Exposition::with(settings.clone());
    page.checks(&checker.states(), &checks);
    page.checker(&checker.statistics(), 2);
    let families = parse(page.text()).unwrap_or_else(|why| panic!("{why}\n{}", page.text()));
    let wanted = [
        ("name", "a \"b\" \\ c\nd"),
        ("team_on_call", "blue"),
        ("label_1st", "x"),
        ("label_status", "y"),
        ("zone", "a1"),
        ("label_name", "mine"),
    ];
    let status = &families["fleet_check_status"];
    assert_eq!(status.value(&[&wanted[..], &[("status", "unknown")]].concat()), Some(1.0), "{status:?}");
    let plain = [("name", "plain"), ("status", "healthy"), ("zone", "a1"), ("label_name", "mine")];
    assert_eq!(status.value(&plain), Some(0.0));
    let plain = [("name", "plain"), ("zone", "a1"), ("label_name", "mine")];
    assert_eq!(families["fleet_check_interval_seconds"].value(&plain), Some(604_800.0));
    let results = [("category", "results"), ("zone", "a1"), ("label_name", "mine")];
    assert_eq!(families["fleet_cache_entries"].value(&results), Some(0.0));
    assert!(families.keys().all(|name| name.starts_with("fleet_")), "{:?}", families.keys());
    assert!(!families.contains_key("fleet_check_last_timestamp_seconds"), "nothing was checked yet");

    settings.server_labels = false;
    let mut page = Exposition::with(settings);
    page.checks(&checker.states(), &checks);
    assert!(!page.text().contains("blue"));
}

#[test]
fn outcomes_are_counted_by_reason_as_long_as_they_are_watched() {
    let tally = Tally::new();
    let hear = |name: &str, reason| {
        let outcome = Outcome::of(name.to_owned(), Asked::Rest, reason, String::new());
        tally.hear(&checked(outcome));
    };
    (0..3).for_each(|_| hear("a", Reason::Ok));
    hear("a", Reason::Deadline);
    hear("gone", Reason::Ok);
    let checker = Checker::new(CheckerOptions::default()).unwrap();
    let checks = [labelled("a", &[("team", "blue")]), labelled("b", &[])];
    checker.watch(checks.to_vec()).unwrap();
    let mut page = Exposition::new();
    page.outcomes(&tally, &checker.states(), &checks);
    let families = parse(page.text()).unwrap();
    let outcomes = &families["plimsoll_check_outcomes_total"];
    assert_eq!(outcomes.value(&[("name", "a"), ("reason", "ok"), ("team", "blue")]), Some(3.0));
    assert_eq!(outcomes.value(&[("name", "a"), ("reason", "deadline"), ("team", "blue")]), Some(1.0));
    assert_eq!(outcomes.series.len(), 2, "{outcomes:?}");

    let mut page = Exposition::with(ExportSettings { server_labels: false, ..ExportSettings::default() });
    page.outcomes(&tally, &checker.states(), &checks);
    assert!(page.text().contains("ok") && !page.text().contains("blue"), "{}", page.text());
}

#[test]
fn a_gate_is_told_with_what_it_refuses() {
    let mut state = GateState::default();
    (state.limit, state.in_flight, state.load.stale) = (20, 3, true);
    state.load.refusing.low = true;
    let signal = |reason, value| Signal::new(reason, value, 0.5, Unit::Ratio);
    state.load.signals = vec![
        signal(RefusalReason::Pressure, 0.1),
        signal(RefusalReason::Pressure, 0.4),
        signal(RefusalReason::Memory, 0.5),
    ];
    let statistics =
        GateStatistics { refused: vec![(RefusalReason::Memory, 7)], ..GateStatistics::default() };
    let mut page = Exposition::new();
    page.gate(&state, &statistics);
    let families = parse(page.text()).unwrap();
    let value = |family: &str, labels: &[(&str, &str)]| families[family].value(labels);
    assert_eq!(value("plimsoll_gate_limit", &[]), Some(20.0));
    assert_eq!(value("plimsoll_gate_signal_ratio", &[("signal", "pressure")]), Some(0.8));
    assert_eq!(value("plimsoll_gate_signal_ratio", &[("signal", "memory")]), Some(1.0));
    assert_eq!(value("plimsoll_gate_refusing", &[("class", "low")]), Some(1.0));
    assert_eq!(value("plimsoll_gate_refusing", &[("class", "high")]), Some(0.0));
    assert_eq!(value("plimsoll_gate_refused_total", &[("reason", "memory")]), Some(7.0));
}

fn checked(outcome: Outcome) -> Event {
    let status = outcome.status;
    Event::Checked { outcome: outcome.into(), status, settled: true, late: None }
}
