use super::*;
use crate::fields::Unit;
use crate::rules::{metric_rules, RULES};

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
fn a_share_comes_before_what_it_is_of() {
    let measure = |name: &'static str| Measure::new(name, 0.94, Unit::Ratio, Scope::Cgroup);
    assert_eq!(spoken(&measure("cgroup_cpu_ratio")), "94 % of its CPU used");
    assert_eq!(spoken(&measure("host_cpu_busy_ratio")), "CPUs of the host busy 94 %");
}

#[test]
fn every_rules_value_has_words() {
    for rule in RULES.iter().chain(&metric_rules()).chain(crate::dbpool::RULES) {
        assert!(LABELS.iter().any(|(name, _)| *name == rule.signal), "{}", rule.signal);
    }
}
