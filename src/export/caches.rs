//! Caches by category.

use std::collections::BTreeMap;

use super::family::{
    Family, CACHE_BYTES, CACHE_ENTRIES, CACHE_EVICTIONS, CACHE_EXPIRIES, CACHE_FETCHES, CACHE_HITS,
    CACHE_MISSES,
};
use super::Exposition;
use crate::cache::CacheStatistics;

/// A number of a category.
type Reading = fn(&CacheStatistics) -> u64;

impl Exposition {
    /// What each category of caches has and did; categories are named by the configuration.
    #[allow(clippy::cast_precision_loss)] // Metrics are floating-point numbers.
    pub(super) fn caches(&mut self, categories: &BTreeMap<String, CacheStatistics>) {
        let readings: [(&Family, Reading); 7] = [
            (&CACHE_HITS, |cache| cache.hits),
            (&CACHE_MISSES, |cache| cache.misses),
            (&CACHE_FETCHES, |cache| cache.fetches),
            (&CACHE_EVICTIONS, |cache| cache.evictions),
            (&CACHE_EXPIRIES, |cache| cache.expiries),
            (&CACHE_ENTRIES, |cache| cache.entries as u64),
            (&CACHE_BYTES, |cache| cache.bytes),
        ];
        for (family, reading) in readings {
            let mut series = self.series(family);
            for (name, cache) in categories {
                series.add(&[("category", name)], reading(cache) as f64);
            }
        }
    }
}
