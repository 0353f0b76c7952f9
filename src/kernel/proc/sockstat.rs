//! `/proc/PID/net/sockstat`: sockets in use in a network namespace, IPv4 (`net/ipv4/proc.c`).

use crate::kernel::scan::{keep_first, split, Columns, Lines};

/// Sockets at this moment.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Sockstat {
    /// Sockets of any family (`sockets: used`).
    pub sockets_used: Option<u64>,
    /// IPv4 TCP sockets in use, listening ones included (`TCP: inuse`).
    pub tcp_in_use: Option<u64>,
    /// TCP sockets that no process holds any more (`TCP: orphan`), of IPv6 as well.
    pub tcp_orphans: Option<u64>,
    /// TCP sockets in `TIME_WAIT` (`TCP: tw`), of IPv6 as well.
    pub tcp_time_wait: Option<u64>,
    /// Pages of buffers held by TCP (`TCP: mem`), of the whole machine.
    pub tcp_memory_pages: Option<u64>,
    /// IPv4 UDP sockets in use (`UDP: inuse`).
    pub udp_in_use: Option<u64>,
}

/// Reads the file.
pub fn parse(bytes: &[u8]) -> Option<Sockstat> {
    let mut sockstat = Sockstat::default();
    for line in Lines::new(bytes) {
        let Some((family @ (b"sockets" | b"TCP" | b"UDP"), pairs)) = split(line, b':') else { continue };
        let mut columns = Columns::new(pairs);
        while let Some(key) = columns.next() {
            let value = columns.number();
            let slot = match (family, key) {
                (b"sockets", b"used") => &mut sockstat.sockets_used,
                (b"TCP", b"inuse") => &mut sockstat.tcp_in_use,
                (b"TCP", b"orphan") => &mut sockstat.tcp_orphans,
                (b"TCP", b"tw") => &mut sockstat.tcp_time_wait,
                (b"TCP", b"mem") => &mut sockstat.tcp_memory_pages,
                (b"UDP", b"inuse") => &mut sockstat.udp_in_use,
                _ => continue,
            };
            keep_first(slot, value);
        }
    }
    (sockstat != Sockstat::default()).then_some(sockstat)
}

#[cfg(test)]
#[path = "sockstat_tests.rs"]
mod tests;
