use super::*;
use crate::fields::Unit;
use crate::rules::RULES;

fn named(name: &'static str, scope: Scope) -> String {
    label(&Measure::new(name, 1.0, Unit::Count, scope))
}

#[test]
fn names_are_in_order_so_that_they_are_found() {
    assert!(LABELS.windows(2).all(|pair| pair[0].0 < pair[1].0));
}

#[test]
fn values_have_words_and_say_whose_they_are() {
    assert_eq!(named("cgroup_pressure_cpu_some_ratio", Scope::Cgroup), "time waiting for a CPU");
    assert_eq!(named("cgroup_cpu_usage_cpus", Scope::Host), "used (host)");
    assert_eq!(named("host_load1", Scope::Host), "load average of the host");
    assert_eq!(named("cgroup_frobs_in_window", Scope::Cgroup), "frobs");
    assert_eq!(heading("cgroup_memory_anon_bytes"), "Anonymous memory");
    assert_eq!(heading("orders_waiting"), "orders_waiting");
}

#[test]
fn every_rules_value_has_words() {
    for rule in RULES {
        assert!(LABELS.iter().any(|(name, _)| *name == rule.signal), "{}", rule.signal);
    }
}
