use std::time::Duration;

use super::window::Window;
use super::*;
use crate::error::ErrorKind;
use crate::fields::Scope;
use crate::finding::{Component, Level};
use crate::units::Limit;

const MIB: u64 = 1 << 20;

fn at(milliseconds: u64) -> Sample {
    Sample { boot_time_ns: milliseconds * 1_000_000, generation: 1, ..Sample::default() }
}

fn seconds(window: &Window) -> f64 {
    window.usage().unwrap().window_seconds
}

#[test]
fn a_window_reaches_back_as_far_as_asked_and_stays_bounded() {
    let mut window = Window::new(Duration::from_secs(5));
    assert!(window.usage().is_none());
    for step in 1..=2_000 {
        window.push(&at(step * 10));
        assert!(window.len() <= 17);
    }
    assert!((460..=541).contains(&window.readings()), "{}: all that were taken count", window.readings());
    assert!((4.6..=5.4).contains(&seconds(&window)), "{}", seconds(&window));
    assert!((window.latest_usage().unwrap().window_seconds - 0.01).abs() < 1e-9);
}

#[test]
fn samples_further_apart_than_the_window_are_compared_all_the_same() {
    let mut window = Window::new(Duration::from_secs(5));
    for step in 1..=4 {
        window.push(&at(step * 60_000));
    }
    assert_eq!((window.len(), window.readings()), (2, 2));
    assert!((seconds(&window) - 60.0).abs() < 1e-9);
}

#[test]
fn another_life_starts_another_window() {
    let mut window = Window::new(Duration::from_secs(5));
    window.push(&at(1_000));
    window.push(&at(2_000));
    window.push(&Sample { generation: 2, ..at(3_000) });
    assert_eq!(window.len(), 1);
    window.push(&Sample { generation: 2, ..at(4_000) });
    assert!((seconds(&window) - 1.0).abs() < 1e-9);
    window.push(&Sample { generation: 2, cgroup_id: 9, ..at(5_000) });
    assert_eq!(window.len(), 1);
    window.push(&Sample { generation: 2, cgroup_id: 9, ..at(4_000) });
    assert_eq!(window.len(), 1, "a clock that went back");
}

/// A container of 0.5 CPU and 64 MiB.
fn sample() -> Sample {
    let mut sample = at(10_000);
    sample.set_host_cpus_online(Some(2));
    sample.set_host_load1(Some(3.0));
    sample.set_cgroup_effective_cpus(Some(0.5));
    sample.set_cgroup_cpu_effective_quota_cpus(Some(Limit::Value(0.5)));
    sample.set_cgroup_memory_usage_bytes(Some(40 * MIB));
    sample.set_cgroup_memory_reclaimable_bytes(Some(8 * MIB));
    sample.set_cgroup_memory_effective_limit_bytes(Some(Limit::Value(64 * MIB)));
    sample
}

/// A monitor that has taken in this and nothing else.
fn monitor(sample: &Sample, usage: Option<&Usage>) -> Monitor {
    let mut monitor = Monitor::new(MonitorOptions::default()).unwrap();
    monitor.latest = *sample;
    monitor.window.push(sample);
    // As a sampler in no cgroup at all would say: nothing of this machine.
    monitor.names.cpu_quota = "own quota".into();
    let usage = usage.copied();
    monitor.take_in(&Usages { window: usage, recent: usage, latest: usage });
    monitor
}

fn diagnose(sample: &Sample, usage: Option<&Usage>) -> Diagnosis {
    monitor(sample, usage).diagnose()
}

fn busy(used: f64, refused: f64) -> Usage {
    Usage {
        window_seconds: 5.0,
        cgroup_cpu_usage_cpus: Some(used),
        cgroup_cpu_ratio: Some(used / 0.5),
        cgroup_cpu_throttled_cpus: Some(refused),
        cgroup_cpu_throttled_ratio: Some(refused),
        cgroup_cpu_throttled_periods_ratio: Some(refused),
        ..Usage::default()
    }
}

#[test]
fn the_load_line_is_at_one_where_work_starts_to_suffer() {
    let laden = diagnose(&sample(), Some(&busy(0.4, 0.0)));
    assert_eq!(laden.load_line.resource, Some(Component::Cpu));
    assert!((laden.load_line.reading.unwrap() - 1.0).abs() < 1e-9, "0.4 of 0.5 CPUs is 80 %");
    assert_eq!(laden.level, Some(Level::Optimal));
    let light = diagnose(&sample(), Some(&busy(0.1, 0.0)));
    assert_eq!(light.load_line.resource, Some(Component::Memory));
    assert!((light.load_line.reading.unwrap() - 0.5 / 0.85).abs() < 1e-9);
    let headroom = light.load_line.headroom.unwrap();
    assert!((headroom.value - (64.0 * 0.85 - 32.0) * MIB as f64).abs() < 1.0, "{headroom:?}");
    let refused = diagnose(&sample(), Some(&busy(0.5, 0.5)));
    assert!((refused.load_line.reading.unwrap() - 2.5).abs() < 1e-9, "what was refused was wanted too");
    assert_eq!(refused.load_line.headroom.unwrap().value, 0.0);
    assert_eq!(refused.level, Some(Level::Poor));
}

#[test]
fn without_limits_the_host_is_the_limit_and_says_so() {
    let mut sample = sample();
    sample.set_cgroup_cpu_effective_quota_cpus(Some(Limit::Max));
    sample.set_cgroup_effective_cpus(Some(2.0));
    sample.set_cgroup_memory_effective_limit_bytes(Some(Limit::Max));
    sample.set_host_memory_total_bytes(Some(1000 * MIB));
    sample.set_host_memory_available_bytes(Some(600 * MIB));
    let diagnosis = diagnose(&sample, Some(&busy(0.5, 0.0)));
    let scopes: Vec<_> = diagnosis
        .resources
        .iter()
        .map(|resource| {
            (resource.resource.to_string(), resource.used.scope.name(), resource.bound_by.as_deref())
        })
        .collect();
    assert_eq!(
        scopes,
        [
            ("cpu".to_owned(), "cgroup", Some("CPUs of the host")),
            ("memory".to_owned(), "cgroup", None),
            ("memory".to_owned(), "host", Some("memory of the host")),
            ("load".to_owned(), "host", None),
        ]
    );
    assert_eq!(diagnosis.resources[1].share, None, "no limit, no share");
    assert_eq!(diagnosis.load_line.resource, Some(Component::Load), "3 of a mark of 3 for each of 2 CPUs");
}

#[test]
fn what_a_root_counts_is_the_hosts() {
    let mut sample = sample();
    sample.set_cgroup_cpu_effective_quota_cpus(Some(Limit::Max));
    sample.set_cgroup_effective_cpus(Some(2.0));
    sample.set_cgroup_memory_effective_limit_bytes(Some(Limit::Max));
    let scopes = |usage: &Usage| {
        let mut monitor = monitor(&sample, None);
        (monitor.names.context.cpu_is_hosts, monitor.names.context.memory_is_hosts) = (true, true);
        monitor.take_in(&Usages { window: Some(*usage), recent: Some(*usage), latest: None });
        let diagnosis = monitor.diagnose();
        assert!(diagnosis.memory.iter().all(|part| part.scope == Scope::Host), "{:?}", diagnosis.memory);
        let rows = diagnosis.resources.into_iter();
        rows.map(|row| (row.used.name.into_owned(), row.used.scope)).collect::<Vec<_>>()
    };
    let rows = scopes(&busy(0.5, 0.0));
    assert_eq!(rows[0], ("cgroup_cpu_usage_cpus".to_owned(), Scope::Host));
    assert!(rows.iter().all(|(_, scope)| *scope == Scope::Host), "{rows:?}");
    let rows = scopes(&Usage { host_cpu_busy_ratio: Some(0.3), ..busy(0.5, 0.0) });
    assert_eq!(rows[0], ("host_cpu_busy_cpus".to_owned(), Scope::Host));
}

#[test]
fn disk_traffic_of_a_root_is_left_to_the_host() {
    let mut monitor = Monitor::new(MonitorOptions::default()).unwrap();
    let usage = || Usage { cgroup_io_read_bytes_per_second: Some(7.0), ..Usage::default() };
    monitor.roots.io = true;
    assert_eq!(monitor.roots.owned(usage()).cgroup_io_read_bytes_per_second, None);
    monitor.roots.io = false;
    assert_eq!(monitor.roots.owned(usage()).cgroup_io_read_bytes_per_second, Some(7.0));
}

#[test]
fn one_sample_is_judged_by_what_it_shows() {
    let mut full = sample();
    full.set_cgroup_memory_usage_bytes(Some(64 * MIB));
    full.set_cgroup_memory_reclaimable_bytes(Some(0));
    let diagnosis = diagnose(&full, None);
    assert_eq!(diagnosis.level, Some(Level::Poor));
    assert_eq!(diagnosis.bottlenecks[0].rule, "memory.used");
}

#[test]
fn nothing_measured_is_blind_not_optimal_by_silence() {
    let diagnosis = diagnose(&Sample::default(), None);
    assert_eq!(diagnosis.level, None);
    assert_eq!(diagnosis.load_line.reading, None);
    assert_eq!(&*diagnosis.summary, "Neither CPU time nor memory of the container could be measured.");
    let mut host = Sample::default();
    host.set_host_memory_total_bytes(Some(1000 * MIB));
    host.set_host_memory_available_bytes(Some(900 * MIB));
    assert_eq!(diagnose(&host, None).level, None, "the host's memory alone is not enough");
    let cpu = Usage { host_cpu_busy_ratio: Some(0.1), ..Usage::default() };
    host.set_host_cpus_online(Some(2));
    assert_eq!(diagnose(&host, Some(&cpu)).level, Some(Level::Optimal));
    let mut memory = Sample::default();
    memory.set_cgroup_memory_usage_bytes(Some(MIB));
    assert_eq!(diagnose(&memory, None).level, Some(Level::Optimal));
}

#[test]
fn json_has_the_keys_of_the_documents() {
    assert!(serde_json::to_value(diagnose(&Sample::default(), None)).unwrap()["level"].is_null());
    let json = serde_json::to_value(diagnose(&sample(), Some(&busy(0.5, 0.5)))).unwrap();
    assert_eq!(json["level"], "poor");
    assert_eq!(json["load_line"]["resource"], "cpu");
    assert_eq!(json["bottlenecks"][0]["component"], "cpu");
    assert_eq!(json["bottlenecks"][0]["severity"], "critical");
    assert_eq!(json["resources"][0]["limit"], 0.5);
}

#[test]
fn a_live_monitor_sees_cpu_and_memory() {
    let mut monitor = Monitor::new(MonitorOptions::default()).unwrap();
    assert!(monitor.sample().is_none());
    assert_eq!(monitor.diagnose().level, None);
    monitor.observe().unwrap();
    std::thread::sleep(Duration::from_millis(30));
    monitor.observe().unwrap();
    let diagnosis = monitor.diagnose();
    assert!(diagnosis.level.is_some(), "{diagnosis:?}");
    assert!(diagnosis.observed.window_seconds.unwrap() >= 0.03);
    assert_eq!(diagnosis.load_line, monitor.load_line());
    assert_eq!(diagnosis.target.kind, "own");
    monitor.reset().unwrap();
    assert!(monitor.usage().is_none() && monitor.sample().is_none());
}

#[test]
fn a_window_out_of_range_names_the_option() {
    let options = MonitorOptions { window: Duration::from_secs(3601), ..MonitorOptions::default() };
    let error = Monitor::new(options).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidArgument);
    assert!(error.to_string().contains("`window` is 3601s: allowed are 0 s to 3600 s"), "{error}");
}

#[test]
fn what_held_for_nearly_all_of_the_window_is_told_by_the_window() {
    let mut monitor = monitor(&sample(), None);
    for second in 11..=15 {
        monitor.window.push(&at(second * 1_000));
    }
    monitor.usage = monitor.window.usage();
    let told = |held| monitor.usage_held(held).unwrap().window_seconds;
    assert!((told(4.0) - 5.0).abs() < 1e-9, "the same number as in the table of resources");
    assert!((told(2.0) - 2.0).abs() < 1e-9);
}
