//! Advice: what to change, how large the container should be, what kind of work it does.

mod answers;
mod efficiency;
#[cfg(test)]
#[path = "fixtures_tests.rs"]
mod fixtures;
mod mean;
mod pattern;
mod prices;
#[cfg(test)]
#[path = "random_tests.rs"]
mod random;
mod recommend;
mod replicas;
mod right;
mod sizing;
mod waste;
mod workload;

pub use answers::answers;
pub(crate) use answers::answers_sized;
pub use efficiency::{
    Comparison, Efficiency, EfficiencyFacts, EfficiencyPart, EfficiencyParts, EfficiencyPoint,
    EfficiencyScore, PartChange, PartScore,
};
pub use pattern::{Readings, Recognition, Workload, WorkloadPoint};
pub use prices::Prices;
pub(crate) use recommend::recommend_over;
pub use recommend::{recommend, Advice, AllTaken};
pub use replicas::{Autoscaler, Replicas};
pub use right::{Right, CONFIDENT, CONFIDENT_OF_WASTE};
pub use sizing::{Allocation, AllocationAdvice, PatternSize, PatternSizes, Size, Sizing, SizingContext};
pub use waste::{Cost, Waste, Wasted};
pub use workload::WorkloadPattern;
