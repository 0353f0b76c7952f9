//! Advice: what to change, how large the container should be, what kind of work it does.

mod pattern;
mod sizing;
mod workload;

pub use pattern::{Readings, Recognition, Workload, WorkloadPoint};
pub use sizing::{Allocation, AllocationAdvice, PatternSize, PatternSizes, Size, Sizing, SizingContext};
pub use workload::WorkloadPattern;
