use super::*;
use crate::advise::fixtures::*;
use crate::units::Limit;

#[test]
fn replicas_carry_the_load_at_80_percent() {
    let mut setting = setting();
    let replicas = |setting: &Setting, right: Option<&Right>| Replicas::of(&setting.view(), right);
    setting.usage.cgroup_cpu_usage_cpus = Some(0.5);
    setting.usage.cgroup_cpu_throttled_cpus = Some(0.7);
    let found = replicas(&setting, None).unwrap();
    assert_eq!((found.needed, found.for_cpu, found.for_memory), (3, Some(3), Some(1)), "1.2 / (0.5 * 0.8)");
    assert_eq!(found.bound_by, Component::Cpu);
    let autoscaler = found.autoscaler;
    assert_eq!((autoscaler.min_replicas, autoscaler.max_replicas), (3, 6));
    assert_eq!(autoscaler.target_cpu_utilization_percentage, Some(80));
    let json = serde_json::to_value(&found).unwrap();
    assert_eq!(json["autoscaler"]["targetCPUUtilizationPercentage"], 80);
    // 80 % of the limit, in percent of a request of half of it.
    let right = Right { cpu_request: Some(0.25), ..Right::new(1.0) };
    let target = replicas(&setting, Some(&right)).unwrap().autoscaler.target_cpu_utilization_percentage;
    assert_eq!(target, Some(160));
    // Memory can be what asks for more.
    setting.sample.set_cgroup_memory_usage_bytes(Some(64 * MIB + 10 * MIB));
    setting.usage.cgroup_cpu_throttled_cpus = Some(0.0);
    setting.usage.cgroup_cpu_usage_cpus = Some(0.1);
    let found = replicas(&setting, None).unwrap();
    assert_eq!((found.needed, found.bound_by), (2, Component::Memory));
    // Neither is the container's own.
    setting.context.cpu_is_hosts = true;
    setting.sample.set_cgroup_memory_effective_limit_bytes(Some(Limit::Max));
    assert_eq!(replicas(&setting, None), None);
}
