use crate::advise::answers::answers;
use crate::advise::fixtures::*;

use crate::finding::Recommendation;
use crate::units::Limit;

fn answered(setting: &Setting, rule: &'static str) -> Vec<Recommendation> {
    let &(_, value, unit) = RULES.iter().find(|(name, ..)| *name == rule).unwrap();
    answers(&setting.view(), &finding(rule, value, unit))
}

#[test]
fn a_limit_leaves_a_fifth_free() {
    let list = answered(&full(), "memory.used");
    let limit = &list[0];
    assert_eq!(limit.title, "Raise the memory limit of cgroup /a/b from 64.0 MiB to 75.0 MiB.");
    assert_eq!(limit.expected_impact, "The same use fills 80 % of the limit instead of 93.8 %.");
    assert_eq!(set(limit, "/a/b/memory.max"), Some("78643200"));
    assert_eq!((set(limit, "--memory"), set(limit, "--memory-swap")), (Some("75m"), Some("150m")));
    assert_eq!(set(limit, "resources.limits.memory"), Some("75Mi"));
    assert_eq!(set(limit, "MemoryMax="), Some("75M"));
    let less = find(&list, "Use 8.8 MiB less: see which process holds most.");
    assert_eq!(less.actions[0].value, "plimsoll sample --processes 5");
}

#[test]
fn after_a_kill_the_limit_grows_as_kubernetes_vpa_does_but_no_more_than_double() {
    for (limit, wanted) in [(16, "32"), (64, "128"), (256, "356"), (2048, "2458")] {
        let mut setting = setting();
        setting.sample.set_cgroup_memory_usage_bytes(Some(8 * MIB));
        setting.sample.set_cgroup_memory_effective_limit_bytes(Some(Limit::Value(limit * MIB)));
        let list = answered(&setting, "memory.oom_kill");
        assert_eq!(set(&list[0], "--memory"), Some(format!("{wanted}m").as_str()), "{limit} MiB");
        assert_eq!(list[0].gain, 1.0);
    }
    // What is needed now can be more than that.
    let mut setting = setting();
    setting.sample.set_cgroup_memory_usage_bytes(Some(140 * MIB));
    let list = answered(&setting, "memory.oom_kill");
    assert_eq!(set(&list[0], "--memory"), Some("163m"));
}

#[test]
fn version_1_limits_memory_and_swap_together() {
    let mut setting = version1(full());
    setting.sample.set_cgroup_swap_limit_bytes(Some(Limit::Value(32 * MIB)));
    let limit = &answered(&setting, "memory.used")[0];
    assert!(limit.title.contains("of cgroup /m (memory hierarchy)"), "{}", limit.title);
    let files: Vec<_> = limit.actions.iter().take(2).map(|action| action.target.as_str()).collect();
    assert_eq!(
        files,
        ["/m/memory.memsw.limit_in_bytes", "/m/memory.limit_in_bytes"],
        "in an order the kernel takes"
    );
    assert_eq!(set(limit, "/m/memory.memsw.limit_in_bytes"), Some("112197632"));
    assert_eq!(set(limit, "--memory-swap"), Some("107m"));
    setting.sample.set_cgroup_swap_limit_bytes(Some(Limit::Max));
    assert_eq!(set(&answered(&setting, "memory.used")[0], "--memory-swap"), Some("-1"));
}

#[test]
fn a_host_without_memory_is_not_asked_for_more() {
    let mut setting = full();
    setting.sample.set_host_memory_available_bytes(Some(5 * MIB));
    for rule in ["memory.used", "memory.oom_kill", "memory.stalled", "memory.high", "memory.major_faults"] {
        let list = answered(&setting, rule);
        assert!(
            !titles(&list).iter().any(|title| title.starts_with("Raise the memory limit")),
            "{:?}",
            titles(&list)
        );
        let moved = find(&list, "Move the container to a host that can give it");
        assert!(
            moved.description.contains("this host has only 5.0 MiB more to give"),
            "{}",
            moved.description
        );
    }
}

#[test]
fn memory_high_stays_below_the_limit() {
    let mut setting = full();
    setting.sample.set_cgroup_memory_high_bytes(Some(Limit::Value(50 * MIB)));
    let list = answered(&setting, "memory.high");
    find(&list, "Raise the memory limit of cgroup /a/b from 64.0 MiB to 75.0 MiB.");
    let high = find(&list, "Raise memory.high from 50.0 MiB to 67.0 MiB.");
    assert_eq!(set(high, "/a/b/memory.high"), Some("70254592"));
    assert_eq!(set(high, "resources.limits.memory"), None, "the other answer sets it");
    // The limit is far: the mark alone is raised.
    setting.sample.set_cgroup_memory_effective_limit_bytes(Some(Limit::Value(512 * MIB)));
    let list = answered(&setting, "memory.high");
    let high = find(&list, "Raise memory.high from 50.0 MiB to 75.0 MiB.");
    assert_eq!((set(high, "MemoryHigh="), set(high, "resources.limits.memory")), (Some("75M"), Some("84Mi")));
    assert!(!titles(&list).iter().any(|title| title.contains("memory limit")));
}

#[test]
fn stalls_far_from_the_limit_are_the_hosts() {
    let list = answered(&setting(), "memory.stalled");
    let low = find(&list, "Protect the 20.0 MiB that the container needs");
    assert_eq!(set(low, "/a/b/memory.low"), Some("20971520"));
    assert!(!titles(&list).iter().any(|title| title.starts_with("Raise")));
    let list = answered(&full(), "memory.stalled");
    find(&list, "Raise the memory limit");
}

#[test]
fn what_is_swapped_out_fits_into_the_limit_advised() {
    let mut setting = full();
    setting.sample.set_cgroup_swap_usage_bytes(Some(20 * MIB));
    let list = answered(&setting, "memory.swap");
    find(&list, "Raise the memory limit of cgroup /a/b from 64.0 MiB to 100 MiB.");
    find(&list, "Let the host drop page cache before it swaps");
    setting.sample.set_cgroup_swap_usage_bytes(Some(0));
    let list = answered(&setting, "memory.swap");
    find(&list, "Protect the 60.0 MiB");
    assert!(!titles(&list).iter().any(|title| title.starts_with("Raise")));
}

#[test]
fn faults_with_room_below_the_limit_do_not_raise_it() {
    let raised =
        |setting: &Setting| titles(&answered(setting, "memory.major_faults"))[0].starts_with("Raise");
    assert!(!raised(&setting()));
    assert!(raised(&full()));
}

#[test]
fn the_hosts_memory_asks_for_a_limit() {
    let mut setting = full();
    setting.sample.set_cgroup_memory_effective_limit_bytes(Some(Limit::Max));
    let list = answered(&setting, "memory.host");
    let limit = find(&list, "Give the container a memory limit of 75.0 MiB.");
    assert_eq!(set(limit, "--memory"), Some("75m"));
    find(&list, "Free memory on the host");
    setting.context.memory_is_hosts = true;
    let list = answered(&setting, "memory.host");
    assert_eq!(titles(&list), ["Free memory on the host, or move the container to one with more."]);
}

#[test]
fn version_1_swaps_by_the_cgroups_own_swappiness() {
    let list = answered(&version1(full()), "memory.swap");
    let less = find(&list, "Let the kernel drop the container's page cache before it swaps");
    assert_eq!(
        (set(less, "/m/memory.swappiness"), set(less, "--memory-swappiness")),
        (Some("10"), Some("10"))
    );
    assert!(!less.actions.iter().any(|action| action.value.contains("vm.swappiness")), "{:?}", less.actions);
}
