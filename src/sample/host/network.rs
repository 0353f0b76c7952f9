//! Totals over the interfaces of the target's network namespace, from `/proc/PID/net/dev`.

use std::path::Path;

use crate::fields::{Groups, Sample};
use crate::kernel::proc::net_dev;
use crate::sample::problem::Problems;
use crate::sample::source::{Need, Reading, Source};

#[derive(Debug)]
pub(in crate::sample) struct Network {
    pub(in crate::sample) dev: Source,
}

impl Network {
    pub(in crate::sample) fn open(process: &Path, problems: &mut Problems) -> Self {
        Network { dev: Source::open(process.join("net/dev"), Groups::NETWORK, Need::Required, problems) }
    }

    pub(in crate::sample) fn read(&mut self, reading: &mut Reading, sample: &mut Sample) {
        let Some(bytes) = self.dev.read_records(reading) else { return };
        let Some((total, interfaces)) = net_dev::total(bytes) else {
            return self.dev.not_understood(reading);
        };
        sample.set_network_interfaces(Some(interfaces));
        sample.set_network_received_bytes(total.rx_bytes);
        sample.set_network_received_packets(total.rx_packets);
        sample.set_network_receive_errors(total.rx_errors);
        sample.set_network_receive_drops(total.rx_drops);
        sample.set_network_sent_bytes(total.tx_bytes);
        sample.set_network_sent_packets(total.tx_packets);
        sample.set_network_send_errors(total.tx_errors);
        sample.set_network_send_drops(total.tx_drops);
    }
}
