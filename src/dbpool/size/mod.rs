//! How large a pool should be: by queueing theory, from what was measured.
//!
//! Arrivals and hold times come from the counters, the database's limit from its sessions and CPUs or from how hold times
//! changed with concurrency. Each size is then played through against the history; advised is the one at which waits,
//! connections and overload are cheapest together. docs/database-pools.md tells the method, its prices and its score
//! against exhaustive search.

mod advice;
mod answer;
mod bounds;
mod bracket;
mod capacity;
mod choice;
mod closed;
mod contradiction;
mod demand;
mod erlang;
mod fit;
mod memory;
mod options;
mod pattern;
mod price;
mod prior;
mod queue;
mod recognition;
mod response;
mod settings;
mod trial;
mod variability;
mod words;

pub use advice::{PoolAdvice, PoolSizing, PoolWhatIf, SizeChange, SizeLimit};
pub(super) use memory::SizeMemory;
pub use options::SizeOptions;
pub use pattern::PoolPattern;
pub use recognition::PoolRecognition;
pub use settings::PoolSettings;

use std::sync::Arc;

use super::DatabasePool;

impl DatabasePool {
    /// Which pattern the load follows. Computed from the history anew.
    #[must_use]
    pub fn recognise(&self) -> PoolRecognition {
        let (intervals, database) = (self.intervals(), self.database_intervals());
        let values = self.database().map(|(_, stats)| stats.values);
        recognition::recognise(&intervals, &database, values.as_ref())
    }

    /// How large the pool should be, and what else to set.
    ///
    /// Where everybody waits, what is really asked for cannot be seen: then the answer is a step, and after it was taken
    /// and observed for a while the next one may follow. Advice is remembered, so that small changes of the load do not
    /// change it, and the last stands in [`PoolReading::sizing`](super::PoolReading::sizing).
    ///
    /// ```
    /// use plimsoll::dbpool::{DatabasePool, PoolSizing, PoolStats, SizeOptions};
    ///
    /// let pool = DatabasePool::new("orders")?;
    /// for second in 0..60 {
    ///     let requests = 200.0 * f64::from(second);
    ///     pool.observe_at(f64::from(second), &PoolStats {
    ///         size: Some(32.0),
    ///         requests: Some(requests),
    ///         use_seconds: Some(requests * 0.02),
    ///         ..PoolStats::default()
    ///     })?;
    /// }
    /// match pool.advise(&SizeOptions::default()) {
    ///     PoolSizing::Advice(advice) => println!("{} connections: {}", advice.size, advice.reason),
    ///     PoolSizing::NotEnoughData { needed, .. } => println!("{needed}"),
    ///     _ => {}
    /// }
    /// # Ok::<(), plimsoll::Error>(())
    /// ```
    #[must_use]
    pub fn advise(&self, options: &SizeOptions) -> PoolSizing {
        let mut state = self.state();
        let answer = answer::answer(&mut state, options);
        state.sizing.options = options.clone();
        state.sizing.answer = Some(Arc::new(answer.clone()));
        answer
    }

    /// The same with what the last advice was told, for whoever shows it: no other advice than the caller's.
    pub(crate) fn advise_again(&self) {
        let options = self.state().sizing.options.clone();
        let _ = self.advise(&options);
    }
}

#[cfg(test)]
#[path = "labelled_tests.rs"]
mod labelled;
#[cfg(test)]
mod tests;
