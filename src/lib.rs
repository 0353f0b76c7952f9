//! Plimsoll

#[cfg(feature = "capi")]
mod capi;
pub mod clock;
mod error;
pub mod fields;
pub mod finding;
#[doc(hidden)]
pub mod kernel;
pub mod monitor;
pub mod rules;
pub mod sample;
mod sys;
pub mod units;
pub mod usage;

pub use error::{Error, ErrorKind, Result};
pub use fields::{Groups, Sample};
pub use finding::{Component, Evidence, Finding, Level, Measure, Recommendation, Severity, Threshold};
pub use monitor::{Diagnosis, LoadLine, Monitor, MonitorOptions};
pub use sample::{
    top, Controller, Core, Disk, Filesystem, Interface, Order, Problem, Process, Sampler, SamplerBuilder,
    Target,
};
pub use units::Limit;
pub use usage::Usage;
