use crate::advise::answers::answers;
use crate::advise::fixtures::*;

use crate::fields::Unit;

#[test]
fn a_leak_is_restarted_in_time_and_profiled() {
    let mut finding = growing("memory.leak", (10 * MIB) as f64 / 3600.0, Unit::BytesPerSecond);
    finding.culprits.push(culprit("java", (50 * MIB) as f64, Unit::Bytes));
    finding.impact_ratio = 0.6;
    let list = answers(&full().view(), &finding);
    let restart =
        find(&list, "Restart java (pid 4711) within 4.0 hours, before it reaches the limit of 64.0 MiB.");
    assert_eq!(
        restart.description,
        "At this rate of 10.0 MiB an hour it is there in 5.0 hours. A stop-gap: it grows again after each restart."
    );
    assert!(restart
        .actions
        .iter()
        .any(|action| action.value == "systemd-run --on-active=14400 systemctl restart UNIT"));
    let heap = find(&list, "Find what java (pid 4711) never gives back");
    assert_eq!(heap.actions[0].value, "jcmd 4711 GC.class_histogram");
    let limit = find(&list, "Raise the memory limit");
    assert!(limit.description.ends_with("It only puts the end off: what leaks uses up 100 MiB in 10 hours."));
    assert_eq!(limit.expected_impact, "66 minutes more, until the larger limit is reached too.");
    assert_eq!(titles(&list).last().unwrap(), &limit.title, "a fix comes before what only puts the end off");
    // The sooner estimate counts, and far from the limit it is not raised.
    finding.evidence.readings.push(crate::finding::Measure::new(
        "seconds_to_limit_low",
        7200.0,
        Unit::Seconds,
        crate::fields::Scope::Cgroup,
    ));
    let list = answers(&setting().view(), &finding);
    find(&list, "Restart java (pid 4711) within 96 minutes");
    assert!(!titles(&list).iter().any(|title| title.starts_with("Raise")));
}
