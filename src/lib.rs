//! Plimsoll

#[cfg(feature = "capi")]
mod capi;
pub mod clock;
mod error;
pub mod fields;
#[doc(hidden)]
pub mod kernel;
pub mod sample;
mod sys;
pub mod units;

pub use error::{Error, ErrorKind, Result};
pub use fields::{Groups, Sample};
pub use sample::{
    top, Controller, Core, Disk, Filesystem, Interface, Order, Problem, Process, Sampler, SamplerBuilder,
    Target,
};
pub use units::Limit;
