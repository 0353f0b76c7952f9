use super::*;
use crate::advise::fixtures::*;
use crate::advise::CONFIDENT;
use crate::finding::Severity;

#[test]
fn nothing_wrong_is_nothing_advised() {
    let advice = recommend(&setting().view(), &[], None, None);
    assert_eq!(advice.recommendations, []);
    assert_eq!((advice.all_taken, advice.waste), (None, None));
    assert_eq!(advice.replicas.map(|replicas| replicas.needed), Some(1));
    assert_eq!(recommend(&setting().view(), &[], Some(&right()), None).recommendations, [], "limits fit");
}

#[test]
fn one_quota_for_all_that_asks_for_one() {
    let setting = throttled();
    let mut used = finding("cpu.utilisation", 0.97, Unit::Ratio);
    used.severity = Severity::Critical;
    let advice =
        recommend(&setting.view(), &[used, finding("cpu.throttling", 0.41, Unit::Ratio)], None, None);
    let quotas: Vec<_> = advice.recommendations.iter().filter(|what| what.title.contains("quota")).collect();
    assert_eq!(quotas.len(), 1, "{:?}", titles(&advice.recommendations));
    assert_eq!((quotas[0].priority, quotas[0].rule), (Severity::Critical, "cpu.utilisation"));
    assert!(
        quotas[0].description.ends_with("It answers cpu.throttling as well."),
        "{}",
        quotas[0].description
    );
    let names: Vec<_> = quotas[0].evidence.readings.iter().map(|reading| reading.name.as_ref()).collect();
    assert_eq!(names, ["cpu.utilisation", "cpu.throttling"]);
}

#[test]
fn the_larger_of_two_limits_is_advised() {
    let setting = full();
    let mut killed = finding("memory.oom_kill", 1.0, Unit::Count);
    killed.severity = Severity::Critical;
    for findings in [
        [finding("memory.used", 0.9, Unit::Ratio), killed.clone()],
        [killed, finding("memory.used", 0.9, Unit::Ratio)],
    ] {
        let list = recommend(&setting.view(), &findings, None, None).recommendations;
        let limits: Vec<_> =
            list.iter().filter(|what| what.title.starts_with("Raise the memory limit")).collect();
        assert_eq!(limits.len(), 1);
        assert_eq!((set(limits[0], "--memory"), limits[0].priority), (Some("128m"), Severity::Critical));
    }
    // The words are the larger one's, the priority is the more urgent one's.
    let mut used = finding("memory.used", 0.96, Unit::Ratio);
    used.severity = Severity::Critical;
    let findings = [used, finding("memory.oom_kill", 1.0, Unit::Count)];
    let list = recommend(&setting.view(), &findings, None, None).recommendations;
    let limit = find(&list, "Raise the memory limit");
    assert_eq!((limit.rule, limit.priority), ("memory.oom_kill", Severity::Critical));
    assert_eq!(set(limit, "--memory"), Some("128m"));
}

#[test]
fn most_urgent_first_then_what_wins_most_for_its_effort() {
    let setting = all_known();
    let mut findings: Vec<_> = RULES.iter().map(|&(rule, value, unit)| finding(rule, value, unit)).collect();
    for (index, finding) in findings.iter_mut().enumerate() {
        finding.severity = Severity::ALL[index % 4];
    }
    let list = recommend(&setting.view(), &findings, None, None).recommendations;
    for pair in list.windows(2) {
        assert!(pair[0].priority >= pair[1].priority, "{} before {}", pair[0].title, pair[1].title);
        let worth = |what: &Recommendation| what.gain / (what.effort as u8 + 1) as f64;
        let same = pair[0].priority == pair[1].priority;
        assert!(!same || worth(&pair[0]) >= worth(&pair[1]), "{} before {}", pair[0].title, pair[1].title);
    }
    for (index, what) in list.iter().enumerate() {
        assert!(!list[..index].iter().any(|other| other.title == what.title), "{} twice", what.title);
    }
}

#[test]
fn gains_are_combined_and_alternatives_counted_once() {
    let setting = throttled();
    let one = [finding("cpu.throttling", 0.41, Unit::Ratio)];
    let taken = recommend(&setting.view(), &one, None, None).all_taken.unwrap();
    assert!((taken.gain - 0.41).abs() < 1e-9, "more than is lost cannot be won: {}", taken.gain);
    assert_eq!(
        taken.summary,
        "Taken together it wins back up to 41 % of the container's work (an estimate)."
    );
    let two = [one[0].clone(), finding("disk_io.stalled", 0.5, Unit::Ratio)];
    let taken = recommend(&setting.view(), &two, None, None).all_taken.unwrap();
    assert!((taken.gain - (1.0 - 0.59 * 0.5)).abs() < 1e-9, "{}", taken.gain);
    let none = [finding("pids.used", 0.8, Unit::Ratio)];
    let taken = recommend(&all_known().view(), &none, None, None).all_taken.unwrap();
    assert_eq!(taken.summary, "Taken together it wins headroom; no work is lost yet.");
}

#[test]
fn the_history_can_ask_for_more_but_not_for_less() {
    let setting = throttled();
    let findings = [finding("cpu.throttling", 0.41, Unit::Ratio)];
    let quota = |cpu_limit, confidence| {
        let right = Right { cpu_limit: Some(cpu_limit), ..Right::new(confidence) };
        let list = recommend(&setting.view(), &findings, Some(&right), None).recommendations;
        set(find(&list, "Raise the CPU quota"), "--cpus").unwrap().to_owned()
    };
    assert_eq!(quota(1.25, 0.9), "1.3");
    assert_eq!(quota(0.2, 0.9), "0.9");
    assert_eq!(quota(1.25, CONFIDENT - 0.01), "0.9", "not sure enough");
    assert_eq!(quota(f64::NAN, 0.9), "0.9");
    assert_eq!(quota(100.0, 0.9), "4", "the host has no more");
}

/// `cargo test --release --lib advise::recommend -- --ignored --nocapture`
#[test]
#[ignore = "measures, and judges nothing"]
fn cost_of_five_findings() {
    let setting = all_known();
    let rules = ["cpu.throttling", "memory.used", "disk_space.used", "descriptors.leak", "disk_io.stalled"];
    let findings: Vec<_> = RULES
        .iter()
        .filter(|(rule, ..)| rules.contains(rule))
        .map(|&(rule, value, unit)| {
            let mut finding = finding(rule, value, unit);
            finding.culprits.push(culprit("java", 0.4, Unit::Cpus));
            finding
        })
        .collect();
    let mut best = std::time::Duration::MAX;
    let mut median: Vec<_> = (0..2000)
        .map(|_| {
            let start = std::time::Instant::now();
            let advice = recommend(&setting.view(), &findings, Some(&right()), None);
            let took = start.elapsed();
            assert!(advice.recommendations.len() > 10);
            best = best.min(took);
            took
        })
        .collect();
    median.sort_unstable();
    println!("recommend on {} findings: {best:?} at best, {:?} at the median", findings.len(), median[1000]);
}

#[test]
fn what_was_idle_before_it_began_does_not_count() {
    // Five idle seconds, and one in which the quota stopped what needs 0.7 CPUs.
    let (idle, busy) = (setting(), throttled());
    let found = [finding("cpu.throttling", 0.41, Unit::Ratio)];
    let held = [Some(busy.usage)];
    let advice = recommend_over(&idle.view(), &found, &held, None, None, Vec::new());
    find(&advice.recommendations, "Raise the CPU quota of cgroup /a/b from 0.5 to 0.9 CPUs.");
    find(&advice.recommendations, "Spread the work over 2 replicas");
    assert_eq!(advice.replicas.map(|replicas| replicas.needed), Some(2), "as the recommendation has it");
    // What is not known of that time is taken from the window.
    let advice = recommend_over(&busy.view(), &found, &[None], None, None, Vec::new());
    find(&advice.recommendations, "Raise the CPU quota of cgroup /a/b from 0.5 to 0.9 CPUs.");
}
