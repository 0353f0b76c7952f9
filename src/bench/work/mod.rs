//! What is done over and over, each in a file of its own.

mod cpu;
mod disk;
mod handoff;
mod memory;
mod monitoring;

pub(super) use cpu::{Chain, Mix};
pub(super) use disk::Disk;
pub(super) use handoff::Handoff;
pub(super) use memory::{Copying, CHUNK_BYTES};
pub(super) use monitoring::{Advising, Diagnosing, Observing, Sampling};
