//! What was observed, as a bounded number of points.

mod signal;

pub use signal::{Signal, SignalInfo};
