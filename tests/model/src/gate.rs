//! The files of `gate` that are modelled.

#[path = "../../../src/gate/semaphore.rs"]
pub mod semaphore;
#[path = "../../../src/gate/word.rs"]
mod word;
