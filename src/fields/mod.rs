//! Everything that is measured: one table, and the sample that holds it.

mod access;
mod brief;
mod field;
mod groups;
mod sample;
mod serialize;
mod table;

pub use access::{CgroupLayout, Value};
#[cfg(feature = "capi")]
pub(crate) use brief::BRIEF;
pub use field::{Field, FieldType, Kind, Scope, Source, Unit};
pub use groups::Groups;
pub use sample::Sample;
pub use table::FIELDS;

#[cfg(test)]
mod tests;
