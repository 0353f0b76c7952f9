//! Advice: what to change, how large the container should be, what kind of work it does.

mod sizing;
mod workload;

pub use sizing::{Allocation, AllocationAdvice, PatternSize, PatternSizes, Size, Sizing, SizingContext};
pub use workload::WorkloadPattern;
