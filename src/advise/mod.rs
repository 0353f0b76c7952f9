//! Advice: what to change, how large the container should be, what kind of work it does.

mod pattern;
mod workload;

pub use pattern::{Readings, Recognition, Workload, WorkloadPoint};
pub use workload::WorkloadPattern;
