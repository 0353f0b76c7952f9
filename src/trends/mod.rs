//! What grows without end: leaks and fills, with the time that is left.

mod assessment;
mod evidence;
mod level;
mod mann_kendall;
mod options;
mod ring;
mod theil_sen;
mod trend;

pub use assessment::{Assessment, Growth};
pub use options::TrendOptions;
pub use trend::Trend;

#[cfg(test)]
mod simulation;
