//! Network: errors, drops, segments sent again, throughput.

use crate::fields::Unit;
use crate::finding::{quantity, Finding};
use crate::rules::rule::Raised;
use crate::rules::table::RuleId;
use crate::rules::view::View;

const EVIDENCE: &[&str] = &[
    "network_received_packets_per_second",
    "network_sent_packets_per_second",
    "network_errors_per_second",
    "network_drops_per_second",
    "network_tcp_retransmitted_ratio",
    "network_received_bytes_per_second",
    "network_sent_bytes_per_second",
    "network_tcp_established",
];

/// Packets are broken or dropped at an interface.
pub(super) fn lost(view: &View, raised: &Raised, finding: &mut Finding) {
    let share = quantity(raised.value, Unit::Ratio);
    if raised.rule.id == RuleId::NetworkErrors {
        finding.title = format!("{share} of the packets have errors");
        finding.description =
            "Interfaces of this network namespace count them broken: cable, driver, or tunnel.".to_owned();
    } else {
        finding.title = format!("{share} of the packets are dropped");
        finding.description =
            "Interfaces of this network namespace drop them: queues are full, or nobody wants them."
                .to_owned();
    }
    finding.impact =
        "What is lost is sent again after a timeout, or never: requests take 200 ms and more longer."
            .to_owned();
    // TCP throughput falls with the root of the loss (Mathis 1997).
    finding.impact_ratio = raised.value.sqrt();
    view.prove(finding, EVIDENCE);
}

/// TCP sends much again.
pub(super) fn retransmitted(view: &View, raised: &Raised, finding: &mut Finding) {
    let share = quantity(raised.value, Unit::Ratio);
    finding.title = format!("{share} of the TCP segments are sent again");
    finding.description =
        "They, or their acknowledgements, were lost on the way: congestion, a bad link, or a firewall."
            .to_owned();
    finding.impact =
        "Each costs its request at least one round trip, a lost last segment 200 ms and more.".to_owned();
    // TCP throughput falls with the root of the loss (Mathis 1997).
    finding.impact_ratio = raised.value.sqrt();
    view.prove(finding, EVIDENCE);
}

/// Much is sent and received.
pub(super) fn throughput(view: &View, raised: &Raised, finding: &mut Finding) {
    finding.title = format!("{} are received and sent", quantity(raised.value, Unit::BytesPerSecond));
    finding.description = "Whether that is much depends on the link.".to_owned();
    finding.impact = "On a slow link other traffic of this host waits.".to_owned();
    finding.impact_ratio = 0.05;
    view.prove(finding, EVIDENCE);
}
