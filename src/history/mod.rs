//! What was observed, as a bounded number of points.
//!
//! A [`History`] keeps one column for each [`Signal`], and up to [`MAX_FED`] for the host's own metrics, over a fixed
//! number of points. When these are used up, neighbours in the older half are merged: an old point then stands for
//! more observations than a recent one, and the whole time since the beginning stays in view.

mod column;
mod point;
mod saved;
mod signal;
mod store;

pub use point::{Point, Points};
pub use signal::{Signal, SignalInfo};
pub use store::{History, DEFAULT_CAPACITY, MAX_CAPACITY, MAX_FED, MIN_CAPACITY};
