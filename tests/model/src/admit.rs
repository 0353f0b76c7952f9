//! What the modelled files know of `admit`.

#[path = "../../../src/admit/priority.rs"]
mod priority;

pub use priority::{Class, Priority};
