//! The file of `cache` that is modelled.

#[path = "../../../src/cache/flights.rs"]
pub mod flights;
