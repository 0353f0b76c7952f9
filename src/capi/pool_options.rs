//! The bounds of a pool of connections, as C gives them.

use std::time::Duration;

use super::guard::Failure;
use super::sized::Plain;
use crate::error::Error;
use crate::probe::PoolOptions;

/// `keep_alive`: every request makes a connection of its own.
pub const PLIM_KEEP_ALIVE_OFF: i64 = -1;

/// The bounds of a pool of connections. All zero is the default for each.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct PlimPoolOptions {
    /// Connections at most, in use and idle together. 0: 100.
    pub max_connections: u64,
    /// Connections at most to one host and port. 0: 30.
    pub max_connections_per_host: u64,
    /// How long a connection is kept without use, in nanoseconds. 0: 4 seconds, because common
    /// servers close theirs after 5; or for as long as a server tells (`Keep-Alive: timeout=5`), and for
    /// a watched host until its next turn, 120 s at most.
    pub idle_age_ns: u64,
    /// How long one connection may take to be made, in nanoseconds, where a target allows more.
    /// 0: 10 seconds.
    pub connect_timeout_ns: u64,
    /// The longest wait for the next bytes of an answer, in nanoseconds, where a target allows more.
    /// 0: 30 seconds.
    pub read_timeout_ns: u64,
    /// How often at most `plim_probe_context_sweep` looks for connections that were idle too long, in
    /// nanoseconds. 0: 1 second.
    pub cleanup_interval_ns: u64,
    /// 0: connections are kept. `PLIM_KEEP_ALIVE_OFF`: none is, and servers are asked to close them.
    pub keep_alive: i64,
}

// SAFETY: integers in an order without padding.
unsafe impl Plain for PlimPoolOptions {}

impl PlimPoolOptions {
    /// `pool` begins the names in messages.
    pub(super) fn options(&self, pool: &str) -> Result<PoolOptions, Failure> {
        let mut options = PoolOptions::default();
        let counts = [
            (&mut options.max_connections, self.max_connections),
            (&mut options.max_connections_per_host, self.max_connections_per_host),
        ];
        for (option, given) in counts {
            if given != 0 {
                *option = usize::try_from(given).unwrap_or(usize::MAX);
            }
        }
        let times = [
            (&mut options.idle_age, self.idle_age_ns),
            (&mut options.connect_timeout, self.connect_timeout_ns),
            (&mut options.read_timeout, self.read_timeout_ns),
            (&mut options.cleanup_interval, self.cleanup_interval_ns),
        ];
        for (option, given) in times {
            if given != 0 {
                *option = Duration::from_nanos(given);
            }
        }
        options.keep_alive = match self.keep_alive {
            0 => true,
            PLIM_KEEP_ALIVE_OFF => false,
            other => {
                let allowed = "allowed are 0 (connections are kept) and PLIM_KEEP_ALIVE_OFF (-1)";
                return Err(Error::option(&format!("{pool}.keep_alive"), other, allowed).into());
            }
        };
        Ok(options)
    }
}
