//! What is the same for every target on the machine. One file per group.

pub(super) mod cpu;
pub(super) mod disk;
pub(super) mod filesystem;
pub(super) mod load;
pub(super) mod memory;
pub(super) mod network;
pub(super) mod paging;
pub(super) mod pressure;
pub(super) mod protocol;
