//! `/proc/PID/net/dev`: counters of each network interface of a namespace (`net/core/net-procfs.c`).

use crate::kernel::scan::{add, is_cut, Columns, Lines};

/// Longest name of an interface (`IFNAMSIZ` without its NUL), in bytes.
const LONGEST_NAME: usize = 15;

/// Counters of one interface since it was made.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Interface {
    /// Bytes received.
    pub rx_bytes: Option<u64>,
    /// Packets received.
    pub rx_packets: Option<u64>,
    /// Packets received that were faulty.
    pub rx_errors: Option<u64>,
    /// Packets received and dropped, for want of space or of a taker (dropped and missed).
    pub rx_drops: Option<u64>,
    /// Bytes sent.
    pub tx_bytes: Option<u64>,
    /// Packets sent.
    pub tx_packets: Option<u64>,
    /// Packets that could not be sent.
    pub tx_errors: Option<u64>,
    /// Packets dropped before they were sent.
    pub tx_drops: Option<u64>,
}

impl Interface {
    fn of(columns: &[u8]) -> Self {
        let mut columns = Columns::new(columns);
        let (rx_bytes, rx_packets, rx_errors, rx_drops) =
            (columns.number(), columns.number(), columns.number(), columns.number());
        // fifo, frame, compressed, multicast
        columns.nth(3);
        Self {
            rx_bytes,
            rx_packets,
            rx_errors,
            rx_drops,
            tx_bytes: columns.number(),
            tx_packets: columns.number(),
            tx_errors: columns.number(),
            tx_drops: columns.number(),
        }
    }

    /// The sum; a value that one of them lacks has none.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            rx_bytes: add(self.rx_bytes, other.rx_bytes),
            rx_packets: add(self.rx_packets, other.rx_packets),
            rx_errors: add(self.rx_errors, other.rx_errors),
            rx_drops: add(self.rx_drops, other.rx_drops),
            tx_bytes: add(self.tx_bytes, other.tx_bytes),
            tx_packets: add(self.tx_packets, other.tx_packets),
            tx_errors: add(self.tx_errors, other.tx_errors),
            tx_drops: add(self.tx_drops, other.tx_drops),
        }
    }

    /// An interface that did nothing yet.
    pub const ZERO: Self = Self {
        rx_bytes: Some(0),
        rx_packets: Some(0),
        rx_errors: Some(0),
        rx_drops: Some(0),
        tx_bytes: Some(0),
        tx_packets: Some(0),
        tx_errors: Some(0),
        tx_drops: Some(0),
    };
}

/// Name and columns of an interface's line. The headings have no colon.
fn name_and_columns(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let line = line.trim_ascii_start();
    // The last colon within reach of a name: old kernels allow colons in names, and old ones also glue the first
    // number to the colon.
    let reach = line.get(..LONGEST_NAME.wrapping_add(1)).unwrap_or(line);
    let (name, columns) = line.split_at_checked(reach.iter().rposition(|&byte| byte == b':')?)?;
    let is_name = !name.is_empty() && !name.iter().any(u8::is_ascii_whitespace);
    is_name.then_some((name, columns.get(1..)?))
}

/// Gives name and counters of each interface, `lo` included. A name is bytes without white space, not always UTF-8.
/// An interface without any readable value is left out.
pub fn interfaces(bytes: &[u8]) -> impl Iterator<Item = (&[u8], Interface)> + Clone {
    Lines::new(bytes).filter_map(|line| {
        let (name, columns) = name_and_columns(line)?;
        let interface = Interface::of(columns);
        (interface != Interface::default()).then_some((name, interface))
    })
}

/// The sum over all interfaces but `lo`, and how many they are.
///
/// A file that was cut within a line, or has a line that is neither an interface's nor a heading, has no sum; a value
/// that one of the interfaces lacks has none either.
pub fn total(bytes: &[u8]) -> Option<(Interface, u64)> {
    if bytes.is_empty() || is_cut(bytes) {
        return None;
    }
    let mut sum = Interface::ZERO;
    let mut count = 0_u64;
    for line in Lines::new(bytes) {
        match name_and_columns(line) {
            Some((b"lo", _)) => {}
            Some((_, columns)) => {
                sum = sum.plus(Interface::of(columns));
                count = count.saturating_add(1);
            }
            None if line.contains(&b'|') => {}
            None => return None,
        }
    }
    (sum != Interface::default()).then_some((sum, count))
}

#[cfg(test)]
#[path = "net_dev_tests.rs"]
mod tests;
