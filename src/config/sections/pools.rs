//! `performance_optimization.connection_pools`: kept connections, those for MCP and those for REST apart.

use std::ops::RangeInclusive;
use std::time::Duration;

use super::synonyms::{self, Synonyms};
use super::written::Written;
use crate::config::field::Field;
use crate::config::keys;
use crate::config::section::Section;

const COUNTS: RangeInclusive<u64> = 1..=10_000;
const TIMES: RangeInclusive<Duration> = Duration::from_millis(1)..=Duration::from_secs(3600);
const SWEEPS: RangeInclusive<Duration> = Duration::from_millis(100)..=Duration::from_secs(3600);

/// One pool of connections.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct PoolSettings {
    /// Connections that may be open at the same time; 1 to 10,000, 100 by default.
    pub max_connections: usize,
    /// Connections that may be open to one host (host and port) at the same time; 30 by default, and never more than
    /// `max_connections`.
    pub max_connections_per_host: usize,
    /// Whether connections are kept for the next check; they are by default.
    pub keep_alive: bool,
    /// How long a connection is kept without use; 1 ms to 1 h, 4 s by default, because common servers close at 5 s.
    pub idle_age: Duration,
    /// The most that one connection may take to be made; 1 ms to 1 h, 10 s by default.
    pub connect_timeout: Duration,
    /// The most that is waited for an answer to begin or to go on; 1 ms to 1 h, 30 s by default.
    pub read_timeout: Duration,
    /// How often it is looked for connections that are idle too long; 100 ms to 1 h, 1 s by default.
    pub cleanup_interval: Duration,
}

impl Default for PoolSettings {
    fn default() -> Self {
        PoolSettings {
            max_connections: 100,
            max_connections_per_host: 30,
            keep_alive: true,
            idle_age: Duration::from_secs(4),
            connect_timeout: Duration::from_secs(10),
            read_timeout: Duration::from_secs(30),
            cleanup_interval: Duration::from_secs(1),
        }
    }
}

/// Both pools: that for MCP, that for REST. What stands beside them is true of each that does not say otherwise.
pub(super) fn read(root: &Field<'_>, performance: Option<&Section<'_>>) -> (PoolSettings, PoolSettings) {
    let section = performance.and_then(|section| section.section("connection_pools", keys::POOLS));
    let Some(section) = section else { return Default::default() };
    let [every, mcp, rest] = synonyms::IDLE_AGE;
    let common = Words::of(root, &section, every);
    let pool = |key, names| {
        let own = section.section(key, keys::POOL);
        let own = own.map(|section| Words::of(root, &section, names)).unwrap_or_default();
        own.or(&common).settings()
    };
    (pool("mcp_pool", mcp), pool("rest_pool", rest))
}

/// What is written of a pool.
#[derive(Default)]
struct Words<'a> {
    connections: Option<Written<'a, usize>>,
    per_host: Option<Written<'a, usize>>,
    keep_alive: Option<bool>,
    idle_age: Option<Duration>,
    connect_timeout: Option<Duration>,
    read_timeout: Option<Duration>,
    cleanup_interval: Option<Duration>,
}

impl<'a> Words<'a> {
    fn of(root: &Field<'a>, section: &Section<'a>, idle_age: Synonyms) -> Self {
        let count =
            |key| Written::of(section, key, |field| usize::try_from(field.count(COUNTS)?).ok());
        Words {
            connections: count("max_connections"),
            per_host: count("max_connections_per_host"),
            keep_alive: section.boolean("keep_alive"),
            idle_age: synonyms::agreed(root, idle_age, |_, field| field.duration(TIMES)).map(|age| age.value),
            connect_timeout: section.duration("connect_timeout", TIMES),
            read_timeout: section.duration("read_timeout", TIMES),
            cleanup_interval: section.duration("cleanup_interval", SWEEPS),
        }
    }

    /// These, and where they say nothing the others.
    fn or(self, other: &Words<'a>) -> Words<'a> {
        Words {
            connections: self.connections.or_else(|| other.connections.clone()),
            per_host: self.per_host.or_else(|| other.per_host.clone()),
            keep_alive: self.keep_alive.or(other.keep_alive),
            idle_age: self.idle_age.or(other.idle_age),
            connect_timeout: self.connect_timeout.or(other.connect_timeout),
            read_timeout: self.read_timeout.or(other.read_timeout),
            cleanup_interval: self.cleanup_interval.or(other.cleanup_interval),
        }
    }

    fn settings(&self) -> PoolSettings {
        let default = PoolSettings::default();
        let max_connections = self.connections.as_ref().map_or(default.max_connections, |all| all.value);
        let per_host = self.per_host.as_ref().inspect(|per_host| {
            per_host.at_most_or(self.connections.as_ref(), "max_connections", &default.max_connections);
        });
        let per_host = per_host.map_or(default.max_connections_per_host, |per_host| per_host.value);
        PoolSettings {
            max_connections,
            max_connections_per_host: per_host.min(max_connections),
            keep_alive: self.keep_alive.unwrap_or(default.keep_alive),
            idle_age: self.idle_age.unwrap_or(default.idle_age),
            connect_timeout: self.connect_timeout.unwrap_or(default.connect_timeout),
            read_timeout: self.read_timeout.unwrap_or(default.read_timeout),
            cleanup_interval: self.cleanup_interval.unwrap_or(default.cleanup_interval),
        }
    }
}
