//! What a checker has seen of its servers and of itself, for those who advise.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use super::shared::Shared;
use crate::cache::CategoryOptions;
use crate::finding::Recommendation;
use crate::probe::{Pool, PoolOptions};
use crate::sched::advice::{
    recommendations, Observed, ObservedCache, ObservedConcurrency, ObservedPool, ObservedTarget,
};

/// What is counted for advice alone.
#[derive(Default)]
pub(super) struct Seen {
    /// The most checks that ran at the same time.
    pub(super) most_running: AtomicUsize,
    /// Watched checks that began more than a second late, of those that did not hang before.
    pub(super) late: AtomicU64,
    /// Checks that met their deadline while every worker was at something.
    pub(super) timed_out_at_limit: AtomicU64,
}

const POOLS: [(Pool, &str); 2] = [(Pool::Mcp, "mcp_pool"), (Pool::Rest, "rest_pool")];

impl Shared {
    pub(super) fn recommendations(&self) -> Vec<Recommendation> {
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        let watched = self.age();
        let counters = &self.counters;
        let concurrency = ObservedConcurrency {
            watched,
            limit: self.options.max_concurrent,
            most_running: self.seen.most_running.load(Ordering::Relaxed),
            checks: read(&counters.checked),
            late: read(&self.seen.late) + read(&counters.refused),
            timed_out_at_limit: read(&self.seen.timed_out_at_limit),
        };
        let (set, now_unix_s) = (self.set(), Shared::now_unix_s());
        recommendations(&Observed {
            watched,
            pools: self.pools(),
            caches: self.caches(),
            concurrency: Some(concurrency),
            targets: set
                .list
                .iter()
                .map(|watched| {
                    let (history, nagle_noted) = watched.told(now_unix_s);
                    ObservedTarget {
                        name: watched.name.clone(),
                        interval: Some(watched.check.interval.unwrap_or(self.options.interval)),
                        timeout: watched.check.timeout(),
                        history,
                        nagle_noted,
                    }
                })
                .collect(),
        })
    }

    fn pools(&self) -> Vec<ObservedPool> {
        let pool = |((pool, name), options): ((Pool, &str), &PoolOptions)| {
            let statistics = self.context.pool(pool);
            ObservedPool {
                name: name.into(),
                limit: options.max_connections,
                limit_per_host: options.max_connections_per_host,
                most_in_use: statistics.most_in_use,
                requests: statistics.created + statistics.reused,
                waited: statistics.waited,
                waited_for_host: statistics.waited_for_host,
                wait_time: statistics.wait_time,
                refused: statistics.refused,
            }
        };
        let options = [&self.options.probe.mcp_pool, &self.options.probe.rest_pool];
        POOLS.into_iter().zip(options).map(pool).collect()
    }

    /// Those of which the configuration sets the size and the time to live. Of `results` those looks count for which an
    /// outcome of any age would do that the category keeps: to the others its time to live makes no difference. Those
    /// that the host makes itself have neither key nor value in a configuration.
    fn caches(&self) -> Vec<ObservedCache> {
        let options = &self.options.probe.caches;
        let statistics = self.context.caches().statistics();
        let cache = |category: &str, options: &CategoryOptions| {
            let (_, counted) = statistics.iter().find(|(name, _)| name.as_str() == category)?;
            Some(ObservedCache {
                category: category.into(),
                ttl: options.ttl,
                most_entries: options.max_size,
                entries: counted.entries,
                hits: counted.hits,
                misses: counted.misses,
                fetches: counted.fetches,
                evictions: counted.evictions,
            })
        };
        let categories = [
            ("auth_tokens", &options.auth_tokens),
            ("config", &options.config),
            ("dns", &options.dns),
            ("results", &options.results),
        ];
        let mut seen: Vec<ObservedCache> =
            categories.into_iter().filter_map(|(category, options)| cache(category, options)).collect();
        if let Some(results) = seen.iter_mut().find(|seen| &*seen.category == "results") {
            (results.hits, results.fetches) = self.context.results.looks_of_any_age();
            results.misses = results.fetches;
        }
        seen
    }
}
