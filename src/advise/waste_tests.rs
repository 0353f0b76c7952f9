use super::*;
use crate::advise::fixtures::*;
use crate::advise::recommend;
use crate::error::ErrorKind;

#[test]
fn waste_is_priced() {
    let setting = oversized();
    let prices = Prices::new(0.04, 0.005, "EUR").unwrap();
    let advice = recommend(&setting.view(), &[], Some(&right()), Some(&prices));
    let waste = advice.waste.unwrap();
    let (cpu, memory) = (waste.cpu.unwrap(), waste.memory.unwrap());
    // 0.1 CPUs and 20 MiB are in use now: the history's smaller limits would be too little.
    assert_eq!((cpu.limit, cpu.enough), (2.0, 0.2));
    assert_eq!((memory.limit, memory.enough), (GIB as f64, (25 * MIB) as f64));
    let cost = waste.cost.unwrap();
    let wanted = 1.8 * 0.04 + (1024.0 - 25.0) / 1024.0 * 0.005;
    assert!((cost.per_hour - wanted).abs() < 1e-9 && (cost.per_month - 730.0 * wanted).abs() < 1e-9);
    let list = &advice.recommendations;
    let quota = find(list, "Lower the CPU quota of cgroup /a/b from 2 to 0.2 CPUs.");
    assert_eq!(
        (quota.rule, quota.priority, quota.category),
        ("allocation.cpu", Severity::Low, Category::Resource)
    );
    assert_eq!(set(quota, "/a/b/cpu.max"), Some("20000 100000"));
    assert_eq!(set(quota, "resources.requests.cpu"), Some("50m"));
    assert_eq!(quota.expected_impact, "It sets 1.8 CPUs free: 0.072 EUR an hour, 52.56 EUR a month.");
    let memory = find(list, "Lower the memory limit of cgroup /a/b from 1.0 GiB to 25.0 MiB.");
    assert_eq!((memory.rule, set(memory, "--memory")), ("allocation.memory", Some("25m")));
    assert_eq!(
        advice.all_taken.unwrap().summary,
        "Taken together it sets 1.8 CPUs and 999 MiB free (0.077 EUR an hour, 56.12 EUR a month)."
    );
    let unpriced = recommend(&setting.view(), &[], Some(&right()), None);
    assert_eq!(unpriced.waste.unwrap().cost, None);
    assert!(!unpriced.recommendations[0].expected_impact.contains("an hour"));
}

#[test]
fn waste_must_be_sure_large_and_not_what_is_short() {
    let setting = oversized();
    let wasted = |setting: &Setting, findings: &[Finding], right: &Right| {
        let waste = recommend(&setting.view(), findings, Some(right), None).waste;
        waste.map_or((false, false), |waste| (waste.cpu.is_some(), waste.memory.is_some()))
    };
    assert_eq!(wasted(&setting, &[], &right()), (true, true));
    assert_eq!(
        wasted(&setting, &[], &Right { confidence: CONFIDENT_OF_WASTE - 0.01, ..right() }),
        (false, false)
    );
    assert_eq!(wasted(&setting, &[finding("cpu.pressure", 0.2, Unit::Ratio)], &right()), (false, true));
    assert_eq!(wasted(&setting, &[finding("memory.leak", 1e4, Unit::Seconds)], &right()), (true, false));
    // A fifth of the limit is used: no waste.
    assert_eq!(wasted(&setting, &[], &Right { cpu_request: Some(0.4), ..right() }), (false, true));
    assert_eq!(
        wasted(&setting, &[], &Right { memory_request: Some(0.2 * GIB as f64), ..right() }),
        (true, false)
    );
    // What is used now counts, whatever the history says.
    let mut busy = oversized();
    busy.usage.cgroup_cpu_usage_cpus = Some(1.0);
    busy.sample.set_cgroup_memory_usage_bytes(Some(500 * MIB));
    assert_eq!(wasted(&busy, &[], &right()), (false, false));
    // An ancestor's limit is shared.
    let mut shared = oversized();
    shared.sample.set_cgroup_cpu_binding_depth(Some(1));
    shared.sample.set_cgroup_memory_binding_depth(Some(2));
    assert_eq!(wasted(&shared, &[], &right()), (false, false));
}

#[test]
fn prices_are_numbers_from_0_up() {
    for (core, gibibyte, currency, named) in [
        (f64::NAN, 0.0, "EUR", "per_core_hour"),
        (-0.01, 0.0, "EUR", "per_core_hour"),
        (0.0, f64::INFINITY, "EUR", "per_gibibyte_hour"),
        (0.0, -1.0, "EUR", "per_gibibyte_hour"),
        (0.0, 0.0, " ", "currency"),
    ] {
        let error = Prices::new(core, gibibyte, currency).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArgument);
        assert!(error.to_string().contains(&format!("`{named}`")), "{error}");
    }
    assert!(Prices::new(0.0, 0.0, "EUR").is_ok());
}
