use crate::advise::answers::answers;
use crate::advise::fixtures::*;

use crate::fields::Unit;

#[test]
fn each_fault_is_looked_for_where_it_lies() {
    let list = answers(&setting().view(), &finding("network.errors", 0.02, Unit::Ratio));
    assert_eq!((list[0].actions[0].value.as_str(), list[0].gain), ("ip -s -s link", 0.02));
    let list = answers(&throttled().view(), &finding("network.drops", 0.03, Unit::Ratio));
    assert!(list[0]
        .description
        .ends_with("was throttled for 41 % of the time, in which it reads nothing: that comes first."));
    let mut finding = finding("network.retransmissions", 0.15, Unit::Ratio);
    finding.culprits.push(culprit("nginx", 1.0, Unit::BytesPerSecond));
    let list = answers(&setting().view(), &finding);
    assert_eq!(list[0].actions[0].value, "ss -ti state established");
    assert_eq!(list[0].actions[1].value, "ss -tipn state established | grep -A1 pid=4711");
    assert!(list[0].expected_impact.contains("15 % of segments"));
}

#[test]
fn throughput_is_compared_with_the_link() {
    let mut finding = finding("network.throughput", 60e6, Unit::BytesPerSecond);
    finding.threshold.value = 50e6;
    let list = answers(&setting().view(), &finding);
    assert!(list[0].title.starts_with("Compare 57.2 MiB/s with the speed of the link"), "{}", list[0].title);
    assert_eq!(list[0].expected_impact, "33.3 % less brings it to 80 % of the mark of 47.7 MiB/s.");
}
