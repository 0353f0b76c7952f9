//! What to write where, for the pools that are most in use.

use serde::Serialize;

use crate::finding::{Action, Place};

/// The settings of one kind of pool.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct PoolSettings {
    /// `sqlalchemy`, `psycopg_pool`, `hikaricp`, `pgbouncer` or `r2d2`.
    pub library: &'static str,
    /// Settings with their values, in the units of that library.
    pub actions: Vec<Action>,
}

/// What is advised.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Sizes {
    pub size: u32,
    pub overflow: u32,
    pub timeout_seconds: f64,
    pub recycle_seconds: f64,
}

/// The same advice for every kind of pool. Those that have no overflow get it in their maximum.
pub(super) fn settings(sizes: Sizes) -> Vec<PoolSettings> {
    let Sizes { size, overflow, timeout_seconds, recycle_seconds } = sizes;
    let most = size + overflow;
    let (timeout, recycle) = (whole(timeout_seconds), recycle_seconds.round());
    let milliseconds = |seconds: f64| (seconds * 1000.0).round();
    let in_program = |target: &str, value: String| Action::new(Place::Program, target, value);
    let in_file = |target: &str, value: String| Action::new(Place::Configuration, target, value);
    vec![
        PoolSettings {
            library: "sqlalchemy",
            actions: vec![
                in_program("create_engine pool_size", size.to_string()),
                in_program("create_engine max_overflow", overflow.to_string()),
                in_program("create_engine pool_timeout", timeout.to_string()),
                in_program("create_engine pool_recycle", recycle.to_string()),
            ],
        },
        PoolSettings {
            library: "psycopg_pool",
            actions: vec![
                in_program("ConnectionPool min_size", size.to_string()),
                in_program("ConnectionPool max_size", most.to_string()),
                in_program("ConnectionPool timeout", timeout.to_string()),
                in_program("ConnectionPool max_lifetime", recycle.to_string()),
            ],
        },
        PoolSettings {
            library: "hikaricp",
            actions: vec![
                in_file("maximumPoolSize", most.to_string()),
                in_file("minimumIdle", size.to_string()),
                in_file("connectionTimeout", milliseconds(timeout).to_string()),
                in_file("maxLifetime", milliseconds(recycle).to_string()),
            ],
        },
        PoolSettings {
            library: "pgbouncer",
            actions: vec![
                in_file("default_pool_size", size.to_string()),
                in_file("reserve_pool_size", overflow.to_string()),
                // In whole seconds; 0 would be for ever.
                in_file("query_wait_timeout", timeout.ceil().max(1.0).to_string()),
                in_file("server_lifetime", recycle.to_string()),
            ],
        },
        PoolSettings {
            library: "r2d2",
            actions: vec![
                in_program("Builder::max_size", most.to_string()),
                in_program("Builder::min_idle", format!("Some({size})")),
                in_program(
                    "Builder::connection_timeout",
                    format!("Duration::from_millis({})", milliseconds(timeout)),
                ),
                in_program("Builder::max_lifetime", format!("Some(Duration::from_secs({recycle}))")),
            ],
        },
    ]
}

/// Whole seconds, but for those below ten: tenths.
fn whole(seconds: f64) -> f64 {
    if seconds < 10.0 {
        (seconds * 10.0).round() / 10.0
    } else {
        seconds.round()
    }
}
