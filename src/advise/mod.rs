//! Advice: what to change, how large the container should be, what kind of work it does.

mod workload;

pub use workload::WorkloadPattern;
