//! What must hold of all advice, whatever the view shows.

use super::fixtures::*;
use super::{recommend, Right};
use crate::finding::{Finding, Place, Recommendation};
use crate::units::Limit;

/// Numbers that look random and are the same each time (xorshift).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn one_in(&mut self, count: u64) -> bool {
        self.next().is_multiple_of(count)
    }

    fn below(&mut self, most: f64) -> f64 {
        (self.next() % 1_000_000) as f64 / 1e6 * most
    }

    fn maybe<T>(&mut self, value: T) -> Option<T> {
        (!self.one_in(4)).then_some(value)
    }
}

fn random(random: &mut Random) -> Setting {
    let mut setting = if random.one_in(2) { setting() } else { version1(setting()) };
    let online = 1 + random.next() % 16;
    let total = (1 + random.next() % 64) * GIB / 8;
    let sample = &mut setting.sample;
    sample.set_host_cpus_online(random.maybe(online));
    let set = 1 + random.next() % online;
    let set = random.maybe(set).unwrap_or(online);
    sample.set_cgroup_cpuset_cpus(Some(set));
    let quota = 0.05 + random.below(1.5 * online as f64);
    sample.set_cgroup_cpu_effective_quota_cpus(Some(Limit::Value(quota)));
    let effective = quota.min(set as f64);
    sample.set_cgroup_effective_cpus(Some(effective));
    let limit = (random.below(total as f64) as u64).max(MIB);
    sample.set_host_memory_total_bytes(Some(total));
    sample.set_host_memory_available_bytes(Some(random.below(total as f64) as u64));
    sample.set_cgroup_memory_effective_limit_bytes(Some(Limit::Value(limit)));
    sample.set_cgroup_memory_usage_bytes(Some(random.below(limit as f64) as u64));
    sample.set_cgroup_memory_reclaimable_bytes(Some(random.below(limit as f64 / 2.0) as u64));
    sample.set_cgroup_memory_high_bytes(Some(Limit::Value(random.below(limit as f64) as u64)));
    sample.set_cgroup_swap_usage_bytes(Some(random.below(GIB as f64 / 4.0) as u64));
    sample.set_cgroup_pids(Some(random.next() % 1000));
    let usage = &mut setting.usage;
    usage.host_cpu_busy_ratio = Some(random.below(1.0));
    usage.cgroup_cpu_usage_cpus = Some(random.below(effective));
    let refused = random.below(2.0);
    usage.cgroup_cpu_throttled_cpus = random.maybe(refused);
    usage.cgroup_cpu_throttled_ratio = Some(random.below(1.0));
    usage.cgroup_cpu_ratio = usage.cgroup_cpu_usage_cpus.map(|used| used / effective);
    setting
}

/// The number set at a file of that name.
fn file(what: &Recommendation, name: &str) -> Option<f64> {
    let action = what
        .actions
        .iter()
        .find(|action| action.place == Place::Cgroup && action.target.rsplit('/').next() == Some(name))?;
    action.value.split(' ').next()?.parse().ok()
}

#[test]
fn never_less_than_needed_and_never_more_than_there_is() {
    let mut numbers = Random(0x5eed);
    let (mut quotas, mut limits, mut lowered) = (0, 0, 0);
    for _ in 0..4000 {
        let setting = random(&mut numbers);
        let view = setting.view();
        let mut findings: Vec<Finding> = RULES
            .iter()
            .filter(|_| numbers.one_in(8))
            .map(|&(rule, value, unit)| finding(rule, value, unit))
            .collect();
        if numbers.one_in(4) {
            findings.clear();
        }
        let mut size = |most: f64| numbers.below(most);
        let right = Right {
            cpu_request: Some(size(0.2)),
            cpu_limit: Some(size(0.4)),
            memory_request: Some(size(5e7)),
            memory_limit: Some(size(1e8)),
            confidence: size(2.0).min(1.0),
        };
        let advice = recommend(&view, &findings, Some(&right), None);
        let sample = view.sample;
        let need = setting.usage.cgroup_cpu_usage_cpus.unwrap()
            + setting.usage.cgroup_cpu_throttled_cpus.unwrap_or(0.0);
        let set = sample.cgroup_cpuset_cpus().unwrap();
        let at_hand = sample.host_cpus_online().map_or(set, |online| set.min(online)) as f64;
        let quota = view.quota().unwrap();
        let free = sample
            .host_cpus_online()
            .map(|cpus| cpus as f64 * (1.0 - setting.usage.host_cpu_busy_ratio.unwrap()));
        let full = setting.usage.host_cpu_busy_ratio.unwrap() >= 0.9;
        let bytes = sample.cgroup_memory_usage_bytes().unwrap()
            - sample
                .cgroup_memory_reclaimable_bytes()
                .unwrap()
                .min(sample.cgroup_memory_usage_bytes().unwrap());
        let limit = view.memory_limit().unwrap() as f64;
        let room = limit + sample.host_memory_available_bytes().unwrap() as f64;
        let total = sample.host_memory_total_bytes().unwrap() as f64;
        for what in &advice.recommendations {
            let advised = file(what, "cpu.max").or(file(what, "cpu.cfs_quota_us")).map(|quota| quota / 1e5);
            if let Some(advised) = advised.filter(|_| what.title.starts_with("Raise")) {
                quotas += 1;
                assert!(view.quota_binds() && advised > quota, "{what:#?}");
                assert!(advised <= at_hand + 1e-9 && advised + 1e-9 >= need.min(at_hand), "{need} {what:#?}");
                assert!(!full || free.is_some_and(|free| free >= advised - quota - 1e-9), "{what:#?}");
            }
            if let Some(advised) = advised.filter(|_| what.title.starts_with("Lower")) {
                lowered += 1;
                assert!(advised < quota && advised >= need, "{what:#?}");
            }
            let advised = file(what, "memory.max").or(file(what, "memory.limit_in_bytes"));
            if let Some(advised) = advised.filter(|_| what.title.starts_with("Raise")) {
                limits += 1;
                assert!(advised > limit && advised >= bytes as f64, "{what:#?}");
                assert!(advised <= room && advised <= total, "{what:#?}");
            }
            if let Some(advised) = advised.filter(|_| what.title.starts_with("Lower")) {
                assert!(advised < limit && advised >= bytes as f64, "{what:#?}");
            }
            if let Some(high) = file(what, "memory.high") {
                let raised =
                    advice.recommendations.iter().filter(|what| what.title.starts_with("Raise the memory"));
                let most = raised
                    .filter_map(|what| file(what, "memory.max").or(file(what, "memory.limit_in_bytes")));
                assert!(high <= most.fold(limit, f64::max), "{what:#?}");
            }
        }
        let said = |start: &str| advice.recommendations.iter().any(|what| what.title.starts_with(start));
        assert!(!(said("Raise the CPU quota") && said("Lower the CPU quota")));
        assert!(!(said("Raise the memory limit") && said("Lower the memory limit")));
        if findings.is_empty() && advice.waste.is_none() {
            assert!(advice.recommendations.is_empty() && advice.all_taken.is_none());
        }
        let gain = advice.all_taken.map_or(0.0, |taken| taken.gain);
        assert!((0.0..=1.0).contains(&gain));
    }
    assert!(quotas > 100 && limits > 100 && lowered > 20, "{quotas} {limits} {lowered}: too few to tell");
}
