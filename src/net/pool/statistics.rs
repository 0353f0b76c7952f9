//! What a pool has and did.

use std::time::Duration;

use serde::{Serialize, Serializer};

/// What a pool has, and what it did since it was made, or since the fork that made this process.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct PoolStatistics {
    /// Connections: in use, idle, or just being closed.
    pub open: usize,
    /// Connections that requests are using, or that are being made for them.
    pub in_use: usize,
    /// Connections that are kept for later requests.
    pub idle: usize,
    /// The most that requests had at the same time, or were about to make.
    pub most_in_use: usize,
    /// Requests that wait for their turn now.
    pub waiting: usize,
    /// Connections made.
    pub created: u64,
    /// Requests that went over a connection that was kept.
    pub reused: u64,
    /// Kept connections that were closed unused: idle too long, closed by the server, or in the way of another one.
    pub closed_idle: u64,
    /// Requests that were sent again, because a kept connection turned out closed.
    pub retried: u64,
    /// Requests that had to wait for their turn.
    pub waited: u64,
    /// Those of them that waited for the connections to their host, while the pool as a whole had room.
    pub waited_for_host: u64,
    /// How long they waited, together.
    #[serde(rename = "wait_seconds", serialize_with = "seconds")]
    pub wait_time: Duration,
    /// Requests that were given up without their turn: their deadline came first.
    pub refused: u64,
    /// The hosts with connections now, by name.
    pub per_host: Vec<HostStatistics>,
}

/// What a pool has of one host and port.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct HostStatistics {
    /// `host:port`, as in URLs.
    pub host: String,
    /// Connections: in use, idle, or just being closed.
    pub open: usize,
    /// Connections that requests are using, or that are being made for them.
    pub in_use: usize,
    /// Connections that are kept for later requests.
    pub idle: usize,
    /// Connections made, since there were last none, nor anybody who waited for one. As the next two.
    pub created: u64,
    /// Requests that went over a connection that was kept.
    pub reused: u64,
    /// Requests that had to wait for their turn.
    pub waited: u64,
}

fn seconds<S: Serializer>(time: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64(time.as_secs_f64())
}
