//! A category: a cache with a name, as its host sees it.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::{Answer, CacheStatistics, Fetched, Known};
use crate::error::{Error, Result};

/// Bytes of a category at most, by default.
const USUAL_BYTES: usize = 16 << 20;
const LEAST_TTL: Duration = Duration::from_millis(1);
const LONGEST_TTL: Duration = Duration::from_secs(30 * 86_400);
const MOST_ENTRIES: usize = 1_000_000;
const LEAST_BYTES: usize = 4 << 10;
const MOST_BYTES: usize = 1 << 30;

/// Bytes, as a host keeps them.
pub type Bytes = Arc<[u8]>;

/// How much a category may hold, and for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct CategoryOptions {
    /// How long an entry is kept that is given no time of its own. 1 ms to 30 days.
    pub ttl: Duration,
    /// Entries at most. 1 to 1,000,000.
    pub max_size: usize,
    /// Bytes of keys and values at most, 4 KiB to 1 GiB; 16 MiB by default. They are shared out among up to 16 parts:
    /// one entry can have a sixteenth of them in any case.
    pub max_bytes: usize,
}

impl CategoryOptions {
    /// So many entries, kept for so long.
    #[must_use]
    pub const fn new(ttl: Duration, max_size: usize) -> Self {
        CategoryOptions { ttl, max_size, max_bytes: USUAL_BYTES }
    }

    /// # Errors
    ///
    /// Where one is out of range.
    pub(crate) fn judge(&self, category: &str) -> Result<()> {
        let option = |name: &str| format!("caching.{category}.{name}");
        if !(LEAST_TTL..=LONGEST_TTL).contains(&self.ttl) {
            let given = format!("{:?}", self.ttl);
            return Err(Error::option(&option("ttl"), given, "1 ms to 30 days are allowed"));
        }
        if !(1..=MOST_ENTRIES).contains(&self.max_size) {
            return Err(Error::option(&option("max_size"), self.max_size, "1 to 1000000 are allowed"));
        }
        if !(LEAST_BYTES..=MOST_BYTES).contains(&self.max_bytes) {
            let allowed = "4096 to 1073741824 are allowed";
            return Err(Error::option(&option("max_bytes"), self.max_bytes, allowed));
        }
        Ok(())
    }
}

/// What a fetch of the host's gives: a value or its absence, or why there is neither.
pub type HostFetch<'a> = &'a mut dyn FnMut() -> std::result::Result<Fetched<Bytes>, Arc<str>>;

/// What a host can do with a category.
pub(crate) trait Category: Send + Sync {
    fn get(&self, key: &str) -> Option<Known<Bytes>>;
    fn set(&self, key: &str, value: Bytes, ttl: Option<Duration>) -> Result<()>;
    fn set_absent(&self, key: &str, ttl: Option<Duration>) -> Result<()>;
    /// Whether there was something.
    fn remove(&self, key: &str) -> bool;
    fn fetch(&self, key: &str, deadline: Instant, fetch: HostFetch) -> Answer<Bytes, Arc<str>>;
    /// How long is kept what is given no time of its own.
    fn ttl(&self) -> Duration;
    fn clear(&self);
    fn sweep(&self) -> usize;
    fn statistics(&self) -> CacheStatistics;
}
