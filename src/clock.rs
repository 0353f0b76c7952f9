//! Time, injected: all logic can be run on a clock of the test's own.

/// Where a sampler takes its time from.
pub trait Clock: Send + Sync {
    /// Nanoseconds since boot, suspend included; never goes back.
    fn boot_ns(&self) -> u64;
    /// Nanoseconds since 1970-01-01 UTC; may jump.
    fn wall_ns(&self) -> u64;
}
