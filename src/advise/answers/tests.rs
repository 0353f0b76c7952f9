use super::*;
use crate::advise::fixtures::*;
use crate::fields::{Scope, Unit};
use crate::finding::{Measure, Place};

#[test]
fn every_rule_is_answered_in_full_sentences() {
    for culprits in [vec![], vec![culprit("java", 0.4, Unit::Cpus)]] {
        for (known, setting) in [(true, all_known()), (false, setting()), (false, version1(all_known()))] {
            for &(rule, value, unit) in RULES {
                let mut finding = finding(rule, value, unit);
                finding.culprits = culprits.clone();
                let list = answers(&setting.view(), &finding);
                assert!(!list.is_empty() || !known, "{rule} is not answered");
                for what in &list {
                    assert_eq!((what.rule, what.priority), (rule, finding.severity));
                    assert_eq!(what.component, finding.component);
                    for text in [&what.title, &what.description, &what.expected_impact] {
                        assert!(text.ends_with('.') && !text.contains("  "), "{rule}: `{text}`");
                        assert!(!text.contains("NaN") && !text.contains("inf"), "{rule}: `{text}`");
                    }
                    assert!((0.0..=1.0).contains(&what.gain), "{rule}: {}", what.gain);
                    assert_eq!(what.evidence.readings[0].name, rule, "what it rests on");
                    for action in &what.actions {
                        assert!(!action.value.is_empty(), "{rule}: {action:?}");
                        let empty = action.target.is_empty();
                        assert!(!empty || action.place == Place::Program, "{rule}: {action:?}");
                    }
                    assert!(
                        !what.actions.is_empty() || what.title.contains("machine with"),
                        "{rule}: {}",
                        what.title
                    );
                }
            }
        }
    }
}

#[test]
fn a_view_that_shows_nothing_makes_no_numbers_up() {
    let nothing = Setting {
        sample: crate::fields::Sample::default(),
        usage: crate::usage::Usage::default(),
        context: crate::rules::Context::default(),
    };
    for &(rule, value, unit) in RULES {
        for what in answers(&nothing.view(), &finding(rule, value, unit)) {
            assert!(!what.title.contains("Raise") && !what.title.contains(" 0 "), "{rule}: {}", what.title);
        }
    }
    assert!(answers(&nothing.view(), &finding("no.such_rule", 1.0, Unit::Ratio)).is_empty());
}

#[test]
fn files_are_those_of_the_version() {
    for &(rule, value, unit) in RULES {
        let check = |setting: Setting, wrong: &[&str]| {
            for what in answers(&setting.view(), &finding(rule, value, unit)) {
                for action in what.actions.iter().filter(|action| action.place == Place::Cgroup) {
                    let name = action.target.rsplit('/').next().unwrap();
                    assert!(!wrong.contains(&name), "{rule}: {action:?}");
                }
            }
        };
        const V1: &[&str] = &[
            "cpu.cfs_quota_us",
            "cpu.cfs_period_us",
            "cpu.cfs_burst_us",
            "cpu.shares",
            "memory.limit_in_bytes",
            "memory.memsw.limit_in_bytes",
            "memory.soft_limit_in_bytes",
            "blkio.weight",
            "blkio.throttle.write_bps_device",
        ];
        const V2: &[&str] =
            &["cpu.max", "cpu.max.burst", "cpu.weight", "memory.max", "memory.low", "io.max", "io.weight"];
        check(all_known(), V1);
        check(version1(all_known()), V2);
    }
}

#[test]
fn the_same_remedy_is_said_once() {
    let setting = all_known();
    let mut finding = finding("memory.used", 0.95, Unit::Ratio);
    finding.explains = vec!["memory.leak", "memory.pressure"];
    finding.evidence.readings.push(Measure::new(
        "growth",
        MIB as f64 / 2.0,
        Unit::BytesPerSecond,
        Scope::Cgroup,
    ));
    finding.evidence.readings.push(Measure::new(
        "time_to_limit_seconds",
        36_000.0,
        Unit::Seconds,
        Scope::Cgroup,
    ));
    let list = answers(&setting.view(), &finding);
    let raised: Vec<_> = list.iter().filter(|what| what.title.starts_with("Raise")).collect();
    assert_eq!(raised.len(), 1, "{:?}", titles(&list));
    assert_eq!(
        raised[0].description,
        "60.0 MiB cannot be taken back by the kernel; a fifth of the new limit stays free. It only puts the end off: \
         what leaks uses up 100 MiB in 3.3 minutes."
    );
    find(&list, "Restart the process within 8.0 hours, before it reaches the limit of 64.0 MiB.");
    find(&list, "Find what the process never gives back");
}

#[test]
fn what_is_won_is_told_in_the_findings_own_numbers() {
    // An estimate of the cost above what was measured orders the advice; it is not what was measured.
    let told = |rule: &'static str, value: f64, start: &str| {
        let mut finding = finding(rule, value, Unit::Ratio);
        finding.impact_ratio = 0.64;
        let list = answers(&throttled().view(), &finding);
        let what = find(&list, start);
        assert_eq!(what.gain, 0.64, "{rule}");
        what.expected_impact.clone()
    };
    assert!(
        told("cpu.throttling", 0.41, "Raise the CPU quota").ends_with("removes the 41 % of time throttled.")
    );
    assert_eq!(told("network.drops", 0.04, "Find the buffer"), "The 4 % of packets dropped get through.");
    assert!(told("network.retransmissions", 0.1, "Find the peer").starts_with("The 10 % of segments"));
    for (rule, start) in [("memory.host", "Protect"), ("disk_io.latency", "Put the data on a faster volume")]
    {
        assert!(told(rule, 0.2, start).contains("was not measured"), "{rule}");
    }
}
