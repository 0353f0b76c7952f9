use super::*;

#[test]
fn every_warning_of_the_client_is_known_as_one() {
    let short = |change: fn(&mut ClientUsage)| {
        let mut usage = ClientUsage::default();
        change(&mut usage);
        usage.warnings()
    };
    for warnings in [
        short(|usage| usage.throttled_ratio = Some(0.05)),
        short(|usage| usage.cpu_ratio = Some(0.9)),
        short(|usage| usage.cpu_pressure_ratio = Some(0.25)),
        short(|usage| usage.memory_pressure_ratio = Some(0.05)),
    ] {
        assert_eq!(warnings.len(), 1);
        assert!(ClientUsage::is_warning(&warnings[0]), "{warnings:?}");
    }
    assert!(ClientUsage::default().warnings().is_empty());
    assert!(!ClientUsage::is_warning("Closed model: ..."));
}
