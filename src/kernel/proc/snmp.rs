//! `/proc/PID/net/snmp`: protocol counters of a network namespace (`net/ipv4/proc.c`, RFC 1213 and successors).
//!
//! Each protocol has a line of names and a line of values; which columns there are differs between kernels, so values
//! are found by name. The TCP counters hold for IPv4 and IPv6, the UDP counters for IPv4 only.

use crate::kernel::scan::{keep_first, split, Columns, Lines};

/// Counters since the namespace was made, except [`tcp_established`](Self::tcp_established).
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Snmp {
    /// Connections opened by us (`ActiveOpens`).
    pub tcp_active_opens: Option<u64>,
    /// Connections accepted (`PassiveOpens`).
    pub tcp_passive_opens: Option<u64>,
    /// Connections that failed while being opened (`AttemptFails`).
    pub tcp_attempt_fails: Option<u64>,
    /// Established connections that were reset (`EstabResets`).
    pub tcp_established_resets: Option<u64>,
    /// Connections established or half closed at this moment (`CurrEstab`): a gauge.
    pub tcp_established: Option<u64>,
    /// Segments received (`InSegs`).
    pub tcp_in_segs: Option<u64>,
    /// Segments sent, without retransmissions (`OutSegs`).
    pub tcp_out_segs: Option<u64>,
    /// Segments sent again (`RetransSegs`).
    pub tcp_retransmitted: Option<u64>,
    /// Segments received that were faulty (`InErrs`).
    pub tcp_in_errors: Option<u64>,
    /// Segments sent with the reset flag (`OutRsts`).
    pub tcp_out_resets: Option<u64>,
    /// Segments received with a wrong checksum (`InCsumErrors`). Since Linux 3.10.
    pub tcp_in_checksum_errors: Option<u64>,
    /// Datagrams delivered (`InDatagrams`).
    pub udp_in_datagrams: Option<u64>,
    /// Datagrams sent (`OutDatagrams`).
    pub udp_out_datagrams: Option<u64>,
    /// Datagrams for a port where nobody listens (`NoPorts`).
    pub udp_no_ports: Option<u64>,
    /// Datagrams not delivered for another reason (`InErrors`).
    pub udp_in_errors: Option<u64>,
    /// Datagrams dropped because the receiver's buffer was full (`RcvbufErrors`).
    pub udp_receive_buffer_errors: Option<u64>,
    /// Datagrams not sent because the sender's buffer was full (`SndbufErrors`).
    pub udp_send_buffer_errors: Option<u64>,
}

impl Snmp {
    fn tcp(&mut self, name: &[u8]) -> Option<&mut Option<u64>> {
        Some(match name {
            b"ActiveOpens" => &mut self.tcp_active_opens,
            b"PassiveOpens" => &mut self.tcp_passive_opens,
            b"AttemptFails" => &mut self.tcp_attempt_fails,
            b"EstabResets" => &mut self.tcp_established_resets,
            b"CurrEstab" => &mut self.tcp_established,
            b"InSegs" => &mut self.tcp_in_segs,
            b"OutSegs" => &mut self.tcp_out_segs,
            b"RetransSegs" => &mut self.tcp_retransmitted,
            b"InErrs" => &mut self.tcp_in_errors,
            b"OutRsts" => &mut self.tcp_out_resets,
            b"InCsumErrors" => &mut self.tcp_in_checksum_errors,
            _ => return None,
        })
    }

    fn udp(&mut self, name: &[u8]) -> Option<&mut Option<u64>> {
        Some(match name {
            b"InDatagrams" => &mut self.udp_in_datagrams,
            b"OutDatagrams" => &mut self.udp_out_datagrams,
            b"NoPorts" => &mut self.udp_no_ports,
            b"InErrors" => &mut self.udp_in_errors,
            b"RcvbufErrors" => &mut self.udp_receive_buffer_errors,
            b"SndbufErrors" => &mut self.udp_send_buffer_errors,
            _ => return None,
        })
    }
}

/// Reads the file.
pub fn parse(bytes: &[u8]) -> Option<Snmp> {
    let mut snmp = Snmp::default();
    let mut found = false;
    let mut lines = Lines::new(bytes);
    let mut names = lines.next()?;
    // Each line is tried as the names of the next one, so that a damaged line costs only its own pair.
    for values in lines {
        let field = match protocol(names) {
            Some(b"Tcp") => Snmp::tcp,
            Some(b"Udp") => Snmp::udp,
            _ => {
                names = values;
                continue;
            }
        };
        if protocol(values) == protocol(names) {
            let (mut keys, mut numbers) = (Columns::new(names), Columns::new(values));
            keys.next();
            numbers.next();
            for key in keys {
                let value = numbers.number();
                if let Some(slot) = field(&mut snmp, key) {
                    found |= keep_first(slot, value);
                }
            }
        }
        if names.starts_with(b"Udp") && snmp.udp_in_datagrams.is_some() && snmp.tcp_in_segs.is_some() {
            break;
        }
        names = values;
    }
    found.then_some(snmp)
}

fn protocol(line: &[u8]) -> Option<&[u8]> {
    Some(split(line, b':')?.0)
}

#[cfg(test)]
#[path = "snmp_tests.rs"]
mod tests;
