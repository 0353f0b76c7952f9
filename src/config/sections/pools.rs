//! `performance_optimization.connection_pools`: kept connections, those for MCP and those for REST apart.

use std::ops::RangeInclusive;
use std::time::Duration;

use super::synonyms::{self, Synonyms};
use super::written::Written;
use crate::config::field::Field;
use crate::config::keys;
use crate::config::section::Section;
use crate::probe::PoolOptions;

const COUNTS: RangeInclusive<u64> = 1..=100_000;
const TIMES: RangeInclusive<Duration> = Duration::from_millis(1)..=Duration::from_secs(3600);
const SWEEPS: RangeInclusive<Duration> = Duration::from_millis(100)..=Duration::from_secs(3600);

/// Both pools.
#[derive(Default)]
pub(super) struct Pools {
    pub mcp: PoolOptions,
    pub rest: PoolOptions,
    /// The longest time for a connection that is written for either.
    pub connect_timeout: Option<Duration>,
}

/// What stands beside the pools is true of each that does not say otherwise.
pub(super) fn read(root: &Field<'_>, performance: Option<&Section<'_>>) -> Pools {
    let section = performance.and_then(|section| section.section("connection_pools", keys::POOLS));
    let Some(section) = section else { return Pools::default() };
    let [every, mcp, rest] = synonyms::IDLE_AGE;
    let common = Words::of(root, &section, every);
    let pool = |key, names| {
        let own = section.section(key, keys::POOL);
        let own = own.map(|section| Words::of(root, &section, names)).unwrap_or_default();
        let words = own.or(&common);
        (words.options(), words.connect_timeout)
    };
    let (mcp, rest) = (pool("mcp_pool", mcp), pool("rest_pool", rest));
    Pools { mcp: mcp.0, rest: rest.0, connect_timeout: mcp.1.max(rest.1) }
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
        let count = |key| Written::of(section, key, |field| usize::try_from(field.count(COUNTS)?).ok());
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

    fn options(&self) -> PoolOptions {
        let default = PoolOptions::default();
        let max_connections = self.connections.as_ref().map_or(default.max_connections, |all| all.value);
        let per_host = self.per_host.as_ref().inspect(|per_host| {
            per_host.at_most_or(self.connections.as_ref(), "max_connections", &default.max_connections);
        });
        let per_host = per_host.map_or(default.max_connections_per_host, |per_host| per_host.value);
        PoolOptions {
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
