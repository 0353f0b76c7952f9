//! TCP counters and sockets of the target's network namespace: slow lane, the counters are dear.

use std::path::Path;

use crate::fields::{Groups, Sample};
use crate::kernel::proc::snmp::{self, Snmp};
use crate::kernel::proc::sockstat::{self, Sockstat};
use crate::sample::problem::Problems;
use crate::sample::slow::SlowLane;
use crate::sample::source::{Need, Reading, Source};

#[derive(Debug)]
pub(in crate::sample) struct Protocol {
    pub(in crate::sample) snmp: Source,
    pub(in crate::sample) sockstat: Source,
    last: Option<(Snmp, Sockstat)>,
}

impl Protocol {
    pub(in crate::sample) fn open(process: &Path, problems: &mut Problems) -> Self {
        let mut open = |name| Source::open(process.join(name), Groups::PROTOCOL, Need::Required, problems);
        Protocol { snmp: open("net/snmp"), sockstat: open("net/sockstat"), last: None }
    }

    pub(in crate::sample) fn read(
        &mut self,
        due: bool,
        slow: &SlowLane,
        now_ns: u64,
        reading: &mut Reading,
        sample: &mut Sample,
    ) {
        if due {
            let snmp = self.snmp.parsed(reading, snmp::parse);
            let sockstat = self.sockstat.parsed(reading, sockstat::parse);
            self.last = (snmp.is_some() || sockstat.is_some())
                .then(|| (snmp.unwrap_or_default(), sockstat.unwrap_or_default()));
        }
        let Some((snmp, sockstat)) = &self.last else { return };
        sample.set_network_tcp_segments_received(snmp.tcp_in_segs);
        sample.set_network_tcp_segments_sent(snmp.tcp_out_segs);
        sample.set_network_tcp_segments_retransmitted(snmp.tcp_retransmitted);
        sample.set_network_tcp_receive_errors(snmp.tcp_in_errors);
        sample.set_network_tcp_resets_sent(snmp.tcp_out_resets);
        sample.set_network_tcp_established(snmp.tcp_established);
        sample.set_network_sockets_used(sockstat.sockets_used);
        sample.set_network_tcp_sockets(sockstat.tcp_in_use);
        sample.set_network_tcp_orphans(sockstat.tcp_orphans);
        sample.set_network_tcp_time_wait(sockstat.tcp_time_wait);
        sample.set_network_udp_sockets(sockstat.udp_in_use);
        sample.set_network_protocol_age_seconds(Some(slow.age_seconds(now_ns)));
    }
}
