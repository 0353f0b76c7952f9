//! Advice: what to change, how large the container should be, what kind of work it does.

mod efficiency;
mod mean;
mod pattern;
mod workload;

pub use efficiency::{
    Comparison, Efficiency, EfficiencyFacts, EfficiencyPart, EfficiencyParts, EfficiencyPoint,
    EfficiencyScore, PartChange, PartScore,
};
pub use pattern::{Readings, Recognition, Workload, WorkloadPoint};
pub use workload::WorkloadPattern;
