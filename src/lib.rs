//! Plimsoll

mod error;
pub mod fields;
pub mod finding;
pub mod rules;
pub mod units;
pub mod usage;

pub use error::{Error, ErrorKind, Result};
pub use fields::{Groups, Sample};
pub use finding::{Component, Evidence, Finding, Level, Measure, Recommendation, Severity, Threshold};
pub use units::Limit;
pub use usage::Usage;
