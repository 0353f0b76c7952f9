//! What this container can do, and what watching it costs.
//!
//! A [`Benchmark`] measures in many short rounds over everything in turn: latencies and allocations of samples and
//! verdicts; CPU, memory, disk and threads in doses that respect the container's limits. A [`BenchResult`] holds it with
//! scores and their parts, and can be compared with one that was saved before: [`BenchResult::against`] tells a change
//! from noise. It is written as JSON, CSV, JUnit's XML and Markdown, and (feature `report`) as a page with charts.

mod change;
mod comparison;
mod crew;
mod dose;
mod latencies;
mod machine;
mod measure;
mod noise;
mod output;
mod probes;
mod profile;
mod progress;
#[cfg(feature = "report")]
mod report;
mod resources;
mod result;
mod round;
mod run;
#[cfg(test)]
mod sample_tests;
#[cfg(test)]
mod schema_tests;
mod score;
mod statistics;
mod words;
mod work;

pub use change::{Change, Verdict};
pub use comparison::Comparison;
pub use latencies::LatencyFacts;
pub use machine::Machine;
pub use measure::{Better, Group, Measure};
pub use profile::BenchProfile;
pub use progress::BenchProgress;
pub use resources::Resources;
pub use result::{BenchResult, Ended, LeftOut, Threads, SCHEMA};
pub use run::Benchmark;
pub use score::{Part, Score, Scores};
pub use words::amount;
