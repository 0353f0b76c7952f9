//! What is unlike a signal's own history, and where it is heading.
//!
//! A [`Detector`] follows one signal, given as readings with their time. It needs no threshold: what is usual is what
//! the signal itself did before. It also says where the signal will be at a horizon, with an interval that its own past
//! errors made. It is pure: no clock, no file, no allocation after it was made.

mod detector;
mod envelope;
mod episode;
mod forecast;
mod normal;
mod points;
mod recent;
mod rung;
mod step;

pub use detector::{Detector, Unusual};
pub use forecast::{Forecast, Outlook};
