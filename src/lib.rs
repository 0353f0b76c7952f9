//! Plimsoll

#[cfg(feature = "capi")]
mod capi;
pub mod clock;
mod error;
pub mod fields;
#[cfg(feature = "diagnosis")]
pub mod finding;
#[doc(hidden)]
pub mod kernel;
#[cfg(feature = "diagnosis")]
pub mod monitor;
#[cfg(feature = "diagnosis")]
pub mod rules;
pub mod sample;
mod sys;
pub mod units;
#[cfg(feature = "diagnosis")]
pub mod usage;

pub use error::{Error, ErrorKind, Result};
pub use fields::{Groups, Sample};
#[cfg(feature = "diagnosis")]
pub use finding::{Component, Evidence, Finding, Level, Measure, Recommendation, Severity, Threshold};
#[cfg(feature = "diagnosis")]
pub use monitor::{Diagnosis, LoadLine, Monitor, MonitorOptions};
pub use sample::{
    top, Controller, Core, Disk, Filesystem, Interface, Order, Problem, Process, Sampler, SamplerBuilder,
    Target,
};
pub use units::Limit;
#[cfg(feature = "diagnosis")]
pub use usage::Usage;
