use crate::advise::answers::answers;
use crate::advise::fixtures::*;

#[test]
fn no_answer_wins_more_than_the_finding_costs_and_texts_keep_to_what_was_measured() {
    for (rule, value, said) in [
        ("network.retransmissions", 0.04, "The 4 % of segments sent again"),
        ("disk_io.queue", 20.0, "how long that is was not measured"),
        ("load.per_cpu", 4.0, ""),
        ("cpu.throttling", 0.41, "removes the 41 % of time throttled"),
    ] {
        let unit = RULES.iter().find(|(name, ..)| *name == rule).unwrap().2;
        let mut finding = finding(rule, value, unit);
        finding.impact_ratio = 0.2;
        let setting = if rule == "cpu.throttling" { throttled() } else { setting() };
        let list = answers(&setting.view(), &finding);
        assert!(list.iter().any(|what| what.gain > 0.0), "{rule}");
        for what in &list {
            assert!(what.gain <= 0.2, "{rule}: {} wins {}", what.title, what.gain);
            assert!(!what.expected_impact.contains("20 %"), "{rule}: {}", what.expected_impact);
        }
        assert!(list.iter().any(|what| what.expected_impact.contains(said)), "{rule}: {list:?}");
    }
}
