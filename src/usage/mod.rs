//! What happened between two samples: rates, shares and events in the window.

mod between;
mod shares;
mod table;

pub use table::{Rate, Usage, RATES};

pub(crate) use shares::{
    descriptors_ratio, filesystem_inodes_ratio, filesystem_used_ratio, host_memory_used_ratio, load_per_cpu,
    memory_needed_bytes, memory_ratio, pids_ratio,
};

#[cfg(test)]
mod tests;
