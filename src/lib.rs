//! Plimsoll

mod error;
pub mod fields;
pub mod units;

pub use error::{Error, ErrorKind, Result};
pub use fields::{Groups, Sample};
pub use units::Limit;
