use super::*;
use crate::fields::{Sample, Scope};
use crate::finding::{Component, Severity};
use crate::units::Limit;
use crate::usage::{Usage, RATES};

const MIB: u64 = 1 << 20;

/// A container of 0.5 CPU and 64 MiB on a host of 2 CPUs, nothing wrong with it.
fn sample() -> Sample {
    let mut sample = Sample { boot_time_ns: 10_000_000_000, ..Sample::default() };
    sample.set_host_cpus_online(Some(2));
    sample.set_host_load1(Some(0.5));
    sample.set_host_memory_total_bytes(Some(1024 * MIB));
    sample.set_host_memory_available_bytes(Some(900 * MIB));
    sample.set_cgroup_effective_cpus(Some(0.5));
    sample.set_cgroup_cpu_effective_quota_cpus(Some(Limit::Value(0.5)));
    sample.set_cgroup_memory_usage_bytes(Some(30 * MIB));
    sample.set_cgroup_memory_reclaimable_bytes(Some(10 * MIB));
    sample.set_cgroup_memory_effective_limit_bytes(Some(Limit::Value(64 * MIB)));
    sample.set_filesystem_total_bytes(Some(1000));
    sample.set_filesystem_free_bytes(Some(800));
    sample.set_filesystem_available_bytes(Some(800));
    sample
}

fn usage() -> Usage {
    Usage {
        window_seconds: 5.0,
        cgroup_cpu_ratio: Some(0.2),
        cgroup_cpu_usage_cpus: Some(0.1),
        host_cpu_busy_ratio: Some(0.1),
        ..Usage::default()
    }
}

fn context() -> Context {
    Context {
        cpu_bound_by: Some("/a/b".into()),
        memory_bound_by: Some("/a".into()),
        filesystem: "/".into(),
        ..Context::default()
    }
}

fn judge(sample: &Sample, usage: &Usage) -> Vec<Finding> {
    findings(&View { sample, usage: Some(usage), context: &context() })
}

/// The rules and severities found.
fn raised(sample: &Sample, usage: &Usage) -> Vec<(&'static str, Severity)> {
    judge(sample, usage).iter().map(|finding| (finding.rule, finding.severity)).collect()
}

#[test]
fn nothing_wrong_is_nothing_said() {
    assert_eq!(raised(&sample(), &usage()), []);
    assert_eq!(raised(&Sample::default(), &Usage::default()), []);
    assert!(findings(&View { sample: &sample(), usage: None, context: &context() }).is_empty());
}

#[test]
fn every_rule_is_in_order_and_has_a_source() {
    for (index, rule) in RULES.iter().enumerate() {
        assert_eq!(rule.id as usize, index);
        assert!(rule.name.starts_with(&*rule.component.name()), "{}", rule.name);
        assert!(!rule.source.is_empty() && !rule.steps.is_empty(), "{}", rule.name);
        let beyond = |a: f64, b: f64| if rule.below { a < b } else { a > b };
        for pair in rule.steps.windows(2) {
            assert!(
                pair[0].severity < pair[1].severity && beyond(pair[1].raise, pair[0].raise),
                "{}",
                rule.name
            );
        }
        for step in rule.steps {
            assert!(!beyond(step.clear, step.raise), "{}: clear is beyond raise", rule.name);
        }
    }
    assert!(RULES.len() <= 64, "a set of rules has 64 bits");
}

#[test]
fn signals_that_are_fields_have_their_unit_and_scope() {
    let mut known = 0;
    for rule in RULES {
        if let Some(rate) = RATES.iter().find(|rate| rate.name == rule.signal) {
            assert_eq!((rate.unit, rate.scope), (rule.unit, rule.scope), "{}", rule.name);
            known += 1;
        }
    }
    assert!(known >= 24, "{known} rules judge a value of a usage");
}

#[test]
fn use_of_the_effective_cpus() {
    for (ratio, wanted) in [
        (0.80, None),
        (0.801, Some(("cpu.utilisation", Severity::High))),
        (0.951, Some(("cpu.utilisation", Severity::Critical))),
    ] {
        let usage =
            Usage { cgroup_cpu_ratio: Some(ratio), cgroup_cpu_usage_cpus: Some(ratio * 0.5), ..usage() };
        assert_eq!(raised(&sample(), &usage), Vec::from_iter(wanted));
    }
}

#[test]
fn use_without_a_quota_says_so() {
    let mut sample = sample();
    sample.set_cgroup_cpu_effective_quota_cpus(Some(Limit::Max));
    sample.set_cgroup_effective_cpus(Some(2.0));
    let usage = Usage { cgroup_cpu_ratio: Some(0.9), cgroup_cpu_usage_cpus: Some(1.8), ..usage() };
    let found = judge(&sample, &usage);
    assert!(found[0].description.contains("1.8 of 2 CPUs that it can use (no quota"), "{:?}", found[0]);
}

fn throttled(share: f64, periods: f64) -> Usage {
    Usage {
        cgroup_cpu_ratio: Some(0.7),
        cgroup_cpu_usage_cpus: Some(0.35),
        cgroup_cpu_throttled_ratio: Some(share),
        cgroup_cpu_throttled_cpus: Some(share),
        cgroup_cpu_throttled_periods_ratio: Some(periods),
        ..usage()
    }
}

#[test]
fn throttling_needs_material_time_or_pressure() {
    assert_eq!(raised(&sample(), &throttled(0.10, 0.9)), []);
    assert_eq!(raised(&sample(), &throttled(0.101, 0.9)), [("cpu.throttling", Severity::High)]);
    let waiting = |some| Usage { cgroup_pressure_cpu_some_ratio: Some(some), ..throttled(0.05, 0.26) };
    assert_eq!(raised(&sample(), &waiting(0.11)), [("cpu.throttled_periods", Severity::Medium)]);
    assert_eq!(raised(&sample(), &waiting(0.10)), []);
    let rare = Usage { cgroup_cpu_throttled_periods_ratio: Some(0.25), ..waiting(0.11) };
    assert_eq!(raised(&sample(), &rare), [("cpu.pressure", Severity::Medium)]);
}

#[test]
fn a_throttled_container_is_one_finding_with_the_quota_to_set() {
    let mut sample = sample();
    sample.set_host_load1(Some(9.0));
    let usage = Usage {
        cgroup_cpu_ratio: Some(1.0),
        cgroup_cpu_usage_cpus: Some(0.5),
        cgroup_pressure_cpu_some_ratio: Some(0.9),
        host_cpu_busy_ratio: Some(0.99),
        ..throttled(0.5, 1.0)
    };
    let found = judge(&sample, &usage);
    assert_eq!(found.len(), 1, "{found:?}");
    let finding = &found[0];
    assert_eq!((finding.rule, finding.severity), ("cpu.throttling", Severity::Critical));
    assert_eq!(finding.impact_ratio, 0.5, "refused 0.5 of 1 CPU");
    assert_eq!(finding.title, "The CPU quota of 0.5 CPUs throttles the container");
    let raised = finding.severity_from.as_ref().expect("critical by another rule");
    assert_eq!((raised.rule, raised.current.value, raised.threshold.value), ("cpu.utilisation", 1.0, 0.95));
    let alone = judge(&sample, &throttled(0.5, 1.0));
    assert_eq!((alone[0].severity, alone[0].severity_from.as_ref()), (Severity::High, None));
    assert!(finding.description.contains("used 0.5 CPUs and would have used up to 1 CPU"), "{finding:?}");
    assert_eq!(finding.evidence.window_seconds, Some(5.0));
    let proof: Vec<_> = finding.evidence.readings.iter().map(|reading| &*reading.name).collect();
    assert!(
        proof.contains(&"cgroup_cpu_throttled_periods_ratio") && proof.contains(&"cgroup_effective_cpus")
    );
}

#[test]
fn waiting_for_a_cpu_is_the_neighbours_doing_where_nothing_else_is() {
    let usage =
        Usage { cgroup_pressure_cpu_some_ratio: Some(0.11), host_cpu_busy_ratio: Some(0.97), ..usage() };
    let found = judge(&sample(), &usage);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].rule, found[0].severity), ("cpu.pressure", Severity::Medium));
    assert!(found[0].description.contains("97 % busy"));
}

#[test]
fn the_hosts_pressure_is_not_the_containers() {
    let mut sample = sample();
    sample.set_cgroup_memory_usage_bytes(Some(60 * MIB));
    let usage = Usage {
        cgroup_pressure_cpu_some_ratio: Some(0.99),
        cgroup_pressure_memory_full_ratio: Some(0.99),
        cgroup_memory_high_events_in_window: Some(1.0),
        ..usage()
    };
    let context = Context { pressure_is_hosts: true, ..context() };
    let found = findings(&View { sample: &sample, usage: Some(&usage), context: &context });
    let rules: Vec<_> = found.iter().map(|finding| finding.rule).collect();
    assert_eq!(rules, ["memory.high"], "{found:?}");
    assert!(!found[0].evidence.readings.iter().any(|reading| reading.name.starts_with("cgroup_pressure")));
}

#[test]
fn the_root_cgroup_is_the_whole_host_and_says_so() {
    let mut sample = sample();
    sample.set_cgroup_cpu_effective_quota_cpus(Some(Limit::Max));
    sample.set_cgroup_effective_cpus(Some(2.0));
    let usage = Usage { cgroup_cpu_ratio: Some(1.001), cgroup_cpu_usage_cpus: Some(2.002), ..usage() };
    let context = Context { cpu_is_hosts: true, ..context() };
    let found = findings(&View { sample: &sample, usage: Some(&usage), context: &context });
    assert_eq!(found[0].title, "The CPUs are 100 % busy");
    assert_eq!((found[0].current.scope, found[0].threshold.scope), (Scope::Host, Scope::Host));
    let used = found[0].evidence.readings.iter().find(|reading| reading.name == "cgroup_cpu_usage_cpus");
    assert_eq!(used.unwrap().scope, Scope::Host);
    assert!(found[0].description.contains("everything that runs on the host"), "{}", found[0].description);
}

#[test]
fn a_quota_that_stopped_nothing_on_a_crowded_host_is_not_the_cause() {
    let usage = Usage {
        cgroup_cpu_ratio: Some(0.85),
        cgroup_cpu_usage_cpus: Some(0.42),
        cgroup_cpu_throttled_cpus: Some(0.0),
        host_cpu_busy_ratio: Some(0.99),
        ..usage()
    };
    let found = judge(&sample(), &usage);
    assert_eq!(found[0].rule, "cpu.utilisation");
    assert!(found[0].description.contains("neighbours compete"), "{}", found[0].description);
    assert_eq!(found[0].explains, ["cpu.host"]);
}

#[test]
fn first_sample_falls_back_to_the_kernels_average() {
    let mut sample = sample();
    sample.set_cgroup_pressure_cpu_some_avg10_ratio(Some(0.5));
    sample.set_cgroup_pressure_memory_full_avg10_ratio(Some(0.7));
    let found = findings(&View { sample: &sample, usage: None, context: &context() });
    let rules: Vec<_> = found.iter().map(|finding| finding.rule).collect();
    assert_eq!(rules, ["memory.stalled", "cpu.pressure"]);
    assert_eq!(found[0].evidence.window_seconds, None);
}

#[test]
fn busy_host_and_steal() {
    let busy = |share| Usage { host_cpu_busy_ratio: Some(share), ..usage() };
    assert_eq!(raised(&sample(), &busy(0.90)), []);
    assert_eq!(raised(&sample(), &busy(0.91)), [("cpu.host", Severity::Medium)]);
    let stolen = |share| Usage { host_cpu_steal_ratio: Some(share), ..usage() };
    assert_eq!(raised(&sample(), &stolen(0.10)), []);
    assert_eq!(raised(&sample(), &stolen(0.11)), [("cpu.steal", Severity::Medium)]);
}

#[test]
fn memory_that_cannot_be_taken_back_against_the_limit() {
    for (needed, wanted) in [
        (54, None),
        (55, Some(("memory.used", Severity::High))),
        (61, Some(("memory.used", Severity::Critical))),
    ] {
        let mut sample = sample();
        sample.set_cgroup_memory_usage_bytes(Some((needed + 2) * MIB));
        sample.set_cgroup_memory_reclaimable_bytes(Some(2 * MIB));
        assert_eq!(raised(&sample, &usage()), Vec::from_iter(wanted));
    }
}

#[test]
fn a_warm_page_cache_is_no_finding() {
    let mut sample = sample();
    sample.set_cgroup_memory_usage_bytes(Some(64 * MIB));
    sample.set_cgroup_memory_working_set_bytes(Some(62 * MIB));
    sample.set_cgroup_memory_reclaimable_bytes(Some(50 * MIB));
    assert_eq!(raised(&sample, &usage()), []);
}

#[test]
fn a_kill_speaks_for_the_full_memory() {
    let mut sample = sample();
    sample.set_cgroup_memory_usage_bytes(Some(60 * MIB));
    sample.set_cgroup_memory_reclaimable_bytes(Some(0));
    let killed = Usage { cgroup_memory_oom_kills_in_window: Some(1.0), ..usage() };
    let found = judge(&sample, &killed);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].rule, found[0].severity), ("memory.oom_kill", Severity::Critical));
    assert_eq!(found[0].explains, ["memory.used"]);
    let none = Usage { cgroup_memory_oom_kills_in_window: Some(0.0), ..usage() };
    assert_eq!(raised(&super::tests::sample(), &none), []);
}

#[test]
fn memory_pressure_and_high() {
    let waited = |some, full| Usage {
        cgroup_pressure_memory_some_ratio: Some(some),
        cgroup_pressure_memory_full_ratio: Some(full),
        ..usage()
    };
    assert_eq!(raised(&sample(), &waited(0.10, 0.10)), []);
    assert_eq!(raised(&sample(), &waited(0.11, 0.10)), [("memory.pressure", Severity::Medium)]);
    assert_eq!(raised(&sample(), &waited(0.61, 0.60)), [("memory.pressure", Severity::High)]);
    assert_eq!(raised(&sample(), &waited(0.70, 0.61)), [("memory.stalled", Severity::Critical)]);
    let slowed = |usage| Usage { cgroup_memory_high_events_in_window: Some(3.0), ..usage };
    assert_eq!(raised(&sample(), &slowed(usage())), [("memory.high", Severity::Medium)]);
    assert_eq!(raised(&sample(), &slowed(waited(0.11, 0.0))), [("memory.high", Severity::High)]);
    assert_eq!(raised(&sample(), &slowed(waited(0.05, 0.0))), []);
    let faults = |rate| Usage { cgroup_major_page_faults_per_second: Some(rate), ..usage() };
    assert_eq!(raised(&sample(), &faults(500.0)), []);
    assert_eq!(raised(&sample(), &faults(501.0)), [("memory.major_faults", Severity::Medium)]);
}

#[test]
fn the_hosts_memory_counts_only_where_there_is_no_limit() {
    let mut sample = sample();
    sample.set_host_memory_available_bytes(Some(100 * MIB));
    assert_eq!(raised(&sample, &usage()), []);
    sample.set_cgroup_memory_effective_limit_bytes(Some(Limit::Max));
    let found = judge(&sample, &usage());
    assert_eq!((found[0].rule, found[0].severity), ("memory.host", Severity::High));
    assert!(found[0].description.contains("no memory limit"));
    sample.set_host_memory_available_bytes(Some(200 * MIB));
    assert_eq!(raised(&sample, &usage()), []);
}

#[test]
fn space_and_inodes() {
    for (free, wanted) in [
        (100, None),
        (99, Some(("disk_space.used", Severity::High))),
        (49, Some(("disk_space.used", Severity::Critical))),
    ] {
        let mut sample = sample();
        sample.set_filesystem_free_bytes(Some(free));
        sample.set_filesystem_available_bytes(Some(free));
        assert_eq!(raised(&sample, &usage()), Vec::from_iter(wanted));
    }
    let inodes = |total, free| {
        let mut sample = sample();
        sample.set_filesystem_inodes(Some(total));
        sample.set_filesystem_inodes_free(Some(free));
        raised(&sample, &usage())
    };
    assert_eq!(inodes(1000, 100), []);
    assert_eq!(inodes(1000, 99), [("inodes.used", Severity::High)]);
    assert_eq!(inodes(1000, 19), [("inodes.used", Severity::Critical)]);
    assert_eq!(inodes(0, 0), [], "no fixed number of inodes");
}

#[test]
fn load_counts_where_the_container_is_not_its_cause() {
    let load = |per_cpu: f64, usage: &Usage| {
        let mut sample = sample();
        sample.set_host_load1(Some(per_cpu * 2.0));
        raised(&sample, usage)
    };
    assert_eq!(load(2.0, &usage()), []);
    assert_eq!(load(2.01, &usage()), [("load.per_cpu", Severity::Medium)]);
    assert_eq!(load(3.01, &usage()), [("load.per_cpu", Severity::High)]);
    assert_eq!(load(3.01, &throttled(0.2, 1.0)), [("cpu.throttling", Severity::High)]);
    let busy = Usage { host_cpu_busy_ratio: Some(0.99), ..usage() };
    assert_eq!(load(3.01, &busy), [("cpu.host", Severity::High)], "one queue, one finding");
    let mut gone = sample();
    gone.set_host_load1(Some(8.0));
    gone.set_host_tasks_running(Some(1));
    gone.set_host_tasks_blocked(Some(0));
    assert_eq!(raised(&gone, &usage()), [], "the average lags behind");
}

#[test]
fn descriptors_and_tasks_against_their_limits() {
    let descriptors = |open: u64| {
        let mut sample = Sample { own_descriptors: 10, ..sample() };
        sample.set_process_descriptors(Some(open + 10));
        sample.set_process_descriptors_limit(Some(Limit::Value(1000)));
        raised(&sample, &usage())
    };
    assert_eq!(descriptors(700), []);
    assert_eq!(descriptors(701), [("descriptors.used", Severity::Medium)]);
    assert_eq!(descriptors(901), [("descriptors.used", Severity::Critical)]);
    let tasks = |tasks, limit| {
        let mut sample = sample();
        sample.set_cgroup_pids(Some(tasks));
        sample.set_cgroup_pids_effective_limit(Some(limit));
        raised(&sample, &usage())
    };
    assert_eq!(tasks(70, Limit::Value(100)), []);
    assert_eq!(tasks(71, Limit::Value(100)), [("pids.used", Severity::Medium)]);
    assert_eq!(tasks(91, Limit::Value(100)), [("pids.used", Severity::Critical)]);
    assert_eq!(tasks(100_000, Limit::Max), []);
}

#[test]
fn findings_come_worst_first_and_are_fully_worded() {
    let mut sample = sample();
    sample.set_filesystem_available_bytes(Some(40));
    sample.set_filesystem_free_bytes(Some(40));
    sample.set_cgroup_pids(Some(80));
    sample.set_cgroup_pids_effective_limit(Some(Limit::Value(100)));
    let found = judge(&sample, &throttled(0.3, 1.0));
    let components: Vec<_> = found.iter().map(|finding| finding.component.clone()).collect();
    assert_eq!(components, [Component::DiskSpace, Component::Cpu, Component::Pids]);
    for finding in &found {
        for text in [&finding.title, &finding.description, &finding.impact] {
            assert!(!text.is_empty(), "{finding:?}");
        }
        assert!(!finding.evidence.readings.is_empty());
        assert!((0.0..=1.0).contains(&finding.impact_ratio) && finding.impact_ratio > 0.0, "{finding:?}");
    }
}

/// A usage as of a container on a host whose disks and network are known.
fn io(of: impl Fn(&mut Usage)) -> Vec<(&'static str, Severity)> {
    let mut usage = Usage {
        host_disk_reads_per_second: Some(500.0),
        host_disk_writes_per_second: Some(500.0),
        host_disk_operation_seconds: Some(0.001),
        host_disk_queue: Some(1.0),
        host_disk_busy_ratio: Some(0.5),
        network_received_packets_per_second: Some(500.0),
        network_sent_packets_per_second: Some(500.0),
        network_errors_per_second: Some(0.0),
        network_drops_per_second: Some(0.0),
        network_tcp_retransmitted_ratio: Some(0.0),
        ..usage()
    };
    of(&mut usage);
    raised(&sample(), &usage)
}

#[test]
fn disk_operations() {
    assert_eq!(io(|_| ()), []);
    assert_eq!(
        io(|usage| usage.host_disk_operation_seconds = Some(0.11)),
        [("disk_io.latency", Severity::Medium)]
    );
    assert_eq!(io(|usage| usage.host_disk_queue = Some(11.0)), [("disk_io.queue", Severity::Medium)]);
    let busy = |queue| {
        move |usage: &mut Usage| {
            (usage.host_disk_busy_ratio, usage.host_disk_queue) = (Some(0.7), Some(queue))
        }
    };
    assert_eq!(io(busy(1.1)), [("disk_io.busy", Severity::Medium)]);
    assert_eq!(io(busy(0.9)), [], "one operation at a time");
    let neighbours = |usage: &mut Usage| {
        busy(30.0)(usage);
        usage.cgroup_io_reads_per_second = Some(2.0);
        usage.cgroup_io_writes_per_second = Some(3.0);
    };
    assert_eq!(io(neighbours), [], "5 of 1000 operations are its own");
    let waits_not = |usage: &mut Usage| {
        busy(30.0)(usage);
        usage.cgroup_pressure_io_some_ratio = Some(0.0);
    };
    assert_eq!(io(waits_not), [], "its own waiting is known");
    assert_eq!(io(|usage| usage.host_cpu_iowait_ratio = Some(0.11)), [("disk_io.iowait", Severity::Medium)]);
    assert_eq!(
        io(|usage| usage.cgroup_pressure_io_some_ratio = Some(0.11)),
        [("disk_io.pressure", Severity::Medium)]
    );
    let all = |usage: &mut Usage| {
        usage.cgroup_pressure_io_full_ratio = Some(0.7);
        usage.cgroup_pressure_io_some_ratio = Some(0.9);
        usage.host_disk_queue = Some(30.0);
    };
    assert_eq!(io(all), [("disk_io.stalled", Severity::High)], "one disk, one finding");
}

#[test]
fn network_losses() {
    assert_eq!(
        io(|usage| usage.network_errors_per_second = Some(20.0)),
        [("network.errors", Severity::Medium)]
    );
    assert_eq!(
        io(|usage| usage.network_drops_per_second = Some(30.0)),
        [("network.drops", Severity::Medium)]
    );
    let again = |ratio| move |usage: &mut Usage| usage.network_tcp_retransmitted_ratio = Some(ratio);
    assert_eq!(io(again(0.04)), [("network.retransmissions", Severity::Medium)]);
    assert_eq!(io(again(0.11)), [("network.retransmissions", Severity::High)]);
    let few = |usage: &mut Usage| {
        usage.network_tcp_retransmitted_ratio = Some(0.5);
        usage.network_sent_packets_per_second = Some(10.0);
    };
    assert_eq!(io(few), [], "a share of a handful says nothing");
    let much = |usage: &mut Usage| usage.network_sent_bytes_per_second = Some(6e7);
    let both = |usage: &mut Usage| {
        much(usage);
        usage.network_received_bytes_per_second = Some(0.0);
    };
    assert_eq!(io(both), [("network.throughput", Severity::Low)]);
}

#[test]
fn swap_counts_where_the_container_takes_part() {
    let out = Usage { host_swap_out_bytes_per_second: Some(1e6), ..usage() };
    let mut sample = sample();
    assert_eq!(raised(&sample, &out), [("memory.swap", Severity::Medium)]);
    sample.set_cgroup_swap_usage_bytes(Some(0));
    assert_eq!(raised(&sample, &out), []);
    sample.set_cgroup_swap_usage_bytes(Some(4096));
    let paging = Usage { host_disk_queue: Some(20.0), ..out };
    assert_eq!(raised(&sample, &paging), [("memory.swap", Severity::Medium)], "pages are the disk's load");
}

#[test]
fn growth_counts_by_the_time_that_is_left() {
    let left = |seconds: f64| {
        let growing = Growing {
            per_second: 1024.0,
            value: 30e6,
            limit: Some(60e6),
            seconds_to_limit: Some(seconds),
            observed_seconds: 100.0,
            p_value: 1e-9,
            ..Growing::default()
        };
        let growth = Growths { memory: Some(growing), disk_space: Some(growing), ..Growths::default() };
        let context = Context { growth, ..context() };
        findings(&View { sample: &sample(), usage: Some(&usage()), context: &context })
    };
    assert!(left(500_000.0).is_empty());
    let severities =
        |seconds| left(seconds).iter().map(|found| (found.rule, found.severity)).collect::<Vec<_>>();
    for (seconds, severity) in
        [(300_000.0, Severity::Medium), (20_000.0, Severity::High), (60.0, Severity::Critical)]
    {
        assert_eq!(severities(seconds), [("memory.leak", severity), ("disk_space.fill", severity)]);
    }
    let found = left(3600.0);
    assert!(
        found[0].title.contains("1.0 KiB a second and reaches the limit in 60 min"),
        "{}",
        found[0].title
    );
    assert_eq!(found[0].current.value, 3600.0);
    assert_eq!(&*found[0].evidence.readings[0].name, "cgroup_memory_anon_bytes");
}
