//! How a pool is bounded.

use std::time::Duration;

use crate::error::{Error, Result};

/// The bounds of a pool of connections.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PoolOptions {
    /// Connections at most, in use and idle together; 100 by default. At least 1.
    pub max_connections: usize,
    /// Connections at most to one host and port; 30 by default. At least 1; beyond `max_connections` it means nothing
    /// more.
    pub max_connections_per_host: usize,
    /// How long a connection is kept without use; 4 s by default, because common servers close theirs after 5. Left at
    /// that, a server is believed that tells how long it keeps connections (`Keep-Alive: timeout=5`), and those of a
    /// watched host are kept until its next turn, 120 s at most. Set to anything else, it holds as it is, and is only
    /// made shorter by what a server tells. Zero: none is kept.
    pub idle_age: Duration,
    /// How long one connection may take to be made, all addresses together, where a target allows more; 10 s by
    /// default.
    pub connect_timeout: Duration,
    /// The longest wait for the next bytes of an answer, where a target allows more; 30 s by default.
    pub read_timeout: Duration,
    /// `false`: every request makes a connection of its own, and asks the server to close it.
    pub keep_alive: bool,
    /// How often at most [`sweep`](crate::probe::ProbeContext::sweep) looks for connections that were idle too long; 1 s
    /// by default. Every request looks as well, when it begins.
    pub cleanup_interval: Duration,
}

impl Default for PoolOptions {
    fn default() -> Self {
        PoolOptions {
            max_connections: 100,
            max_connections_per_host: 30,
            idle_age: Duration::from_secs(4),
            connect_timeout: Duration::from_secs(10),
            read_timeout: Duration::from_secs(30),
            keep_alive: true,
            cleanup_interval: Duration::from_secs(1),
        }
    }
}

impl PoolOptions {
    /// The options with which nothing can be done are errors. `pool` begins their names in messages.
    pub(crate) fn check(&self, pool: &str) -> Result<()> {
        let counts = [
            ("max_connections", self.max_connections),
            ("max_connections_per_host", self.max_connections_per_host),
        ];
        for (name, count) in counts {
            if count == 0 {
                let allowed = "at least 1; to keep none, set `keep_alive` to false";
                return Err(Error::option(&format!("{pool}.{name}"), count, allowed));
            }
        }
        let times = [
            ("connect_timeout", self.connect_timeout),
            ("read_timeout", self.read_timeout),
            ("cleanup_interval", self.cleanup_interval),
        ];
        for (name, time) in times {
            if time.is_zero() {
                return Err(Error::option(&format!("{pool}.{name}"), "0 s", "more than 0 is allowed"));
            }
        }
        Ok(())
    }
}
