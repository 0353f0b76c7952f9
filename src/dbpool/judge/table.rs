//! Every rule of pools and their databases, with its thresholds and their source. A number that nobody published says so
//! (`our own`), and what it was made from.
#![cfg_attr(rustfmt, rustfmt::skip)] // To be read as a table.

use super::view::View;
use super::{database, leak, signals, slowdown};
use crate::fields::{Scope, Unit};
use crate::finding::{Component, Severity::{Critical, High, Low, Medium}};
use crate::rules::{Rule, RuleId, Step, Timing};

/// Whose observations a rule is judged by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    Pool,
    Database,
}

macro_rules! rules {
    ($($id:ident $name:literal $source:ident $signal:literal $unit:ident $way:ident
       [$($severity:ident $raise:literal $clear:literal)*] $timing:ident $published:literal
       $origin:expr, $note:expr, $value:expr;)*) => {
        /// A rule of pools, by its place in [`RULES`].
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[repr(u8)]
        pub(crate) enum PoolRule {
            $(#[doc = $name] $id,)*
        }

        /// Every rule of database pools and of what runs in their databases. The component of each stands for any: see
        /// [`rules`]. Their `id` is that of no place in [`rules::RULES`](crate::rules::RULES).
        pub static RULES: &[Rule] = &[$(Rule {
            id: RuleId::Load, // Stands in no set: there can be several of it.
            name: $name,
            component: Component::Load,
            signal: $signal,
            unit: Unit::$unit,
            scope: Scope::Process,
            below: rules!(@$way),
            steps: &[$(Step { severity: $severity, raise: $raise, clear: $clear },)*],
            timing: Timing::$timing,
            published_seconds: $published,
            source: $origin,
            note: $note,
            value: |_| None,
        },)*];

        pub(super) const ALL: &[PoolRule] = &[$(PoolRule::$id,)*];
        const SOURCES: &[Source] = &[$(Source::$source,)*];
        const VALUES: &[fn(&View) -> Option<f64>] = &[$($value,)*];
    };
    (@above) => { false };
    (@below) => { true };
}

impl PoolRule {
    pub(crate) const COUNT: usize = ALL.len();

    pub(crate) fn rule(self) -> &'static Rule {
        &RULES[self as usize]
    }

    pub(super) fn source(self) -> Source {
        SOURCES[self as usize]
    }

    pub(super) fn value(self, view: &View) -> Option<f64> {
        VALUES[self as usize](view)
    }

    /// Its bit in a set.
    pub(super) const fn bit(self) -> u32 {
        1 << self as u32
    }

    /// What it is about, for the pool of that name.
    pub(crate) fn component(self, name: &std::sync::Arc<str>) -> Component {
        match self.source() {
            Source::Pool => Component::DatabasePool(name.clone()),
            Source::Database => Component::DatabaseQueries(name.clone()),
        }
    }
}

/// The rules as they are listed, with the component `database_pool:<name>` or `database_queries:<name>`.
#[must_use]
pub fn rules() -> Vec<Rule> {
    let name = "<name>".into();
    ALL.iter().map(|rule| Rule { component: rule.component(&name), ..rule.rule().clone() }).collect()
}

rules! {
    Saturated "database_pool.saturated" Pool "pool_utilisation" Ratio above [High 0.80 0.75 Critical 0.95 0.90] Noisy 60.0
        "an earlier system: 80 and 95 % of the pool",
        "Of the connections that the pool may open, overflow too, over 10 s. Not where the pool tells that nobody waits.",
        signals::utilisation;
    Waits "database_pool.waits" Pool "pool_wait_per_use" Ratio above [Medium 0.50 0.25 High 2.00 1.00] Noisy 60.0
        "our own: a request that waits half as long as it then works; by Little's law also requests that wait for each connection in use",
        "The middle one of the intervals of the last 10 s, so that a burst that is over within 5 s does not count; opening of connections left out. Only from 5 % of requests that wait and 1 ms on.",
        signals::waits;
    Timeouts "database_pool.timeouts" Pool "pool_timeout_ratio" Ratio above [High 0.0 0.0 Critical 0.05 0.02] Rate 0.0
        "our own: each request that gives up is an error of the program; one in twenty is critical",
        "Of all requests for a connection in the last minute.",
        signals::timeouts;
    Leak "database_pool.leak" Pool "pool_connections_leaked" Count above [Low 0.0 0.0 Medium 1.0 1.0] Rate 60.0
        "our own: tests of src/dbpool/judge/leak_tests.rs; HikariCP leakDetectionThreshold is the same thing with a fixed time",
        "Connections out for longer than a minute, 100 mean uses and the mean and ten standard deviations; or the floor of connections in use that rises while as much is asked for as before, and no use is longer than before. Less those that the database says wait for a lock.",
        leak::leaked;
    Stalled "database_pool.stalled" Pool "pool_standstill_seconds" Seconds above [High 5.0 1.0 Critical 30.0 1.0] Stock 0.0
        "our own: 5 s in which 20 connections would have been given back, and none was; tests of src/dbpool/judge/fault_tests.rs",
        "For how long no connection was given back though all are out or requests wait, where 20 would have been, and for longer than 20 mean uses.",
        signals::standstill;
    CannotConnect "database_pool.cannot_connect" Pool "pool_open_failed_ratio" Ratio above [Medium 0.0 0.0 Critical 0.95 0.50] Rate 0.0
        "our own: each connection that cannot be opened is an error; where none can, the database is not there",
        "Of the latest attempts to open a connection, at most a minute ago.",
        signals::open_failed;
    Lost "database_pool.connections_lost" Pool "pool_connections_lost" Count above [Low 0.0 0.0 Medium 1.0 1.0] Event 0.0
        "our own: each connection found broken is an error; several at once are a restart of the server or the network",
        "Between two observations.",
        signals::lost;
    Churn "database_pool.churn" Pool "pool_opened_per_request" Ratio above [Low 0.05 0.03 Medium 0.25 0.15] Rate 300.0
        "our own: one connection opened for 20 requests, and for 4; opening costs a PostgreSQL server a process",
        "Over a minute, from 50 requests on. Those that the pool grew by, and those that took the place of broken ones, are left out.",
        signals::churn;
    Oversized "database_pool.oversized" Pool "pool_peak_use_ratio" Ratio below [Low 0.20 0.30] Stock 604_800.0
        "awesome-prometheus-alerts, waste: less than 20 % of the limit for 7 days; an earlier system: 20 % of the pool",
        "The most in use at once, of the connections kept open, for at least 2 minutes and 1,000 requests, or 10 minutes and 100; from 5 connections on. An idle pool tells nothing.",
        signals::peak_use;
    Slower "database_pool.slower" Pool "pool_slowdown" Ratio above [Medium 3.0 2.0 High 10.0 6.0] Noisy 60.0
        "our own: tests of src/dbpool/judge/slowdown_tests.rs",
        "Mean time that a connection is in use, or that a statement takes, against its own middle value before the last 30 s. From 20 uses and 10 ms on, and where that is no chance: five standard errors, and not by one long use or statement that ended.",
        slowdown::factor;
    DatabaseSaturated "database.saturated" Database "database_active_per_cpu" Count above [Medium 2.0 1.7 High 3.0 2.5] Noisy 60.0
        "an earlier system, load per core: 2 medium, 3 high; HikariCP and the PostgreSQL wiki: the best pool has twice as many connections as cores",
        "Sessions that run a statement over 10 s, less those that wait for a lock or for something else than a CPU or the disk (a timer, another process, a replica), for each CPU of the server. Not known where the CPUs are not.",
        database::active_per_cpu;
    Connections "database.connections" Database "database_connections_ratio" Ratio above [High 0.80 0.75 Critical 0.99 0.95] Stock 60.0
        "awesome-prometheus-alerts PostgresqlTooManyConnections: 80 %",
        "Of `max_connections` less those reserved: at 100 % only the reserve is left.",
        database::connections;
    IdleInTransaction "database.idle_in_transaction" Database "database_idle_in_transaction_seconds" Seconds above [Medium 5.0 1.0 High 30.0 10.0] Stock 60.0
        "our own (5 s): far longer than a program thinks between two statements; Zabbix PG.TRANS_IDLE: 30 s",
        "The longest that a transaction has been open with nothing to do.",
        database::idle_in_transaction;
    Locks "database.lock_waits" Database "database_waiting_for_lock" Count above [Low 0.0 0.0 Medium 1.0 1.0 High 4.0 2.0] Stock 60.0
        "Zabbix PG.CONN_WAIT (more than 0); pgEdge blocked sessions (5)",
        "Sessions that wait for a lock, where the longest has for a second: from there on PostgreSQL logs it (`deadlock_timeout`).",
        database::waiting_for_lock;
    SlowQueries "database.slow_queries" Database "database_query_seconds" Seconds above [Medium 1.0 0.8 High 5.0 4.0] Rate 60.0
        "an earlier system: mean 1 s medium, 5 s high",
        "Mean time of all statements over 10 s, less those that only begin or end transactions.",
        database::query_seconds;
    LongQuery "database.long_query" Database "database_oldest_query_seconds" Seconds above [Medium 30.0 5.0 High 120.0 30.0] Stock 0.0
        "an earlier system and Zabbix PG.QUERY_ETIME: 30 s is slow; Zabbix PG.LRQ.TIME: 120 s is high",
        "The statement that has run longest.",
        |view| view.value(|values| values.oldest_query_seconds);
    CacheHit "database.cache_hit" Database "database_cache_hit_ratio" Ratio below [Low 0.90 0.93 Medium 0.70 0.75] Noisy 300.0
        "Zabbix PG.CACHE_HITRATIO: 90 %",
        "Over a minute, from 10,000 pages looked for on. What the operating system's cache found counts as missed.",
        database::cache_hits;
    Deadlocks "database.deadlocks" Database "database_deadlocks_per_minute" Count above [Low 0.0 0.0 Medium 5.0 2.0] Rate 0.0
        "awesome-prometheus-alerts PostgresqlDeadLocks: 5 a minute; Zabbix PG.DEADLOCKS: any",
        "In the last minute.",
        |view| database::in_a_minute(view, |minute| minute.deadlocks_per_second);
    Busy "database.busy" Database "database_busy_per_minute" Count above [Low 0.0 0.0 Medium 5.0 2.0] Rate 0.0
        "our own: as deadlocks, each is an error of the program",
        "SQLite: statements refused in the last minute because another connection held the database.",
        |view| database::in_a_minute(view, |minute| minute.busy_per_second);
    Temporary "database.temporary_files" Database "database_temporary_bytes_per_second" BytesPerSecond above [Low 10e6 8e6] Rate 300.0
        "our own: a tenth of the disk traffic that an earlier system calls high",
        "Over a minute: sorts and joins that do not fit `work_mem`.",
        |view| view.database_minute?.temporary_bytes_per_second;
    Conflicts "database.conflicts" Database "database_conflicts_per_minute" Count above [Low 0.0 0.0] Rate 0.0
        "Zabbix PG.CONFLICTS: any",
        "Replicas: statements cancelled in the last minute because recovery needed what they read.",
        |view| database::in_a_minute(view, |minute| minute.conflicts_per_second);
}

const _: () = assert!(PoolRule::COUNT <= 32);
