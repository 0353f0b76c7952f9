//! Load tests with honest latencies.
//!
//! A [`Scenario`] says what is asked of whom: a fixed rate ([`Model::Open`]) or so many users ([`Model::Closed`]), in
//! [`Stage`]s. A [`LoadTest`] runs it and gives a [`LoadResult`]: every request counted once, latencies from when each should have
//! begun, beside them what the client's own container was short of.

mod advice;
mod around;
mod baseline;
mod cell;
mod collector;
mod desk;
mod http;
mod knee;
mod merge;
mod mix;
mod name;
mod output;
mod packed;
mod progress;
#[cfg(feature = "report")]
mod report;
mod resample;
mod result;
mod run;
#[cfg(test)]
mod sample_tests;
mod scenario;
mod schedule;
mod series;
#[cfg(test)]
mod server_tests;
mod shape;
mod shared;
mod stage;
mod threshold;
mod watch;
mod workers;

pub use around::Around;
pub use baseline::{Baseline, Change, Comparison, Judgement};
pub use cell::Counts;
pub use knee::Knee;
pub use packed::Packed;
pub use progress::Progress;
pub use result::{Ended, LoadResult, PartResult, StageResult, Summary, SCHEMA};
pub use run::LoadTest;
pub use scenario::{Part, Scenario, Think, Turn, Work};
pub use series::{Interval, LatencySummary};
pub use stage::{Model, Stage};
pub use threshold::{Compare, Judged, Measured, Threshold};
pub use watch::ClientUsage;
