use super::*;
use crate::advise::answers::answers;
use crate::advise::fixtures::*;
use crate::finding::Recommendation;
use crate::units::Limit;

fn levels(limits: &[(&str, Limit<f64>)]) -> CgroupLimits {
    let level = |(depth, &(cgroup, limit)): (u64, &(&str, Limit<f64>))| CgroupLimit {
        depth,
        cgroup: cgroup.to_owned(),
        limit,
    };
    CgroupLimits { list: (0..).zip(limits).map(level).collect(), hidden_above: false }
}

fn first(setting: &Setting, rule: &'static str, value: f64, start: &str) -> Recommendation {
    let finding = finding(rule, value, Unit::Ratio);
    find(&answers(&setting.view(), &finding), start).clone()
}

fn files(what: &Recommendation) -> Vec<String> {
    let files = what.actions.iter().filter(|action| action.place == Place::Cgroup);
    files.map(|action| format!("{} {}", action.target, action.value)).collect()
}

#[test]
fn an_ancestors_quota_is_raised_first() {
    let mut setting = throttled();
    setting.context.around.cpu = levels(&[
        ("/p/a/b", Limit::Value(0.5)),
        ("/p/a", Limit::Value(0.7)),
        ("/p", Limit::Value(0.8)),
        ("/", Limit::Value(8.0)),
    ]);
    let raise = first(&setting, "cpu.throttling", 0.41, "Raise the CPU quota");
    assert_eq!(
        files(&raise),
        ["/p/cpu.max 90000 100000", "/p/a/cpu.max 90000 100000", "/a/b/cpu.max 90000 100000"]
    );
    assert!(
        raise.description.ends_with(
            " First raise what else is below it (cgroup /p has 0.8 CPUs, cgroup /p/a has 0.7 CPUs): else the lower \
             limit goes on to hold."
        ),
        "{}",
        raise.description
    );
    let raise = first(&version1(setting), "cpu.throttling", 0.41, "Raise the CPU quota");
    assert_eq!(files(&raise)[..2], ["/p/cpu.cfs_period_us 100000", "/p/cpu.cfs_quota_us 90000"]);
    assert!(raise.description.ends_with("else the kernel refuses a quota above that of an ancestor."));
}

#[test]
fn a_limit_below_the_ancestor_that_binds_is_raised_too() {
    let mut setting = full();
    setting.sample.set_cgroup_memory_binding_depth(Some(1));
    setting.context.memory_bound_by = Some("/p".into());
    let mib = |count: u64| Limit::Value((count * MIB) as f64);
    setting.context.around.memory = levels(&[("/p/a", mib(70)), ("/p", mib(64)), ("/", Limit::Max)]);
    let raise = first(&setting, "memory.used", 0.94, "Raise the memory limit of cgroup /p");
    assert_eq!(files(&raise), ["/p/a/memory.max 78643200", "/p/memory.max 78643200"]);
    assert!(raise.description.contains("(cgroup /p/a has 70.0 MiB): else the lower limit goes on to hold."));
    // Nothing is in the way.
    setting.context.around.memory = levels(&[("/p/a", Limit::Max), ("/p", mib(64))]);
    let raise = first(&setting, "memory.used", 0.94, "Raise the memory limit");
    assert_eq!((files(&raise).len(), raise.description.contains("First raise")), (1, false));
}

#[test]
fn tasks_are_limited_by_the_cgroup_that_holds_the_least() {
    let mut setting = all_known();
    setting.context.around.pids =
        levels(&[("/p/a/b", Limit::Max), ("/p/a", Limit::Value(100.0)), ("/p", Limit::Value(120.0))]);
    let raise =
        first(&setting, "pids.used", 0.95, "Raise the limit of processes and threads from 100 to 128.");
    assert_eq!(files(&raise), ["/p/pids.max 128", "/p/a/pids.max 128"]);
    assert!(raise.description.contains("(cgroup /p has 120)"), "{}", raise.description);
}

#[test]
fn where_the_host_is_full_the_ancestors_are_raised_too() {
    let mut setting = throttled();
    setting.usage.host_cpu_busy_ratio = Some(0.98);
    setting.context.around.cpu = levels(&[("/a/b", Limit::Value(0.5)), ("/a", Limit::Value(0.6))]);
    let moved = first(&setting, "cpu.throttling", 0.41, "Move the container to a host with 0.9 CPUs");
    assert_eq!(files(&moved)[..2], ["/a/cpu.max 90000 100000", "/a/b/cpu.max 90000 100000"]);
    assert!(moved.description.contains("First raise what else is below it"), "{}", moved.description);
}

#[test]
fn what_cannot_be_seen_is_said() {
    let mut setting = throttled();
    setting.context.around.cpu = levels(&[("/", Limit::Value(0.5))]);
    setting.context.around.cpu.hidden_above = true;
    let raise = first(&setting, "cpu.throttling", 0.41, "Raise the CPU quota");
    assert!(raise.description.contains("has a lower limit is not known"), "{}", raise.description);
    assert!(!raise.description.contains("First raise"));
}

#[test]
fn a_burst_is_allowed_no_more_than_an_ancestor_does() {
    let mut setting = setting();
    setting.usage.cgroup_cpu_throttled_ratio = Some(0.2);
    setting.context.around.cpu = levels(&[("/a/b", Limit::Value(0.5)), ("/a", Limit::Value(0.6))]);
    let burst = first(&setting, "cpu.throttling", 0.2, "Let it save up");
    assert_eq!(set(&burst, "--cpus"), Some("0.6"));
}
