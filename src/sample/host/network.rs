//! Totals over the interfaces of the target's network namespace: by netlink for the own process,
//! else from `/proc/PID/net/dev`.

use std::path::Path;

use crate::fields::{Groups, Sample};
use crate::kernel::link_stats::{messages, Message};
use crate::kernel::proc::net_dev::{self, Interface};
use crate::sample::problem::Problems;
use crate::sample::source::{Need, Reading, Source};
use crate::sys::netlink::LinkStats;

#[derive(Debug)]
pub(in crate::sample) enum Network {
    Netlink { links: LinkStats, file: Source },
    File(Source),
}

/// Up to so many interfaces beside loopback are read from the file, which is one system call
/// rather than the three of a socket: is it still ours, request, answer.
const FEW: u64 = 1;

impl Network {
    /// `live`: the process is the calling one, on the live machine.
    pub(in crate::sample) fn open(process: &Path, live: bool, problems: &mut Problems) -> Self {
        let path = process.join("net/dev");
        // Not every sandbox allows netlink, and not every kernel knows the request: tried once.
        if live {
            if let Ok(mut links) = LinkStats::open() {
                let found = total_of_links(&mut links, &mut Reading::default());
                if found.is_some_and(|(_, interfaces)| interfaces > FEW) {
                    let file = Source::named(path, Groups::NETWORK, Need::Required, problems);
                    return Network::Netlink { links, file };
                }
            }
        }
        Network::File(Source::open(path, Groups::NETWORK, Need::Required, problems))
    }

    pub(in crate::sample) fn read(&mut self, reading: &mut Reading, sample: &mut Sample) {
        let file = match self {
            Network::Netlink { links, file } => {
                // A request sent to a socket that is somebody else's by now would do harm.
                if !links.is_ours() {
                    reading.lost = true;
                    return;
                }
                if let Some(total) = total_of_links(links, reading) {
                    return set(total, sample);
                }
                // An answer went astray: this reading comes from the file.
                file
            }
            Network::File(file) => file,
        };
        if let Some(total) = file.parsed_records(reading, net_dev::total) {
            set(total, sample);
        }
    }

    pub(in crate::sample) fn source(&self) -> &Source {
        match self {
            Network::Netlink { file, .. } | Network::File(file) => file,
        }
    }

    /// Sockets kept open beside the file.
    pub(in crate::sample) fn sockets(&self) -> u64 {
        u64::from(matches!(self, Network::Netlink { .. }))
    }
}

fn set((total, interfaces): (Interface, u64), sample: &mut Sample) {
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

/// The sum over all interfaces but loopback, and how many they are.
fn total_of_links(links: &mut LinkStats, reading: &mut Reading) -> Option<(Interface, u64)> {
    /// A namespace of 4,096 interfaces answers in about 130 datagrams; more is no answer of ours.
    const MOST_DATAGRAMS: usize = 1024;
    let sequence = links.ask().ok()?;
    let mut total = Interface::ZERO;
    let mut interfaces = 0;
    for _ in 0..MOST_DATAGRAMS {
        let length = links.receive(&mut reading.buffer).ok()?;
        for message in messages(&reading.buffer[..length], sequence) {
            match message {
                Message::Counters(counters) => {
                    total = total.plus(counters);
                    interfaces += 1;
                }
                Message::Other => {}
                Message::Done => return Some((total, interfaces)),
                Message::Refused => return None,
            }
        }
    }
    None
}
