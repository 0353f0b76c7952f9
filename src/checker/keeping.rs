//! How long connections to watched hosts are kept.
//!
//! A connection that is closed before the next turn is a handshake for each turn. So a host's connections are kept until
//! the next turn is over due, where that is not too long, and where there is room: with more hosts than connections each
//! would make way for another before its turn comes again, and be kept in vain.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use super::watched::Watched;
use super::{CheckerOptions, Work};
use crate::probe::{Pool, LONGEST_KEPT};

/// For a turn that is a little late.
const MARGIN: Duration = Duration::from_secs(3);

/// The ages of a pool's connections, by host.
pub(super) fn ages(
    list: &[Arc<Watched>],
    options: &CheckerOptions,
    pool: Pool,
) -> HashMap<Arc<str>, Duration> {
    let most = match pool {
        Pool::Mcp => options.probe.mcp_pool.max_connections,
        Pool::Rest => options.probe.rest_pool.max_connections,
    };
    let mut ages: HashMap<Arc<str>, Duration> = HashMap::new();
    for watched in list {
        let Work::Target(target) = &watched.check.work else { continue };
        // One turn may be early by the jitter, and the next one late.
        let interval = watched.check.interval.unwrap_or(options.interval);
        let age = interval.mul_f64(1.0 + 2.0 * options.jitter) + MARGIN;
        if age > LONGEST_KEPT {
            continue;
        }
        let Some(host) = target.host_in(pool) else { continue };
        // Whichever comes first uses it.
        let kept = ages.entry(host.into()).or_insert(age);
        *kept = (*kept).min(age);
        if ages.len() > most {
            return HashMap::new();
        }
    }
    ages
}

#[cfg(test)]
#[path = "keeping_tests.rs"]
mod tests;
