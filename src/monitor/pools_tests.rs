use std::sync::{Arc, Mutex};

use super::*;
use crate::dbpool::PoolStats;
use crate::fields::Sample;
use crate::finding::{Component, Level, Severity};
use crate::monitor::usages::Usages;
use crate::monitor::{EventSink, MonitorOptions};
use crate::units::Limit;
use crate::usage::Usage;

/// A monitor and a pool on one made-up clock.
struct Both {
    monitor: Monitor,
    pool: DatabasePool,
    stats: PoolStats,
    second: u64,
    told: Arc<Mutex<Vec<String>>>,
}

impl Both {
    fn new() -> Self {
        let told = Arc::new(Mutex::new(Vec::new()));
        let sink = told.clone();
        let options = MonitorOptions {
            on_event: Some(EventSink::new(move |event| {
                sink.lock().unwrap().push(serde_json::to_string(event).unwrap());
            })),
            ..MonitorOptions::default()
        };
        let mut monitor = Monitor::new(options).unwrap();
        let pool = DatabasePool::new("orders").unwrap();
        monitor.attach(&pool).unwrap();
        let zero = Some(0.0);
        let stats = PoolStats {
            size: Some(10.0),
            requests: zero,
            queued: zero,
            wait_seconds: zero,
            use_seconds: zero,
            ..PoolStats::default()
        };
        Both { monitor, pool, stats, second: 100, told }
    }

    /// A second in which 100 requests take so long, and wait for so long; the container is throttled for that share.
    fn second(&mut self, hold: f64, wait: f64, throttled: f64) {
        self.second += 1;
        let now = self.second as f64;
        let add = |counter: &mut Option<f64>, by: f64| *counter = counter.map(|value| value + by);
        add(&mut self.stats.requests, 100.0);
        add(&mut self.stats.use_seconds, 100.0 * hold);
        add(&mut self.stats.wait_seconds, 100.0 * wait);
        add(&mut self.stats.queued, if wait > 0.0 { 90.0 } else { 0.0 });
        self.stats.in_use = Some((100.0 * hold).min(10.0));
        self.stats.waiting = Some(if wait > 0.0 { 8.0 } else { 0.0 });
        self.pool.observe_at(now, &self.stats).unwrap();

        let mut sample =
            Sample { boot_time_ns: self.second * 1_000_000_000, generation: 1, ..Sample::default() };
        sample.set_host_cpus_online(Some(2));
        sample.set_cgroup_effective_cpus(Some(0.5));
        sample.set_cgroup_cpu_effective_quota_cpus(Some(Limit::Value(0.5)));
        let usage = Usage {
            window_seconds: 1.0,
            cgroup_cpu_usage_cpus: Some(0.3),
            cgroup_cpu_ratio: Some(0.6),
            cgroup_cpu_throttled_cpus: Some(throttled / 2.0),
            cgroup_cpu_throttled_ratio: Some(throttled),
            cgroup_cpu_throttled_periods_ratio: Some(throttled),
            ..Usage::default()
        };
        self.monitor.latest = sample;
        self.monitor.window.push(&sample);
        let usages = Usages { window: Some(usage), recent: Some(usage), latest: Some(usage) };
        self.monitor.take_in(&usages);
        self.monitor.tell(false);
    }

    fn rules(&self) -> Vec<&'static str> {
        self.monitor.diagnose().bottlenecks.iter().map(|finding| finding.rule).collect()
    }

    fn take_told(&self) -> String {
        std::mem::take(&mut *self.told.lock().unwrap()).join("\n")
    }
}

#[test]
fn an_attached_pool_is_part_of_the_diagnosis() {
    let mut both = Both::new();
    (0..40).for_each(|_| both.second(0.03, 0.0, 0.0));
    let well = both.monitor.diagnose();
    assert_eq!((well.bottlenecks.len(), well.level), (0, Some(Level::Optimal)));
    assert_eq!(well.database_pools[0].stats.unwrap().size, Some(10.0));
    let row =
        well.resources.iter().find(|row| row.resource == Component::DatabasePool("orders".into())).unwrap();
    assert!((row.reading.unwrap() - 0.3 / 0.8).abs() < 0.01, "{row:?}");
    assert_eq!((row.limit, row.bound_by.as_deref()), (Some(Limit::Value(10.0)), Some("size of the pool")));

    both.take_told();
    (0..20).for_each(|_| both.second(0.1, 0.3, 0.0));
    // More for each request, but not three times as much for 30 s: it is the pool that is too small.
    let found = both.monitor.diagnose();
    let finding = &found.bottlenecks[0];
    assert_eq!((finding.rule, finding.severity), ("database_pool.slower", Severity::Critical));
    assert_eq!(found.level, Some(Level::Poor));
    assert!(found.load_line.reading.unwrap() > 1.0);
    assert_eq!(found.load_line.resource, Some(Component::DatabasePool("orders".into())));
    let advice = both.monitor.recommend();
    assert!(advice.recommendations.iter().any(|what| what.rule == finding.rule), "{advice:?}");
    assert!(advice.all_taken.is_some());
    let told = both.take_told();
    for part in ["bottleneck_raised", "database_pool:orders", "\"event\":\"recommendation\"", "level_changed"]
    {
        assert!(told.contains(part), "{part}: {told}");
    }

    (0..60).for_each(|_| both.second(0.03, 0.0, 0.0));
    assert_eq!(both.rules(), [""; 0]);
    assert!(both.take_told().contains("bottleneck_cleared"));
}

#[test]
fn a_throttled_container_explains_a_pool_that_became_slow() {
    let mut both = Both::new();
    (0..60).for_each(|_| both.second(0.012, 0.0, 0.0));
    (0..30).for_each(|_| both.second(0.08, 0.3, 0.4));
    assert_eq!(both.rules(), ["cpu.throttling"]);
    let diagnosis = both.monitor.diagnose();
    let finding = &diagnosis.bottlenecks[0];
    let said = "time in use 12 ms -> 80 ms while the container was throttled 40 % of the time";
    assert!(finding.description.contains(said), "{}", finding.description);
    assert!(
        finding.explains.contains(&"database_pool.slower")
            && finding.explains.contains(&"database_pool.waits")
    );
    let reading =
        |name: &str| finding.evidence.readings.iter().find(|reading| reading.name == name).unwrap().value;
    assert!((reading("orders_time_in_use_before_seconds") - 0.012).abs() < 1e-6);
    assert!(finding.recommendations.iter().any(|what| what.contains("Leave the size of pool orders")));
    assert!(!both.take_told().contains("database_pool.slower\",\"title"));
    // The container is well again, and the pool a moment later: it never was its own trouble.
    (0..3).for_each(|_| both.second(0.08, 0.3, 0.0));
    (0..60).for_each(|_| both.second(0.012, 0.0, 0.0));
    assert_eq!(both.rules(), [""; 0]);
    assert!(!both.take_told().contains("database_pool"));
}

#[test]
fn a_pool_that_was_detached_is_taken_back() {
    let mut both = Both::new();
    (0..20).for_each(|_| both.second(0.1, 0.3, 0.0));
    assert_eq!(both.rules(), ["database_pool.saturated"]);
    both.take_told();
    assert!(both.monitor.detach("orders") && !both.monitor.detach("orders"));
    assert_eq!(both.rules(), [""; 0]);
    both.second(0.1, 0.3, 0.0);
    let told = both.take_told();
    assert!(told.contains("bottleneck_cleared") && told.contains("database_pool:orders"), "{told}");
    let diagnosis = both.monitor.diagnose();
    assert!(diagnosis.database_pools.is_empty());
    let json = serde_json::to_string(&diagnosis).unwrap();
    assert!(!json.contains("database_pool"), "left out where there is none");
    both.monitor.attach(&both.pool).unwrap();
}

#[test]
fn there_is_a_bound_to_pools_and_each_has_its_own_name() {
    let mut pools = Pools::default();
    for index in 0..MOST_POOLS {
        pools.attach(&DatabasePool::new(&format!("p{index}")).unwrap()).unwrap();
    }
    let one = DatabasePool::new("p0").unwrap();
    assert!(pools.attach(&one).unwrap_err().to_string().contains("attached already"));
    let other = DatabasePool::new("one too many").unwrap();
    let error = pools.attach(&other).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidArgument);
    assert!(error.to_string().contains("16 others"), "{error}");
}

#[test]
fn pools_that_are_observed_live_are_on_the_monitors_clock() {
    let mut monitor = Monitor::new(MonitorOptions::default()).unwrap();
    let pool = DatabasePool::new("live").unwrap();
    monitor.attach(&pool).unwrap();
    pool.observe(&PoolStats { size: Some(4.0), in_use: Some(1.0), ..PoolStats::default() }).unwrap();
    monitor.observe().unwrap();
    let diagnosis = monitor.diagnose();
    let row = diagnosis.resources.iter().find(|row| row.resource == Component::DatabasePool("live".into()));
    assert_eq!(row.unwrap().used.value, 1.0);
}

#[test]
fn a_pool_that_stays_slow_is_told_once_the_container_is_well() {
    let mut both = Both::new();
    (0..60).for_each(|_| both.second(0.012, 0.0, 0.0));
    (0..20).for_each(|_| both.second(0.08, 0.3, 0.4));
    assert_eq!(both.rules(), ["cpu.throttling"]);
    (0..60).for_each(|_| both.second(0.08, 0.3, 0.0));
    assert_eq!(both.rules(), ["database_pool.slower"]);
    assert!(both.monitor.diagnose().bottlenecks[0].explains.contains(&"database_pool.saturated"));
}

#[test]
fn hours_of_trouble_do_not_explain_a_pool_that_becomes_slow_now() {
    let mut both = Both::new();
    (0..120).for_each(|_| both.second(0.012, 0.0, 0.4));
    assert_eq!(both.rules(), ["cpu.throttling"]);
    (0..40).for_each(|_| both.second(0.08, 0.3, 0.4));
    let rules = both.rules();
    assert!(rules.contains(&"cpu.throttling") && rules.contains(&"database_pool.slower"), "{rules:?}");
}

#[test]
fn requests_that_give_up_are_told_whatever_made_them_wait() {
    let mut both = Both::new();
    both.stats.timeouts = Some(0.0);
    (0..60).for_each(|_| both.second(0.012, 0.0, 0.0));
    for _ in 0..30 {
        both.stats.timeouts = both.stats.timeouts.map(|count| count + 20.0);
        both.second(0.08, 0.3, 0.4);
    }
    let rules = both.rules();
    assert!(rules.contains(&"cpu.throttling") && rules.contains(&"database_pool.timeouts"), "{rules:?}");
    assert!(!rules.contains(&"database_pool.slower"), "{rules:?}");
    // And nobody is told to grow it for that.
    let answers = both.monitor.recommend().recommendations;
    assert!(answers.iter().all(|answer| !answer.title.starts_with("Give pool")), "{answers:?}");
}

#[test]
fn what_the_container_did_to_several_pools_names_each_rule_once() {
    let mut both = Both::new();
    let second = DatabasePool::new("stock").unwrap();
    both.monitor.attach(&second).unwrap();
    for (count, hold, wait, throttled) in [(60, 0.012, 0.0, 0.0), (30, 0.08, 0.3, 0.4)] {
        for _ in 0..count {
            both.second(hold, wait, throttled);
            second.observe_at(both.second as f64, &both.stats).unwrap();
        }
    }
    let diagnosis = both.monitor.diagnose();
    let finding = &diagnosis.bottlenecks[0];
    assert!(finding.description.contains("Pool stock") && finding.description.contains("Pool orders"));
    let slower = finding.explains.iter().filter(|rule| **rule == "database_pool.slower");
    assert_eq!(slower.count(), 1, "{:?}", finding.explains);
}

#[test]
fn pools_that_come_and_go_without_an_observation_leave_nothing_behind() {
    let mut monitor = Monitor::new(MonitorOptions::default()).unwrap();
    for _ in 0..100 {
        monitor.attach(&DatabasePool::new("short").unwrap()).unwrap();
        assert!(monitor.detach("short"));
    }
    assert!(monitor.pools.list.len() <= MOST_POOLS, "{}", monitor.pools.list.len());
}
