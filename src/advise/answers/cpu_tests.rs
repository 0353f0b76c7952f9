use crate::advise::answers::answers;
use crate::advise::fixtures::*;

use crate::fields::Unit;
use crate::finding::{Category, Effort, Place, Recommendation};
use crate::units::Limit;

fn answered(setting: &Setting, rule: &'static str) -> Vec<Recommendation> {
    let &(_, value, unit) = RULES.iter().find(|(name, ..)| *name == rule).unwrap();
    answers(&setting.view(), &finding(rule, value, unit))
}

#[test]
fn a_quota_that_throttles_is_raised_to_what_is_needed_and_a_fifth() {
    let list = answered(&throttled(), "cpu.throttling");
    let quota = &list[0];
    assert_eq!(quota.title, "Raise the CPU quota of cgroup /a/b from 0.5 to 0.9 CPUs.");
    assert_eq!(
        quota.description,
        "It needs 0.7 CPUs: 0.35 that it uses and 0.35 that the quota refuses. At least a fifth of the new quota stays \
         free for peaks."
    );
    assert_eq!(
        quota.expected_impact,
        "A quota of 0.9 instead of 0.5 CPUs removes the 41 % of time throttled."
    );
    assert_eq!((quota.category, quota.effort, quota.gain), (Category::Resource, Effort::Low, 0.41));
    assert_eq!(set(quota, "/a/b/cpu.max"), Some("90000 100000"));
    assert_eq!(set(quota, "--cpus"), Some("0.9"));
    assert_eq!(set(quota, "resources.limits.cpu"), Some("900m"));
    assert_eq!(set(quota, "CPUQuota="), Some("90%"));
    let replicas = find(&list, "Spread the work over 2 replicas");
    assert_eq!(set(replicas, "spec.minReplicas of the HorizontalPodAutoscaler"), Some("2"));
    find(&list, "Take 43 % less work at a time.");
    assert_eq!(list.len(), 3, "{:?}", titles(&list));
}

#[test]
fn version_1_has_a_period_and_a_quota() {
    let list = answered(&version1(throttled()), "cpu.throttling");
    assert_eq!(list[0].title, "Raise the CPU quota of cgroup /a/b (cpu hierarchy) from 0.5 to 0.9 CPUs.");
    assert_eq!(set(&list[0], "/a/b/cpu.cfs_period_us"), Some("100000"));
    assert_eq!(set(&list[0], "/a/b/cpu.cfs_quota_us"), Some("90000"));
    assert_eq!(set(&list[0], "/a/b/cpu.max"), None);
}

#[test]
fn an_ancestors_quota_is_out_of_reach_of_docker() {
    let mut setting = throttled();
    setting.sample.set_cgroup_cpu_binding_depth(Some(1));
    setting.context.cpu_bound_by = Some("/workers.slice".into());
    let quota = &answered(&setting, "cpu.throttling")[0];
    assert_eq!(set(quota, "/workers.slice/cpu.max"), Some("90000 100000"));
    assert_eq!(set(quota, "CPUQuota= of workers.slice"), Some("90%"));
    assert_eq!((set(quota, "--cpus"), set(quota, "resources.limits.cpu")), (None, None));
    assert!(quota.description.ends_with("that of an ancestor, and everything below it has a part in it."));
    setting.context.cpu_bound_by = Some("/kubepods.slice/kubepods-pod1.slice".into());
    let quota = &answered(&setting, "cpu.throttling")[0];
    assert_eq!((set(quota, "--cpus"), set(quota, "resources.limits.cpu")), (None, Some("900m")));
}

#[test]
fn no_quota_is_raised_above_the_cpus_at_hand() {
    let mut setting = throttled();
    setting.usage.cgroup_cpu_usage_cpus = Some(1.4);
    setting.usage.cgroup_cpu_throttled_cpus = Some(0.6);
    setting.sample.set_cgroup_cpu_effective_quota_cpus(Some(Limit::Value(1.5)));
    setting.sample.set_cgroup_effective_cpus(Some(1.5));
    setting.sample.set_host_cpus_online(Some(2));
    let list = answered(&setting, "cpu.throttling");
    let quota = find(&list, "Raise the CPU quota of cgroup /a/b from 1.5 to 2 CPUs.");
    assert!(quota
        .description
        .ends_with("2.5 would leave a fifth free, but it may run on no more than 2 CPUs."));
    // Already as wide as the host.
    setting.sample.set_cgroup_cpu_effective_quota_cpus(Some(Limit::Value(2.0)));
    setting.sample.set_cgroup_effective_cpus(Some(2.0));
    let list = answered(&setting, "cpu.throttling");
    let machine = find(&list, "Run it on a machine with at least 3 CPUs.");
    assert_eq!(
        machine.description,
        "It needs 2 CPUs, and this host has 2 CPUs: a higher limit here would change nothing. The quota has to become \
         2.5 CPUs with it."
    );
    assert!(!titles(&list).iter().any(|title| title.starts_with("Raise")));
    // Or only as wide as its cpuset.
    setting.sample.set_host_cpus_online(Some(8));
    setting.sample.set_cgroup_cpuset_cpus(Some(2));
    let list = answered(&setting, "cpu.throttling");
    let cpuset = find(&list, "Widen the cpuset from 2 to 3 CPUs.");
    assert_eq!((set(cpuset, "/a/b/cpuset.cpus"), set(cpuset, "--cpuset-cpus")), (Some("0-2"), Some("0-2")));
    assert_eq!(set(cpuset, "AllowedCPUs="), Some("0-2"));
    let list = answered(&version1(setting), "cpu.throttling");
    assert_eq!(
        set(find(&list, "Widen the cpuset"), "AllowedCPUs="),
        None,
        "systemd sets it on version 2 only"
    );
}

#[test]
fn where_the_host_is_full_no_quota_is_raised() {
    let mut setting = throttled();
    setting.usage.host_cpu_busy_ratio = Some(0.98);
    let list = answered(&setting, "cpu.throttling");
    let moved = find(&list, "Move the container to a host with 0.9 CPUs to spare");
    assert!(moved.description.starts_with("The CPUs of the host are 98 % busy: a quota above 0.5 CPUs"));
    assert_eq!(set(moved, "/a/b/cpu.weight"), Some("200"));
    assert_eq!(set(moved, "resources.requests.cpu"), Some("700m"));
    // More weight is of no use to what the quota stops: that rises with it.
    assert_eq!((set(moved, "/a/b/cpu.max"), set(moved, "--cpus")), (Some("90000 100000"), Some("0.9")));
    assert!(!titles(&list).iter().any(|title| title.starts_with("Raise")), "{:?}", titles(&list));
    // The same share of a large host leaves plenty.
    setting.sample.set_host_cpus_online(Some(64));
    assert!(answered(&setting, "cpu.throttling")[0].title.starts_with("Raise the CPU quota"));
}

#[test]
fn a_quota_that_suffices_on_average_needs_bursts() {
    let mut setting = throttled();
    setting.usage.cgroup_cpu_usage_cpus = Some(0.15);
    setting.usage.cgroup_cpu_throttled_cpus = Some(0.1);
    let list = answered(&setting, "cpu.throttled_periods");
    let burst = find(&list, "Let it save up unused quota of cgroup /a/b for bursts.");
    assert_eq!(set(burst, "/a/b/cpu.max.burst"), Some("50000"));
    assert_eq!((set(burst, "/a/b/cpu.max"), set(burst, "--cpus")), (None, Some("1")));
    assert_eq!(list.len(), 1, "nothing is said of less work or more replicas: {:?}", titles(&list));
    let list = answered(&version1(setting), "cpu.throttled_periods");
    assert_eq!(set(&list[0], "/a/b/cpu.cfs_burst_us"), Some("50000"));
}

#[test]
fn threads_are_bounded_only_where_more_ran_than_the_quota_has_room_for() {
    let bounded = |quota: f64, used: f64, refused: f64| {
        let mut setting = throttled();
        setting.sample.set_cgroup_cpu_effective_quota_cpus(Some(Limit::Value(quota)));
        setting.sample.set_cgroup_effective_cpus(Some(quota));
        setting.usage.cgroup_cpu_usage_cpus = Some(used);
        setting.usage.cgroup_cpu_throttled_cpus = Some(refused);
        let list = answered(&setting, "cpu.throttling");
        list.iter().find(|what| what.title.starts_with("Run at most")).map(|what| what.title.clone())
    };
    assert_eq!(bounded(0.5, 0.5, 0.5), None, "one thread cannot be fewer");
    assert_eq!(bounded(0.5, 0.5, 1.2).as_deref(), Some("Run at most 1 thread at a time."));
    assert_eq!(bounded(1.5, 1.5, 0.51), None);
    assert_eq!(bounded(1.5, 1.5, 1.4).as_deref(), Some("Run at most 2 threads at a time."));
}

#[test]
fn the_culprit_is_named_with_its_pid() {
    let mut finding = finding("cpu.throttling", 0.41, Unit::Ratio);
    finding.culprits.push(culprit("python3", 0.28, Unit::Cpus));
    let list = answers(&throttled().view(), &finding);
    let profile =
        find(&list, "Find what python3 (pid 4711) computes: it uses 80 % of the container's CPU time.");
    assert_eq!(profile.actions[0].value, "py-spy top --pid 4711");
    assert_eq!((profile.category, profile.effort, profile.gain), (Category::Application, Effort::High, 0.0));
    assert!(profile.evidence.readings.iter().any(|reading| reading.name == "used"));
}

#[test]
fn use_without_a_quota_wants_cpus_and_no_quota() {
    let mut setting = setting();
    setting.sample.set_cgroup_cpu_effective_quota_cpus(Some(Limit::Max));
    setting.sample.set_cgroup_effective_cpus(Some(4.0));
    setting.usage.cgroup_cpu_usage_cpus = Some(3.6);
    let list = answered(&setting, "cpu.utilisation");
    assert!(list.iter().flat_map(|what| &what.actions).all(|action| !action.target.contains("cpu.max")));
    find(&list, "Run it on a machine with at least 5 CPUs.");
    find(&list, "Take 12 % less work at a time.");
    // The root: everybody's use.
    setting.context.cpu_is_hosts = true;
    let list = answered(&setting, "cpu.utilisation");
    find(&list, "See which processes use the CPUs");
    assert!(!titles(&list).iter().any(|title| title.contains("replicas")), "{:?}", titles(&list));
}

#[test]
fn a_container_that_waits_for_others_is_not_told_to_raise_its_quota() {
    let mut setting = setting();
    setting.usage.host_cpu_busy_ratio = Some(0.97);
    for rule in ["cpu.pressure", "cpu.run_queue", "cpu.host", "load.per_cpu"] {
        let list = answered(&setting, rule);
        find(&list, "Move the container to a host with");
        assert!(!titles(&list).iter().any(|title| title.starts_with("Raise")), "{rule}: {:?}", titles(&list));
    }
    // Its own threads queue for its own CPUs.
    setting.usage.host_cpu_busy_ratio = Some(0.2);
    setting.sample.set_cgroup_pids(Some(40));
    let list = answered(&setting, "cpu.pressure");
    assert_eq!(titles(&list), ["Run at most 1 thread at a time."]);
    assert!(list[0].description.starts_with("It has 40 processes and threads."));
}

#[test]
fn stolen_time_is_the_hypervisors() {
    let list = answered(&setting(), "cpu.steal");
    assert_eq!(titles(&list), ["Move the virtual machine to dedicated or less crowded CPUs."]);
    assert_eq!((list[0].gain, list[0].actions[0].place), (0.2, Place::Command));
}
