use super::*;

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
fn busy_host_and_steal() {
    let busy = |share| Usage { host_cpu_busy_ratio: Some(share), ..usage() };
    assert_eq!(raised(&sample(), &busy(0.90)), []);
    assert_eq!(raised(&sample(), &busy(0.91)), [("cpu.host", Severity::Medium)]);
    let stolen = |share| Usage { host_cpu_steal_ratio: Some(share), ..usage() };
    assert_eq!(raised(&sample(), &stolen(0.10)), []);
    assert_eq!(raised(&sample(), &stolen(0.11)), [("cpu.steal", Severity::Medium)]);
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
